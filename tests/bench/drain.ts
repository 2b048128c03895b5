/**
 * `npm run bench -- drain [--records N]`: what it costs to bring a full outbox to the centre. CPU time of everybody who takes
 * part (terminal, centre, PostgreSQL), per record: on a shared machine the only honest measure. Against a centre that does
 * nothing but answer (with and without signatures), and against one POST per record. The acts are certificates: what a
 * registration leaves the centre to do afterwards it does at its own pace, and that is no part of the drain.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { PublicKeys } from '#central/sync/index.ts';
import { ensureDevPki, type DevPki } from '#central/terminals/index.ts';
import { cpuOfTree, findProcess } from './cpu.ts';
import type { DrainJob, DrainOutcome } from './drain-terminal.ts';
import { report } from './report.ts';

const { values } = parseArgs({ options: { records: { type: 'string', default: '20000' } } });
const records = Number(values.records);
/** One POST per record is measured on so many, of another terminal. */
const singleRecords = Math.min(records, 600);

/** Whose journal it is, and how many acts are in it. */
const many = { terminal: 'E0217', records };
const few = { terminal: 'E0218', records: singleRecords };

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'estation-drain-'));
chmodSync(folder, 0o755); // PostgreSQL runs as a user of its own and must be able to reach its data below
const running: ChildProcess[] = [];

interface Server {
  readonly port: number;
  /** CPU used until now, µs: of the server itself, and of the database beside it. */
  cpuUs(): { readonly own: number; readonly database: number };
  stop(): Promise<void>;
}

function pathsOf(pki: DevPki, terminal: string): Pick<DrainJob, 'ca' | 'cert' | 'key'> {
  const own = pki.terminals[terminal];
  if (!own) throw new Error('no certificate for the terminal');
  return { ca: pki.caCertificate, cert: own.certificate, key: own.key };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the process ended before it was ready');
}

async function startServer(script: string, args: readonly string[], helper?: string): Promise<Server> {
  const child = spawn(process.execPath, [join(root, script), ...args], { stdio: ['ignore', 'pipe', 'ignore'], cwd: root });
  running.push(child);
  const { port } = JSON.parse(await firstLine(child)) as { port: number };
  const besides = helper === undefined ? undefined : findProcess(helper);
  if (helper !== undefined && besides === undefined) throw new Error(`${helper} does not run`);
  return {
    port,
    cpuUs: () => ({ own: cpuOfTree(child.pid ?? 0), database: besides === undefined ? 0 : cpuOfTree(besides) }),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

async function runTerminal(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'tests/bench/drain-terminal.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error('the terminal failed');
  return output;
}

/** Per record. */
interface Cost {
  readonly cpuUs: number;
  readonly terminalUs: number;
  readonly serverUs: number;
  readonly databaseUs: number;
  readonly perSecond: number;
}

let copies = 0;

/** Drains a fresh copy of a terminal's journal into a server; per record. */
async function costOf(server: Server, of: typeof many, job: Omit<DrainJob, 'url'>): Promise<Cost> {
  const copy = join(folder, `copy-${copies++}`);
  cpSync(join(folder, of.terminal), copy, { recursive: true });
  const before = server.cpuUs();
  const whole = JSON.stringify({ ...job, url: `https://localhost:${server.port}` } satisfies DrainJob);
  const outcome = JSON.parse(await runTerminal('drain', copy, of.terminal, whole)) as DrainOutcome;
  const after = server.cpuUs();
  if (outcome.records !== of.records) throw new Error(`${outcome.records} of ${of.records} records arrived`);
  const terminalUs = outcome.cpuUs / outcome.records;
  const serverUs = (after.own - before.own) / outcome.records;
  const databaseUs = (after.database - before.database) / outcome.records;
  const perSecond = (1000 * outcome.records) / outcome.wallMs;
  return { cpuUs: terminalUs + serverUs + databaseUs, terminalUs, serverUs, databaseUs, perSecond };
}

async function measure(): Promise<void> {
  const data = join(folder, 'centre');
  mkdirSync(data, { recursive: true });
  const pki = await ensureDevPki(join(data, 'pki'), [many.terminal, few.terminal]);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const signingKey = join(folder, 'sink.key.pem');
  writeFileSync(signingKey, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const sinkKeys = { sink: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
  const line = pathsOf(pki, many.terminal);
  const sinkArgs = [pki.caCertificate, pki.serverCertificate, pki.serverKey];

  console.log(`filling a journal with ${records} acts of 2 KB ...`);
  for (const { terminal, records } of [many, few]) await runTerminal('fill', join(folder, terminal), terminal, String(records));

  const bareSink = await startServer('tests/bench/drain-sink.ts', sinkArgs);
  const bare = await costOf(bareSink, many, { ...line, receiptKeys: {}, how: 'unchecked' });
  await bareSink.stop();
  const signingSink = await startServer('tests/bench/drain-sink.ts', [...sinkArgs, signingKey]);
  const signing = await costOf(signingSink, many, { ...line, receiptKeys: sinkKeys, how: 'batches' });
  await signingSink.stop();

  const centreServer = await startServer(
    'central/main.ts',
    ['--data', data, '--port', '0', '--demo', '--json-ready'],
    `-D ${data}`,
  );
  const published = JSON.parse(readFileSync(join(data, 'public-keys.json'), 'utf8')) as PublicKeys;
  const receiptKeys = Object.fromEntries(published.keys.map(({ keyId, publicKey }) => [keyId, publicKey]));
  const centre = await costOf(centreServer, many, { ...line, receiptKeys, how: 'batches' });
  const single = await costOf(centreServer, few, { ...pathsOf(pki, few.terminal), receiptKeys, how: 'single' });
  await centreServer.stop();

  report('drain', {
    figures: {
      records,
      sinkCpuUs: bare.cpuUs,
      signingSinkCpuUs: signing.cpuUs,
      centreCpuUs: centre.cpuUs,
      singleCpuUs: single.cpuUs,
      terminalCpuUs: centre.terminalUs,
      centreProcessCpuUs: centre.serverUs,
      postgresCpuUs: centre.databaseUs,
      signingSinkProcessCpuUs: signing.serverUs,
      centrePerSecond: centre.perSecond,
      singlePerSecond: single.perSecond,
    },
    ratios: {
      'centre/sink': centre.cpuUs / bare.cpuUs,
      'centre/signing sink': centre.cpuUs / signing.cpuUs,
      'single/centre': single.cpuUs / centre.cpuUs,
    },
    goals: {
      'centre/signing sink': { value: centre.cpuUs / signing.cpuUs, atMost: 2.2 },
      'single/centre': { value: single.cpuUs / centre.cpuUs, atLeast: 15 },
    },
  });
}

try {
  await measure();
} finally {
  for (const child of running) if (child.exitCode === null) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
