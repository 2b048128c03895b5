import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { SourceSystem } from '#contracts/approval/event.ts';
import type { ConsoleSettings } from './console/index.ts';
import { readConsoleSettings } from './console/index.ts';

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
  /** Source systems, by name; those that are not set are not asked. */
  marketRegulationUrl: z.url().optional(),
  constructionUrl: z.url().optional(),
  approvalBureauUrl: z.url().optional(),
  smsUrl: z.url().optional(),
  smsKeyId: z.string().optional(),
  smsKeySecretFile: z.string().optional(),
  wechatUrl: z.url().optional(),
  alipayUrl: z.url().optional(),
  cityAppUrl: z.url().optional(),
  courierUrl: z.url().optional(),
  /** `off`: the items that came with the software are not taken in; what staff published stays. */
  releasedItems: z.enum(['on', 'off']).default('on'),
  /** How long a message may go unanswered before the next channel reminds, ms; for demonstrations. */
  messageAnswerMs: z.coerce.number().int().min(100).optional(),
  /** Where staff sign in, and under which address they open the console. */
  oidcIssuer: z.url().optional(),
  oidcClientId: z.string().min(1).optional(),
  oidcClientSecretFile: z.string().min(1).optional(),
  consoleUrl: z.url().optional(),
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
  readonly sources: Readonly<Partial<Record<SourceSystem, string>>>;
  /** Base addresses of providers; their credentials are in the key folder. */
  readonly providers: Readonly<Partial<Record<'wechat' | 'alipay' | 'app' | 'courier', string>>>;
  readonly messageAnswerMs: number | undefined;
  readonly takesReleasedItems: boolean;
  readonly console: ConsoleSettings;
  readonly assets: {
    readonly items: string;
    readonly catalogue: string;
    readonly holidays: string;
    readonly people: string;
  };
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
    sources: given({
      'market-regulation': set.marketRegulationUrl,
      construction: set.constructionUrl,
      'approval-bureau': set.approvalBureauUrl,
    }),
    providers: given({ wechat: set.wechatUrl, alipay: set.alipayUrl, app: set.cityAppUrl, courier: set.courierUrl }),
    messageAnswerMs: set.messageAnswerMs,
    takesReleasedItems: set.releasedItems === 'on',
    console: readConsoleSettings(set),
    assets: {
      items: path.join(assetsFolder, 'items'),
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
    marketRegulationUrl: env['MARKET_REGULATION_URL'],
    constructionUrl: env['CONSTRUCTION_URL'],
    approvalBureauUrl: env['APPROVAL_BUREAU_URL'],
    wechatUrl: env['WECHAT_URL'],
    alipayUrl: env['ALIPAY_URL'],
    cityAppUrl: env['CITY_APP_URL'],
    courierUrl: env['COURIER_URL'],
    messageAnswerMs: env['MESSAGE_ANSWER_MS'],
    releasedItems: env['RELEASED_ITEMS'],
    oidcIssuer: env['OIDC_ISSUER'],
    oidcClientId: env['OIDC_CLIENT_ID'],
    oidcClientSecretFile: env['OIDC_CLIENT_SECRET_FILE'],
    consoleUrl: env['CONSOLE_URL'],
  };
  const set = Object.fromEntries(Object.entries({ ...fromEnv, ...flags }).filter(([, value]) => value !== undefined));
  return { config: configFor(set as z.input<typeof settings>), jsonReady };
}

/** Without the members that are not set. */
function given<K extends string>(values: Readonly<Record<K, string | undefined>>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Record<K, string>>;
}

function smsOf(set: z.output<typeof settings>): CentreConfig['sms'] {
  if (set.smsUrl === undefined) return undefined;
  if (set.smsKeyId !== undefined && set.smsKeySecretFile !== undefined) {
    return { url: set.smsUrl, credentials: { keyId: set.smsKeyId, secret: readFileSync(set.smsKeySecretFile, 'utf8').trim() } };
  }
  if (set.demo) return { url: set.smsUrl };
  throw new Error('SMS_KEY_ID and SMS_KEY_SECRET_FILE must be set when SMS_URL is');
}
