import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { demoCallbackToken } from '#central/channels/index.ts';
import { startEmbeddedPostgres } from '#central/store/index.ts';
import type { SourceSystem } from '#contracts/approval/event.ts';
import { ensureDevPki } from '#central/terminals/index.ts';
import type { HostOptions } from '#electron/host/options.ts';
import { startService } from './children.ts';
import type { Child } from './children.ts';

/** The centre and the outside systems that it talks to, each a process of its own that can be killed and started again. */
export interface RunningCentre {
  /** Where it listens on loopback; the same after each start. */
  port(): number;
  /** Its server certificate, for somebody who plays it on a bad line. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly terminalTls: HostOptions['tls'];
  readonly publicKeysFile: string;
  /** Its database, for whoever reads back what became of an act. */
  readonly databaseUrl: string;
  readonly department: StandIn;
  readonly sms: StandIn;
  /** Source systems, message providers and courier of imperceptible approval; absent where the rig was started without them. */
  readonly outside?: OutsideWorld;
  /** As if the power of the centre's process went: SIGKILL, nothing said. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** An outside system that is played; its control port is on loopback and takes and gives JSON. */
export interface StandIn {
  control(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** Who tells the centre what happened, carries its messages, and carries certificates. */
export interface OutsideWorld {
  readonly sources: Readonly<Record<SourceSystem, StandIn>>;
  readonly channels: Readonly<Record<'wechat' | 'alipay' | 'app', StandIn>>;
  readonly courier: StandIn;
}

/** A centre that somebody else started, with the development certificates in its folder. It cannot be killed from here. */
export async function attachCentre({
  folder,
  url,
  terminal,
}: {
  folder: string;
  url: URL;
  terminal: string;
}): Promise<RunningCentre> {
  const certificates = await certificatesIn(folder, terminal);
  const elsewhere = (): Promise<never> => Promise.reject(new Error('this centre was started elsewhere'));
  const standIn: StandIn = { control: elsewhere, stop: () => Promise.resolve() };
  return {
    ...certificates,
    port: () => Number(url.port || 443),
    databaseUrl: '',
    department: standIn,
    sms: standIn,
    kill: elsewhere,
    start: elsewhere,
    stop: () => Promise.resolve(),
  };
}

interface CentreOptions {
  readonly folder: string;
  readonly logs: string;
  readonly terminal: string;
  /** 0 = any free one. */
  readonly port?: number;
  /** A PostgreSQL of your own; absent = the embedded one beside the centre. */
  readonly databaseUrl?: string | undefined;
  /** Start the world of imperceptible approval as well. */
  readonly outside?: boolean | undefined;
  /** Start an identity provider, so that the demonstration's staff can sign in to the console. */
  readonly staff?: boolean | undefined;
}

type Started = StandIn & { readonly port: number };

export async function startCentre({
  folder,
  logs,
  terminal,
  port: wantedPort = 0,
  databaseUrl,
  outside: withOutside = false,
  staff = false,
}: CentreOptions): Promise<RunningCentre> {
  const at = (...names: string[]): string => path.join(folder, ...names);
  mkdirSync(at('data'), { recursive: true });
  const certificates = await certificatesIn(folder, terminal);
  const keys = at('data', 'keys');
  const standIn = (script: string, name: string, args: readonly string[] = []): Promise<Started> =>
    startStandIn(
      script,
      [...args, '--keys', keys, '--state', at(`${name}.json`)],
      path.join(logs, `${name}.log`),
      at('pki', 'ca.cert.pem'),
    );
  const department = await standIn('central/exchange/stand-ins/social-insurance.ts', 'social-insurance');
  const sms = await standIn('central/channels/stand-ins/sms.ts', 'sms');
  const world = withOutside ? await startOutside(standIn) : undefined;
  const identities = staff ? await standIn('central/console/stand-ins/oidc.ts', 'oidc') : undefined;

  // PostgreSQL beside the centre, not below it: a killed centre finds its database as another process of it would.
  const embedded = databaseUrl === undefined ? await startEmbeddedPostgres(at('postgres')) : undefined;
  const urls = embedded?.urls ?? { app: databaseUrl ?? '', owner: databaseUrl ?? '' };
  let child: Child | undefined;
  let port = 0;
  async function start(): Promise<void> {
    const started = await startService('central/main.ts', {
      args: ['--data', at('data'), '--pki', at('pki'), '--port', String(port || wantedPort), '--demo', '--json-ready'],
      env: {
        DATABASE_URL: urls.app,
        DATABASE_OWNER_URL: urls.owner,
        DEPARTMENT_URL: `http://127.0.0.1:${department.port}`,
        SMS_URL: `http://127.0.0.1:${sms.port}`,
        ...(world ? outsideEnv(world) : { RELEASED_ITEMS: 'off' }),
        ...(identities && staffEnv(identities, keys)),
      },
      logFile: path.join(logs, 'centre.log'),
    });
    child = started.child;
    port = Number(started.ready['port']);
    if (world) await aimReports(world, sms, `https://localhost:${port}`, keys);
  }
  await start();
  return {
    port: () => port,
    ...certificates,
    databaseUrl: urls.owner,
    department,
    sms,
    ...(world && { outside: world }),
    async kill() {
      child?.kill('SIGKILL');
      await child?.gone;
    },
    start,
    async stop() {
      await child?.stop();
      await Promise.all(
        [department, sms, ...(world ? everyone(world) : []), ...(identities ? [identities] : [])].map((one) => one.stop()),
      );
      await embedded?.stop();
    },
  };
}

type StartedWorld = {
  readonly sources: Readonly<Record<SourceSystem, Started>>;
  readonly channels: Readonly<Record<'wechat' | 'alipay' | 'app', Started>>;
  readonly courier: Started;
};

/** How soon the next channel reminds, in a world where nobody waits for days. */
const answerWithinMs = 1_500;

async function startOutside(
  standIn: (script: string, name: string, args?: readonly string[]) => Promise<Started>,
): Promise<StartedWorld> {
  const source = (name: SourceSystem): Promise<Started> =>
    standIn('central/exchange/stand-ins/source-system.ts', name, ['--source', name]);
  const [market, construction, bureau, wechat, alipay, app, courier] = await Promise.all([
    source('market-regulation'),
    source('construction'),
    source('approval-bureau'),
    standIn('central/channels/stand-ins/wechat.ts', 'wechat'),
    standIn('central/channels/stand-ins/alipay.ts', 'alipay'),
    standIn('central/channels/stand-ins/city-app.ts', 'city-app'),
    standIn('central/logistics/stand-ins/courier.ts', 'courier'),
  ]);
  return {
    sources: { 'market-regulation': market, construction, 'approval-bureau': bureau },
    channels: { wechat, alipay, app },
    courier,
  };
}

function outsideEnv({ sources, channels, courier }: StartedWorld): Record<string, string> {
  const url = ({ port }: Started): string => `http://127.0.0.1:${port}`;
  return {
    MARKET_REGULATION_URL: url(sources['market-regulation']),
    CONSTRUCTION_URL: url(sources.construction),
    APPROVAL_BUREAU_URL: url(sources['approval-bureau']),
    WECHAT_URL: url(channels.wechat),
    ALIPAY_URL: `${url(channels.alipay)}/gateway.do`,
    CITY_APP_URL: url(channels.app),
    COURIER_URL: url(courier),
    MESSAGE_ANSWER_MS: String(answerWithinMs),
  };
}

function staffEnv({ port }: Started, keys: string): Record<string, string> {
  return {
    OIDC_ISSUER: `http://127.0.0.1:${port}`,
    OIDC_CLIENT_ID: 'e-station-console',
    OIDC_CLIENT_SECRET_FILE: path.join(keys, 'oidc-client.secret'),
  };
}

/** Where reports go is known once the centre listens. */
async function aimReports({ channels, courier }: StartedWorld, sms: StandIn, centre: string, keys: string): Promise<void> {
  const aim = (standIn: StandIn, name: string): Promise<unknown> =>
    standIn.control('POST', '/callback', { url: `${centre}/v1/callbacks/${name}` });
  await Promise.all([
    aim(sms, `sms/${demoCallbackToken(keys)}`),
    aim(channels.wechat, 'wechat'),
    aim(channels.alipay, 'alipay'),
    aim(channels.app, 'app'),
    courier.control('POST', '/settings', { callbackBase: centre, stepMs: 0 }),
  ]);
}

function everyone({ sources, channels, courier }: OutsideWorld): StandIn[] {
  return [...Object.values(sources), ...Object.values(channels), courier];
}

/** Server and terminal certificates of a centre's folder, and where it writes the keys of its receipts. */
async function certificatesIn(
  folder: string,
  terminal: string,
): Promise<Pick<RunningCentre, 'tls' | 'terminalTls' | 'publicKeysFile'>> {
  const pki = await ensureDevPki(path.join(folder, 'pki'), [terminal]);
  const own = pki.terminals[terminal];
  if (!own) throw new Error(`no certificate for ${terminal}`);
  return {
    tls: { key: readFileSync(pki.serverKey, 'utf8'), cert: readFileSync(pki.serverCertificate, 'utf8') },
    terminalTls: { ca: pki.caCertificate, cert: own.certificate, key: own.key },
    publicKeysFile: path.join(folder, 'data', 'public-keys.json'),
  };
}

/** @param authority of the centre's certificate, for those who report to it. */
async function startStandIn(script: string, args: readonly string[], logFile: string, authority: string): Promise<Started> {
  const { child, ready } = await startService(script, {
    args: [...args, '--json-ready'],
    env: { NODE_EXTRA_CA_CERTS: authority },
    logFile,
  });
  const control = `http://127.0.0.1:${Number(ready['controlPort'])}`;
  return {
    port: Number(ready['port']),
    async control(method, where, body) {
      const init =
        body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const response = await fetch(`${control}${where}`, init);
      return response.json();
    },
    stop: () => child.stop(),
  };
}
