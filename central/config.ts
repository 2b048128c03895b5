import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** Everything that can be set from outside; `central/README.md` lists it for operators. */
const settings = z.strictObject({
  data: z.string().min(1),
  /** Keys and secrets; processes that share a database share this folder, too. */
  keys: z.string().min(1).optional(),
  /** `server.cert.pem`, `server.key.pem`, `ca.cert.pem`. */
  pki: z.string().min(1).optional(),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(8443),
  demo: z.boolean().default(false),
  /** A PostgreSQL of your own instead of the embedded one; the owner's URL where another role owns the tables. */
  databaseUrl: z.url().optional(),
  databaseOwnerUrl: z.url().optional(),
  departmentUrl: z.url().optional(),
  smsUrl: z.url().optional(),
  smsKeyId: z.string().optional(),
  smsKeySecretFile: z.string().optional(),
});

export interface CentreConfig {
  readonly dataFolder: string;
  readonly keyFolder: string;
  readonly pkiFolder: string;
  readonly host: string;
  readonly port: number;
  /** Development certificates, stand-ins' keys and the synthetic persons' phones are made and taken in. */
  readonly demo: boolean;
  readonly database: { readonly owner: string; readonly app: string } | undefined;
  readonly departmentUrl: string | undefined;
  /** Without `credentials` it is the demo's stand-in. */
  readonly sms: { readonly url: string; readonly credentials?: { readonly keyId: string; readonly secret: string } } | undefined;
  readonly assets: { readonly catalogue: string; readonly holidays: string; readonly people: string };
}

const assetsFolder = path.resolve(import.meta.dirname, '..', 'assets');

/** What `startCentre` takes where nothing is said: one data folder, everything below it, a free port on loopback. */
export function configFor(values: z.input<typeof settings>): CentreConfig {
  const set = settings.parse(values);
  const dataFolder = path.resolve(set.data);
  return {
    dataFolder,
    keyFolder: path.resolve(set.keys ?? path.join(dataFolder, 'keys')),
    pkiFolder: path.resolve(set.pki ?? path.join(dataFolder, 'pki')),
    host: set.host,
    port: set.port,
    demo: set.demo,
    database:
      set.databaseUrl === undefined ? undefined : { app: set.databaseUrl, owner: set.databaseOwnerUrl ?? set.databaseUrl },
    departmentUrl: set.departmentUrl,
    sms: smsOf(set),
    assets: {
      catalogue: path.join(assetsFolder, 'catalogue'),
      holidays: path.join(assetsFolder, 'calendar', 'holidays.json'),
      people: path.join(assetsFolder, 'demo', 'people.json'),
    },
  };
}

/** Reads flags and environment of `node central/main.ts`. @throws ZodError that names the setting. */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): { config: CentreConfig; jsonReady: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      keys: { type: 'string' },
      pki: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      demo: { type: 'boolean', default: false },
      'json-ready': { type: 'boolean', default: false },
    },
  });
  const { 'json-ready': jsonReady, ...flags } = values;
  const fromEnv = {
    databaseUrl: env['DATABASE_URL'],
    databaseOwnerUrl: env['DATABASE_OWNER_URL'],
    departmentUrl: env['DEPARTMENT_URL'],
    smsUrl: env['SMS_URL'],
    smsKeyId: env['SMS_KEY_ID'],
    smsKeySecretFile: env['SMS_KEY_SECRET_FILE'],
  };
  const given = Object.fromEntries(Object.entries({ ...fromEnv, ...flags }).filter(([, value]) => value !== undefined));
  return { config: configFor(given as z.input<typeof settings>), jsonReady };
}

function smsOf(set: z.output<typeof settings>): CentreConfig['sms'] {
  if (set.smsUrl === undefined) return undefined;
  if (set.smsKeyId !== undefined && set.smsKeySecretFile !== undefined) {
    return { url: set.smsUrl, credentials: { keyId: set.smsKeyId, secret: readFileSync(set.smsKeySecretFile, 'utf8').trim() } };
  }
  if (set.demo) return { url: set.smsUrl };
  throw new Error('SMS_KEY_ID and SMS_KEY_SECRET_FILE must be set when SMS_URL is');
}
