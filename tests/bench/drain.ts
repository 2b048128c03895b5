/**
 * `npm run bench -- drain [--records N]`: what it costs to bring a full outbox to the centre. CPU time of everybody who takes
 * part (terminal, centre, PostgreSQL), per record: on a shared machine the only honest measure. Against a centre that does
 * nothing but answer (with and without signatures), medians of three rounds; and against one POST per record, measured once. The acts are
 * certificates: what a registration leaves the centre to do afterwards it does at its own pace, and that is no part of the drain.
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
import { percentile, report } from './report.ts';

const { values } = parseArgs({ options: { records: { type: 'string', default: '20000' } } });
const records = Number(values.records);
/** One POST per record is measured on so many, of another terminal. */
const singleRecords = Math.min(records, 600);

/** Whose journal it is, and how many acts are in it. Each round has a terminal of its own: a centre takes an act once. */
const rounds = ['E0217', 'E0218', 'E0219'].map((terminal) => ({ terminal, records }));
const few = { terminal: 'E0220', records: singleRecords };
type Journal = typeof few;

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
async function costOf(server: Server, of: Journal, job: Omit<DrainJob, 'url'>): Promise<Cost> {
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
  const pki = await ensureDevPki(
    join(data, 'pki'),
    [...rounds, few].map(({ terminal }) => terminal),
  );
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const signingKey = join(folder, 'sink.key.pem');
  writeFileSync(signingKey, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const sinkKeys = { sink: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
  const sinkArgs = [pki.caCertificate, pki.serverCertificate, pki.serverKey];

  console.log(`filling ${rounds.length} journals with ${records} acts of 2 KB ...`);
  for (const { terminal, records } of [...rounds, few])
    await runTerminal('fill', join(folder, terminal), terminal, String(records));

  const bareSink = await startServer('tests/bench/drain-sink.ts', sinkArgs);
  const signingSink = await startServer('tests/bench/drain-sink.ts', [...sinkArgs, signingKey]);
  const centreServer = await startServer(
    'central/main.ts',
    ['--data', data, '--port', '0', '--demo', '--json-ready'],
    `-D ${data}`,
  );
  const published = JSON.parse(readFileSync(join(data, 'public-keys.json'), 'utf8')) as PublicKeys;
  const receiptKeys = Object.fromEntries(published.keys.map(({ keyId, publicKey }) => [keyId, publicKey]));

  const measured: { readonly bare: Cost; readonly signing: Cost; readonly centre: Cost }[] = [];
  for (const journal of rounds) {
    const line = pathsOf(pki, journal.terminal);
    measured.push({
      bare: await costOf(bareSink, journal, { ...line, receiptKeys: {}, how: 'unchecked' }),
      signing: await costOf(signingSink, journal, { ...line, receiptKeys: sinkKeys, how: 'batches' }),
      centre: await costOf(centreServer, journal, { ...line, receiptKeys, how: 'batches' }),
    });
  }
  const single = await costOf(centreServer, few, { ...pathsOf(pki, few.terminal), receiptKeys, how: 'single' });
  for (const server of [bareSink, signingSink, centreServer]) await server.stop();

  const figure = (of: (round: (typeof measured)[number]) => number): number => percentile(measured.map(of), 0.5);
  const centreCpuUs = figure(({ centre }) => centre.cpuUs);
  const overSigning = figure(({ centre, signing }) => centre.cpuUs / signing.cpuUs);
  report('drain', {
    figures: {
      records,
      rounds: rounds.length,
      sinkCpuUs: figure(({ bare }) => bare.cpuUs),
      signingSinkCpuUs: figure(({ signing }) => signing.cpuUs),
      centreCpuUs,
      singleCpuUs: single.cpuUs,
      terminalCpuUs: figure(({ centre }) => centre.terminalUs),
      centreProcessCpuUs: figure(({ centre }) => centre.serverUs),
      postgresCpuUs: figure(({ centre }) => centre.databaseUs),
      signingSinkProcessCpuUs: figure(({ signing }) => signing.serverUs),
      centrePerSecond: figure(({ centre }) => centre.perSecond),
      singlePerSecond: single.perSecond,
    },
    ratios: {
      'centre/sink': figure(({ centre, bare }) => centre.cpuUs / bare.cpuUs),
      'centre/signing sink': overSigning,
      'single/centre': single.cpuUs / centreCpuUs,
    },
    goals: {
      'centre/signing sink': { value: overSigning, atMost: 2.2 },
      'single/centre': { value: single.cpuUs / centreCpuUs, atLeast: 15 },
    },
  });
}

try {
  await measure();
} finally {
  for (const child of running) if (child.exitCode === null) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
