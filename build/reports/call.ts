import path from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import { root } from '../steps.ts';

export const reportNames = ['trial-items'] as const;
type ReportName = (typeof reportNames)[number];

export const usage = `npm run report -- <name> [--json] [--database URL | --central URL | --data DIR]

  trial-items      the first batch: items, places, classes, materials waived, fields filled in, parties, proposals

  --database URL   count in this PostgreSQL (or DATABASE_URL)
  --central URL    ask a running centre; --data is the folder with its certificates and keys
  --data DIR       a centre's folder, out/central unless given; its PostgreSQL is started for the report.
                   Where there is none, the items that come with the software are counted in a database of their own
  --json           one JSON object instead of a table
`;

/** Where a report counts, and how it is printed. */
export interface ReportCall {
  readonly name: ReportName;
  readonly json: boolean;
  readonly database: string | undefined;
  readonly central: URL | undefined;
  readonly data: string;
}

export function parseReportCall(args: readonly string[], env: NodeJS.ProcessEnv): Result<ReportCall, string> {
  let given;
  try {
    given = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        database: { type: 'string' },
        central: { type: 'string' },
        data: { type: 'string', default: path.join(root, 'out/central') },
      },
    });
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : String(cause));
  }
  const { values, positionals } = given;
  const name = reportNames.find((known) => known === positionals[0]);
  if (name === undefined || positionals.length > 1) return err(`which report? ${reportNames.join(', ')}`);
  if (values.central !== undefined && !URL.canParse(values.central))
    return err('--central is an address such as https://127.0.0.1:8443');
  return ok({
    name,
    json: values.json,
    database: values.database ?? env['DATABASE_URL'],
    central: values.central === undefined ? undefined : new URL(values.central),
    data: path.resolve(values.data),
  });
}
