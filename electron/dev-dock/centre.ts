import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres } from '#central/store/index.ts';
import { ensureDevPki } from '#central/terminals/index.ts';
import type { HostOptions } from '../host/options.ts';
import { startService } from './children.ts';
import type { Child } from './children.ts';

/** The centre and the outside systems that it talks to, each a process of its own that can be killed and started again. */
export interface RunningCentre {
  port(): number;
  /** Told when the centre came back on another port. */
  onMoved(listener: (port: number) => void): void;
  /** Its server certificate, for somebody who plays it on a bad line. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly terminalTls: HostOptions['tls'];
  readonly publicKeysFile: string;
  /** Its database, for whoever reads back what became of an act. */
  readonly databaseUrl: string;
  readonly department: StandIn;
  readonly sms: StandIn;
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

interface CentreOptions {
  readonly folder: string;
  readonly logs: string;
  readonly terminal: string;
}

export async function startCentre({ folder, logs, terminal }: CentreOptions): Promise<RunningCentre> {
  const at = (...names: string[]): string => path.join(folder, ...names);
  mkdirSync(at('data'), { recursive: true });
  const pki = await ensureDevPki(at('pki'), [terminal]);
  const own = pki.terminals[terminal];
  if (!own) throw new Error(`no certificate for ${terminal}`);
  const keys = at('data', 'keys');
  const standIn = (script: string, name: string): Promise<StandIn & { port: number }> =>
    startStandIn(script, ['--keys', keys, '--state', at(`${name}.json`)], path.join(logs, `${name}.log`));
  const department = await standIn('central/exchange/stand-ins/social-insurance.ts', 'social-insurance');
  const sms = await standIn('central/channels/stand-ins/sms.ts', 'sms');

  // PostgreSQL beside the centre, not below it: a killed centre finds its database as another process of it would.
  const postgres = await startEmbeddedPostgres(at('postgres'));
  let child: Child | undefined;
  let port = 0;
  const listeners = new Set<(port: number) => void>();
  async function start(): Promise<void> {
    const started = await startService('central/main.ts', {
      args: ['--data', at('data'), '--pki', at('pki'), '--port', '0', '--demo', '--json-ready'],
      env: {
        DATABASE_URL: postgres.urls.app,
        DATABASE_OWNER_URL: postgres.urls.owner,
        DEPARTMENT_URL: `http://127.0.0.1:${department.port}`,
        SMS_URL: `http://127.0.0.1:${sms.port}`,
      },
      logFile: path.join(logs, 'centre.log'),
    });
    child = started.child;
    port = Number(started.ready['port']);
    for (const listener of listeners) listener(port);
  }
  await start();
  return {
    port: () => port,
    onMoved: (listener) => void listeners.add(listener),
    tls: { key: readFileSync(pki.serverKey, 'utf8'), cert: readFileSync(pki.serverCertificate, 'utf8') },
    terminalTls: { ca: pki.caCertificate, cert: own.certificate, key: own.key },
    publicKeysFile: at('data', 'public-keys.json'),
    databaseUrl: postgres.urls.owner,
    department,
    sms,
    async kill() {
      child?.kill('SIGKILL');
      await child?.gone;
    },
    start,
    async stop() {
      await child?.stop();
      await Promise.all([department.stop(), sms.stop()]);
      await postgres.stop();
    },
  };
}

async function startStandIn(script: string, args: readonly string[], logFile: string): Promise<StandIn & { port: number }> {
  const { child, ready } = await startService(script, { args: [...args, '--json-ready'], logFile });
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
