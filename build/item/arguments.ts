import path from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import { root } from '../steps.ts';

export const usage = `npm run item -- <command> [--central URL] [--data DIR] [--json]

  add FILE...              draft, check and back-test: item.json, decision.dmn and, if you like, process.bpmn; or their folder
  validate FILE...         check only, without a centre
  approve ID@VERSION       by a second person: whoever wrote it is refused
  publish ID@VERSION       goes live today, or with --from DATE on that day
  retire ID@VERSION        nothing new is proposed; running cases go on
  list                     every version and where it is suspended
  export ID[@VERSION] DIR  writes the files that "add" takes
  suspend ID DISTRICT      nothing new is proposed there, until "resume ID DISTRICT"

  --central URL            the running centre, https://127.0.0.1:8443 unless given
  --data DIR               its folder with pki and keys, out/central unless given
  --as TOKENFILE           who acts; the author's token for add, the approver's for the others
  --days N                 how far the back-test looks back, 30 unless given
  --from DATE              first day of a published version
  --reason TEXT            why it is suspended
  --approve-with TOKENFILE [--publish]   with add: the second person is here too, for a demonstration
  --json                   one JSON object instead of words

Exit 0: done, 1: refused (the words say why), 2: called wrongly, 3: the centre does not answer.
`;

interface Common {
  readonly central: URL;
  readonly data: string;
  readonly json: boolean;
  readonly as: string | undefined;
}

export type ItemCommand = Common &
  (
    | {
        readonly is: 'add';
        readonly files: readonly string[];
        readonly days: number;
        readonly approveWith: string | undefined;
        readonly publish: boolean;
        readonly from: string | undefined;
      }
    | { readonly is: 'validate'; readonly files: readonly string[] }
    | { readonly is: 'approve'; readonly id: string; readonly version: number }
    | { readonly is: 'retire'; readonly id: string; readonly version: number }
    | { readonly is: 'publish'; readonly id: string; readonly version: number; readonly from: string | undefined }
    | { readonly is: 'list' }
    | { readonly is: 'export'; readonly id: string; readonly version: number | undefined; readonly folder: string }
    | { readonly is: 'suspend'; readonly id: string; readonly district: string; readonly reason: string }
    | { readonly is: 'resume'; readonly id: string; readonly district: string }
  );

const options = {
  central: { type: 'string', default: 'https://127.0.0.1:8443' },
  data: { type: 'string', default: path.join(root, 'out/central') },
  as: { type: 'string' },
  days: { type: 'string', default: '30' },
  from: { type: 'string' },
  reason: { type: 'string', default: 'suspended by staff' },
  'approve-with': { type: 'string' },
  publish: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** What was asked for, or one sentence on what is wrong with the call. */
export function parseItemCommand(args: readonly string[]): Result<ItemCommand, string> {
  let given;
  try {
    given = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : String(cause));
  }
  const { values, positionals } = given;
  const [is, ...words] = positionals;
  if (!URL.canParse(values.central)) return err('--central is an address such as https://127.0.0.1:8443');
  if (values.from !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.from)) return err('--from is a day such as 2027-01-01');
  const days = Number(values.days);
  if (!Number.isInteger(days) || days < 1 || days > 400) return err('--days is a number from 1 to 400');
  const common = { central: new URL(values.central), data: path.resolve(values.data), json: values.json, as: values.as };
  const [first = '', second = ''] = words;
  switch (is) {
    case 'add':
    case 'validate': {
      if (words.length === 0) return err(`${is} which files?`);
      if (is === 'validate') return ok({ ...common, is, files: words });
      const { publish, from, 'approve-with': approveWith } = values;
      if (publish && approveWith === undefined)
        return err('--publish needs --approve-with: nobody publishes what was not approved');
      return ok({ ...common, is, files: words, days, approveWith, publish, from });
    }
    case 'approve':
    case 'retire':
    case 'publish': {
      const { id, version } = namedVersion(first);
      if (id === undefined || version === undefined || words.length > 1)
        return err(`${is} which version? It is written ID@VERSION`);
      return is === 'publish' ? ok({ ...common, is, id, version, from: values.from }) : ok({ ...common, is, id, version });
    }
    case 'list':
      return words.length === 0 ? ok({ ...common, is }) : err(`too many words: ${words.join(' ')}`);
    case 'export': {
      const { id, version } = namedVersion(first);
      if (id === undefined || second === '' || words.length > 2) return err('export which item, into which folder?');
      return ok({ ...common, is, id, version, folder: second });
    }
    case 'suspend':
    case 'resume':
      if (!/^\d{6}$/.test(second) || words.length > 2)
        return err(`${is} which item in which district? A district has six digits`);
      return is === 'suspend'
        ? ok({ ...common, is, id: first, district: second, reason: values.reason })
        : ok({ ...common, is, id: first, district: second });
    default:
      return err(is === undefined ? 'which command?' : `there is no command "${is}"`);
  }
}

function namedVersion(text: string): { readonly id: string | undefined; readonly version: number | undefined } {
  const [, id, version] = /^([a-z0-9.-]+?)(?:@(\d{1,6}))?$/.exec(text) ?? [];
  return { id, version: version === undefined ? undefined : Number(version) };
}
