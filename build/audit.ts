/** `npm run audit -- verify | checkpoint | prove ID`: the centre's audit log, from outside the centre. See `usage`. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AuditLog, NoteKey, Verification } from '#central/audit/index.ts';
import {
  auditKeyName,
  checkProof,
  defaultOrigin,
  findingText,
  openAuditLog,
  readKept,
  readVerifierKey,
  verifyLog,
} from '#central/audit/index.ts';
import { clusterFolder } from '#central/store/embedded/cluster-folder.ts';
import { findServiceUser } from '#central/store/embedded/service-user.ts';
import type { Db } from '#central/store/index.ts';
import { openDatabase, readPublicKey, startEmbeddedPostgres } from '#central/store/index.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { readOptions } from './options.ts';
import { root } from './steps.ts';

const usage = `npm run audit -- verify             reads the whole log and names the first bad entry; exit 1 when there is one
npm run audit -- checkpoint         signs the log as it is now
npm run audit -- prove ID           proof that an entry, or an act, is in the log

  --data DIR           the centre's data folder, default out/central; its database may be running or not
  --database URL       a PostgreSQL of your own instead; to verify, a role that may read is enough
  --checkpoints FILE   checkpoints kept outside the database, as often as you like; default <data>/audit/checkpoints.jsonl
  --keys DIR           the centre's keys, default <data>/keys
  --key KEY            the log's verifier key (GET /audit/key), to verify without the key folder
  --origin NAME        the log's name, default ${defaultOrigin}
  --json               one JSON object instead of sentences
`;

/** Said to the caller in one line; exit 2. */
class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

const { values, positionals } = readOptions(
  usage,
  {
    data: { type: 'string', default: path.join(root, 'out/central') },
    database: { type: 'string' },
    checkpoints: { type: 'string', multiple: true },
    keys: { type: 'string' },
    key: { type: 'string' },
    origin: { type: 'string', default: defaultOrigin },
    json: { type: 'boolean', default: false },
  },
  { positionals: true },
);

/** The centre's own folder: `npm run central` keeps it in `data` below its own. */
const centreFolder =
  [values.data, path.join(values.data, 'data')].find((folder) => existsSync(path.join(folder, 'keys'))) ?? values.data;
const keyFolder = values.keys ?? path.join(centreFolder, 'keys');
const checkpointFiles = values.checkpoints ?? [path.join(centreFolder, 'audit', 'checkpoints.jsonl')];

function ownKey(): NoteKey {
  if (values.key !== undefined) return readVerifierKey(values.key);
  if (!existsSync(path.join(keyFolder, `${auditKeyName}.pub.pem`))) {
    throw new CannotRun(`no ${auditKeyName}.pub.pem in ${keyFolder}: give --keys DIR or --key KEY`);
  }
  return { name: values.origin, publicKey: readPublicKey(keyFolder, auditKeyName) };
}

/** Runs `work` on the database, which is started for that when it is an embedded one that does not run. */
async function onDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const found = values.database === undefined ? await embeddedDatabase() : { url: values.database, stop: undefined };
  const db = openDatabase(found.url, 3);
  try {
    return await work(db);
  } finally {
    await db.destroy();
    await found.stop?.();
  }
}

async function embeddedDatabase(): Promise<{ url: string; stop: (() => Promise<void>) | undefined }> {
  const folder = [values.data, path.join(values.data, 'postgres')].find((one) => existsSync(path.join(one, 'postgres.password')));
  if (folder === undefined) throw new CannotRun(`no database in ${values.data}: give --data DIR or --database URL`);
  try {
    const started = await startEmbeddedPostgres(folder);
    return { url: started.urls.owner, stop: () => started.stop() };
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('in use by process')) throw error;
    const cluster = path.join(await clusterFolder(folder, await findServiceUser()), 'cluster');
    const port = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3] ?? '';
    const password = readFileSync(path.join(folder, 'postgres.password'), 'utf8');
    return { url: `postgres://estation_owner:${password}@127.0.0.1:${port}/estation`, stop: undefined };
  }
}

/** A log of our own on the database, beside the centre's: they do not disturb each other. */
async function withLog<T>(db: Db, work: (log: AuditLog) => Promise<T>): Promise<T> {
  const [file = ''] = checkpointFiles;
  const faults: string[] = [];
  const log = openAuditLog({
    db,
    clock: systemClock,
    random: randomBytes,
    keyFolder,
    checkpointFile: file,
    origin: values.origin,
    onFault: ({ is }) => faults.push(is),
  });
  try {
    return await work(log);
  } finally {
    await log.close();
    if (faults.includes('forked'))
      say('WARNING: the log does not lead on from what was signed. Run its verification.', process.stderr);
  }
}

async function verify(): Promise<number> {
  const files = checkpointFiles.filter((file) => existsSync(file));
  const absent = values.checkpoints?.find((file) => !existsSync(file));
  if (absent !== undefined) throw new CannotRun(`no such file: ${absent}`);
  const read = files.map((file) => readKept(file));
  const unreadable = read.reduce((sum, file) => sum + file.unreadable, 0);
  const key = ownKey();
  const found = await onDatabase((db) =>
    verifyLog(
      db,
      key,
      read.flatMap(({ kept }) => kept),
    ),
  );
  if (values.json) say(JSON.stringify({ ok: found.count === 0, ...found, unreadable, says: found.findings.map(findingText) }));
  else sayVerification(found, unreadable);
  return found.count === 0 ? 0 : 1;
}

function sayVerification({ size, root: top, pending, checkpoints, findings, count }: Verification, unreadable: number): void {
  const waiting = pending === 0 ? '' : `, ${pending} more wait for their place`;
  say(`entries      ${size}${waiting}`);
  say(`root         ${top}`);
  say(`checkpoints  ${checkpoints.stored} in the database, ${checkpoints.outside} outside`);
  if (checkpoints.outside === 0)
    say('             without one from outside, a log whose end was cut together with its checkpoints looks whole');
  if (unreadable > 0) say(`             ${unreadable} lines outside are no checkpoints, as after a power cut`);
  for (const [place, finding] of findings.entries()) say(`${place === 0 ? 'FIRST BAD' : 'BAD      '}    ${findingText(finding)}`);
  if (count > findings.length) say(`             and ${count - findings.length} more`);
  say(
    count === 0
      ? 'The log is whole: no entry was changed, deleted, put in or moved.'
      : `The log is NOT whole: ${count} ${count === 1 ? 'finding' : 'findings'}.`,
  );
}

async function checkpoint(): Promise<number> {
  ownKey(); // a key that is missing must not be made anew here
  const made = await onDatabase((db) => withLog(db, (log) => log.makeCheckpoint()));
  if (!made.ok) return 1;
  if (!made.value) say('nothing has been written yet');
  else say(values.json ? JSON.stringify({ at: made.value.at, note: made.value.note }) : made.value.note.trimEnd());
  return 0;
}

async function prove(id: string): Promise<number> {
  const key = ownKey();
  const proof = await onDatabase((db) =>
    withLog(db, async (log) => {
      const first = await log.proveInclusion(id);
      if (first.ok || first.error !== 'pending') return first;
      const made = await log.makeCheckpoint();
      return made.ok ? log.proveInclusion(id) : first;
    }),
  );
  if (!proof.ok) {
    say(`no proof: ${proof.error}`, process.stderr);
    return 1;
  }
  say(JSON.stringify(proof.value, null, 2));
  const holds = checkProof(proof.value, key) !== undefined;
  const { index, size } = proof.value;
  say(holds ? `entry ${index} of ${size}, checked` : 'the proof does not hold', process.stderr);
  return holds ? 0 : 1;
}

function say(line: string, to: NodeJS.WriteStream = process.stdout): void {
  to.write(`${line}\n`);
}

async function run([command, id]: readonly string[]): Promise<number> {
  if (command === 'verify') return verify();
  if (command === 'checkpoint') return checkpoint();
  if (command === 'prove' && id !== undefined && /^[0-9a-f-]{36}$/.test(id)) return prove(id);
  process.stderr.write(usage);
  return 2;
}

try {
  process.exitCode = await run(positionals);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
