import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { CertificateRecord, DomainEvent, OrganisationRecord, SourceSystem } from '#contracts/approval/event.ts';
import { sourceSystems } from '#contracts/approval/event.ts';
import { demoCallbackToken } from '#central/channels/index.ts';
import type { DevPki } from '#central/terminals/index.ts';
import { ensureDevPki } from '#central/terminals/index.ts';
import type { KeptMessage, Provider } from './harness/channel-stand-ins.ts';
import { startProvider } from './harness/channel-stand-ins.ts';
import type { Line } from './harness/line.ts';
import { openLine } from './harness/line.ts';
import { freshDatabase } from './harness/postgres.ts';
import type { Running } from './harness/processes.ts';
import { startProcess } from './harness/processes.ts';

/** An organisation as its register and the keeper of its certificate know it. */
export interface Unit {
  readonly organisation: OrganisationRecord;
  readonly certificate: CertificateRecord;
  readonly contacts: NonNullable<DomainEvent['contacts']>;
  readonly handlers: NonNullable<DomainEvent['handlers']>;
}

export interface CourierOrder {
  readonly orderId: string;
  readonly waybill: string;
  readonly creates: number;
  readonly cancelled: boolean;
}

/** The courier's stand-in and its control port. */
export interface FakeCourier {
  readonly url: string;
  orders(): Promise<readonly CourierOrder[]>;
  control(path: string, body: object): Promise<{ readonly status: number; readonly json: unknown }>;
  /** The parcel goes its usual way to the end. */
  carry(orderId: string): Promise<void>;
  end(): Promise<void>;
}

/** A source system's stand-in and its control port. */
export interface FakeSource {
  readonly url: string;
  /** @returns what the control port answered. @throws unless it was 200. */
  tell<T = { readonly seq: number }>(path: string, body?: object): Promise<T>;
  read<T>(path: string): Promise<T>;
  end(): Promise<void>;
}

/** A centre as an operator runs it: processes of ours on a PostgreSQL, every outside system a process of its own. */
export interface ApprovalWorld {
  readonly folder: string;
  readonly keys: string;
  readonly pki: DevPki;
  readonly sources: Readonly<Record<SourceSystem, FakeSource>>;
  readonly channels: Readonly<Record<'sms' | 'wechat' | 'alipay' | 'city-app', Provider>>;
  readonly courier: FakeCourier;
  /** Centres that run now, in the order of their start. */
  readonly centres: readonly Running[];
  readonly urls: { readonly owner: string; readonly app: string };
  /** Another process of the centre; reports go to the last one that was started. @param port 0 = any free one. */
  startCentre(port?: number): Promise<Running>;
  /** kill -9. */
  killCentre(centre: Running): Promise<void>;
  line(terminal?: string, centre?: Running): Line;
  /** A desk or operator route, as an administrator; where somebody has to be named it is the demonstration's author. */
  operate(
    method: 'POST' | 'PUT' | 'DELETE',
    where: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly text: string }>;
  /** As the owner of the database: sees and may do everything. */
  rows<T extends object>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** Units with a good standing whose certificate of that type says what the register says. */
  units(certificateType: string): Promise<Unit[]>;
  /** Everything that the providers have taken. */
  messages(): Promise<readonly (KeptMessage & { readonly channel: string })[]>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly organisations?: number;
  readonly persons?: number;
  /** How soon the next channel reminds, ms. */
  readonly answerMs?: number;
  /** Started at once; 0 = the test starts them itself. */
  readonly centres?: number;
}

/** @throws when a part cannot be started; what was started is ended again. */
export async function openApprovalWorld(options: WorldOptions = {}): Promise<ApprovalWorld> {
  const ends: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    return await openParts(options, ends, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param ends what has to be ended, the first of it last. */
async function openParts(
  options: WorldOptions,
  ends: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<ApprovalWorld> {
  const { organisations = 120, persons = 30, answerMs = 1_500, centres: first = 1 } = options;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-approval-'));
  ends.push(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  const [keys, pkiFolder] = [path.join(folder, 'keys'), path.join(folder, 'pki')];
  const pki = await ensureDevPki(pkiFolder, ['E0217', 'E0218']);
  // Stand-ins report to the centre over TLS; they inherit this.
  process.env['NODE_EXTRA_CA_CERTS'] = pki.caCertificate;
  const database = await freshDatabase();
  ends.push(() => database.drop());
  const client = new pg.Client({ connectionString: database.urls.owner });
  await client.connect();
  ends.push(() => client.end());

  const population = ['--organisations', String(organisations), '--persons', String(persons)];
  const [market, construction, bureau] = await Promise.all(
    sourceSystems.map(async (name) => {
      const source = await startSource(name, keys, population);
      ends.push(() => source.end());
      return source;
    }),
  );
  const provider = async (name: string): Promise<Provider> => {
    const started = await startProvider(name, keys);
    ends.push(() => started.stop());
    return started;
  };
  const [sms, wechat, alipay, app, courier] = await Promise.all([
    provider('sms'),
    provider('wechat'),
    provider('alipay'),
    provider('city-app'),
    startCourier(keys),
  ]);
  ends.push(() => courier.end());
  if (!market || !construction || !bureau) throw new Error('a source did not start');
  const sources = { 'market-regulation': market, construction, 'approval-bureau': bureau };
  const channels = { sms, wechat, alipay, 'city-app': app };
  const env = {
    DATABASE_URL: database.urls.app,
    DATABASE_OWNER_URL: database.urls.owner,
    MARKET_REGULATION_URL: market.url,
    CONSTRUCTION_URL: construction.url,
    APPROVAL_BUREAU_URL: bureau.url,
    SMS_URL: sms.url,
    WECHAT_URL: wechat.url,
    ALIPAY_URL: `${alipay.url}/gateway.do`,
    CITY_APP_URL: app.url,
    COURIER_URL: courier.url,
    MESSAGE_ANSWER_MS: String(answerMs),
  };
  const centres: Running[] = [];
  const lines: Line[] = [];
  let started = 0;
  ends.push(async () => {
    for (const line of lines) line.close();
    await Promise.all(centres.map((centre) => centre.end()));
  });

  async function startCentre(port = 0): Promise<Running> {
    started += 1;
    const data = path.join(folder, `centre-${started}`);
    const args = ['--data', data, '--keys', keys, '--pki', pkiFolder, '--port', String(port), '--demo'];
    const centre = await startProcess('central/main.ts', args, env);
    centres.push(centre);
    const base = `https://localhost:${centre.port}`;
    await Promise.all([
      sms.control('/callback', { url: `${base}/v1/callbacks/sms/${demoCallbackToken(keys)}` }),
      wechat.control('/callback', { url: `${base}/v1/callbacks/wechat` }),
      alipay.control('/callback', { url: `${base}/v1/callbacks/alipay` }),
      app.control('/callback', { url: `${base}/v1/callbacks/app` }),
      courier.control('/settings', { callbackBase: base, stepMs: 0 }),
    ]);
    return centre;
  }
  const token = (file: string): string => readFileSync(path.join(keys, file), 'utf8').trim();
  for (let n = 0; n < first; n += 1) await startCentre();

  return {
    folder,
    keys,
    pki,
    sources,
    channels,
    courier,
    centres,
    urls: database.urls,
    startCentre,
    async killCentre(centre) {
      await centre.end('SIGKILL');
      centres.splice(centres.indexOf(centre), 1);
    },
    line(terminal, centre = centres.at(-1)) {
      if (!centre) throw new Error('no centre runs');
      const line = openLine(centre.port, pki, terminal);
      lines.push(line);
      return line;
    },
    async operate(method, where, body) {
      const centre = centres.at(-1);
      if (!centre) throw new Error('no centre runs');
      const line = openLine(centre.port, pki);
      try {
        const head = {
          ':method': method,
          ':path': where,
          authorization: `Bearer ${token('operator.token')}`,
          'x-estation-actor': token('item-author.token'),
        };
        return body === undefined
          ? await line.request(head)
          : await line.request({ ...head, 'content-type': 'application/json' }, JSON.stringify(body));
      } finally {
        line.close();
      }
    },
    rows: async <T extends object>(text: string, values: readonly unknown[] = []) =>
      (await client.query(text, [...values])).rows as T[],
    units: (certificateType) => goodUnits(sources, certificateType),
    async messages() {
      const all = await Promise.all(
        Object.entries(channels).map(async ([channel, provider]) =>
          (await provider.messages()).map((message) => ({ ...message, channel })),
        ),
      );
      return all.flat();
    },
    close,
  };
}

async function startSource(name: SourceSystem, keys: string, args: readonly string[]): Promise<FakeSource> {
  const running = await startProcess('central/exchange/stand-ins/source-system.ts', ['--source', name, '--keys', keys, ...args]);
  const base = `http://127.0.0.1:${running.controlPort}`;
  return {
    url: `http://127.0.0.1:${running.port}`,
    async tell<T>(where: string, body: object = {}) {
      const answer = await fetch(base + where, { method: 'POST', body: JSON.stringify(body) });
      if (answer.status !== 200) throw new Error(`${where}: ${answer.status}`);
      return (await answer.json()) as T;
    },
    read: async <T>(where: string) => (await (await fetch(base + where)).json()) as T,
    async end() {
      await running.end();
    },
  };
}

async function startCourier(keys: string): Promise<FakeCourier> {
  const running = await startProcess('central/logistics/stand-ins/courier.ts', ['--keys', keys]);
  const base = `http://127.0.0.1:${running.controlPort}`;
  async function control(where: string, body: object): Promise<{ status: number; json: unknown }> {
    const answer = await fetch(base + where, { method: 'POST', body: JSON.stringify(body) });
    return { status: answer.status, json: await answer.json() };
  }
  return {
    url: `http://127.0.0.1:${running.port}`,
    orders: async () => ((await (await fetch(`${base}/state`)).json()) as { orders: CourierOrder[] }).orders,
    control,
    async carry(orderId) {
      for (let step = 0; step < 12; step += 1) if ((await control('/move', { orderId })).status !== 200) return;
    },
    async end() {
      await running.end();
    },
  };
}

interface Records {
  readonly organisations: readonly {
    readonly organisation: OrganisationRecord;
    readonly contacts: Unit['contacts'];
    readonly handlers: Unit['handlers'];
  }[];
  readonly certificates: readonly { readonly certificate: CertificateRecord }[];
}

/** What a source's register holds now. */
export async function recordsOf(source: FakeSource): Promise<Records> {
  return source.read<Records>('/records');
}

async function goodUnits(sources: ApprovalWorld['sources'], type: string): Promise<Unit[]> {
  const all = await Promise.all(Object.values(sources).map(recordsOf));
  const certificates = all.flatMap((one) => one.certificates.map(({ certificate }) => certificate));
  return all
    .flatMap(({ organisations }) => organisations)
    .flatMap(({ organisation, contacts, handlers }) => {
      const certificate = certificates.find((one) => one.type === type && isHeldBy(one, organisation.uscc));
      return certificate && isGood(organisation, certificate) ? [{ organisation, certificate, contacts, handlers }] : [];
    });
}

function isHeldBy({ holder }: CertificateRecord, uscc: string): boolean {
  return holder.kind === 'organisation' && holder.uscc === uscc;
}

function isGood(organisation: OrganisationRecord, { fields, status }: CertificateRecord): boolean {
  const { name, address, capital, legalRepresentative } = organisation;
  const says = { name, address, capital, legalRepresentative: legalRepresentative.name };
  const agrees = Object.entries(says).every(([field, value]) => fields[field] === undefined || fields[field] === value);
  return (
    agrees && status === 'valid' && organisation.status === 'normal' && !organisation.listedAbnormal && !organisation.openCase
  );
}

const patienceMs = 60_000;

/** Looks until `look` gives something. @throws with `what` when it never does. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined | false>, within = patienceMs): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 60);
    });
  }
}
