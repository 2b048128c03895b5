/**
 * `npm run bench -- enqueue`: how long an act takes to become durable in the encrypted journal, against the disk's own floor
 * (write 2,048 bytes, fdatasync), against a bare insert into unencrypted SQLite and against PouchDB, which keeps the same
 * acts as plain documents: as it comes (not on the disk when it acknowledges) and told to sync each write. The contenders
 * take turns, round by round, and each is compared within its round: a shared machine is slower or faster for all at once.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { PouchDatabase } from 'pouchdb';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { openJournal, type Journal } from '#electron/journal/journal.ts';
import { databaseFileOf } from '#electron/journal/store.ts';
import { newSession, optionsFor, registration, terminal } from '../journal/acts.ts';
import { openPouch, openSyncedPouch } from './pouchdb-peer.ts';
import { percentile, report } from './report.ts';

const rounds = 41;
const perRound = 60;
const warmUp = 300;
/** Points of a signature that make an act of about 2 KB. */
const points = 121;
/** Records on which the bytes per record are measured. */
const measuredRecords = 9_000;

const folder = mkdtempSync(join(tmpdir(), 'estation-enqueue-'));
const making = { clock: systemClock, random: (length: number) => randomBytes(length) };

interface Contender {
  readonly name: string;
  /** Makes ready what one write needs; not timed. */
  prepare(): () => void | Promise<void>;
}

function floor(): Contender & { close(): void } {
  const file = openSync(join(folder, 'floor'), 'a');
  const bytes = randomBytes(2048);
  const write = () => {
    writeSync(file, bytes);
    fdatasyncSync(file);
  };
  return { name: 'floor', prepare: () => write, close: () => closeSync(file) };
}

let textBytes = 0;
let recorded = 0;

function journalled(journal: Journal): Contender {
  return {
    name: 'journal',
    prepare() {
      const draft = registration(making, newSession(making), points);
      const options = optionsFor(journal, draft);
      textBytes += Buffer.byteLength(canonicalJson(draft));
      recorded++;
      return () => {
        const answer = journal.recordAct(draft, options);
        if (!answer.ok) throw new Error(answer.error.code);
      };
    },
  };
}

function plainSqlite(): Contender & { close(): void } {
  const db = new Database(join(folder, 'plain.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE outbox (seq INTEGER PRIMARY KEY, body BLOB NOT NULL)');
  const insert = db.prepare<[Buffer]>('INSERT INTO outbox (body) VALUES (?)');
  const prepare = () => {
    const body = randomBytes(2048);
    return () => void insert.run(body);
  };
  return { name: 'plain', prepare, close: () => void db.close() };
}

function pouch(name: string, db: PouchDatabase): Contender & { close(): Promise<void> } {
  const prepare = () => {
    const draft = registration(making, newSession(making), points);
    const document = { _id: randomUUID(), ...draft };
    return async () => {
      await db.put(document);
    };
  };
  return { name, prepare, close: () => db.close() };
}

/** ms of each write. */
async function timed(contender: Contender, count: number): Promise<number[]> {
  const samples: number[] = [];
  while (samples.length < count) {
    const write = contender.prepare();
    const startedAt = performance.now();
    const written = write();
    if (written !== undefined) await written;
    samples.push(performance.now() - startedAt);
  }
  return samples;
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Before other work on this machine, where that is allowed: it would be measured along otherwise. */
function goFirst(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch {
    console.log('note     not allowed to go before other work on this machine');
  }
}

goFirst();
const opened = openJournal({ ...making, folder: join(folder, 'journal'), log: () => {}, terminal });
if (!opened.ok) throw new Error(opened.error.code);
const journal = opened.value;
const [theFloor, theJournal, thePlain] = [floor(), journalled(journal), plainSqlite()];
const thePouch = pouch('pouchdb', openPouch(join(folder, 'pouch')));
const theSyncedPouch = pouch('pouchdb synced', openSyncedPouch(join(folder, 'pouch-synced')));
const contenders: readonly Contender[] = [theFloor, theJournal, thePlain, thePouch, theSyncedPouch];
for (const contender of contenders) await timed(contender, warmUp);

const samples = new Map(contenders.map((contender) => [contender, [] as number[][]]));
for (let round = 0; round < rounds; round++) {
  for (const contender of contenders) samples.get(contender)?.push(await timed(contender, perRound));
}

/** Median over the rounds of one contender's percentile against another's in the same round. */
function ratio(one: Contender, other: Contender, share: number): number {
  const of = (contender: Contender) => samples.get(contender) ?? [];
  return median(of(one).map((round, i) => percentile(round, share) / percentile(of(other)[i] ?? [], share)));
}

const p = (contender: Contender, share: number) =>
  median((samples.get(contender) ?? []).map((round) => percentile(round, share)));

while (recorded < measuredRecords) await theJournal.prepare()();
journal.close();
const bytesPerRecord = statSync(databaseFileOf(join(folder, 'journal'))).size / recorded;
thePlain.close();
theFloor.close();
await thePouch.close();
await theSyncedPouch.close();
rmSync(folder, { recursive: true });

const p50 = ratio(theJournal, theFloor, 0.5);
report('enqueue', {
  figures: {
    floorP50Ms: p(theFloor, 0.5),
    floorP99Ms: p(theFloor, 0.99),
    plainP50Ms: p(thePlain, 0.5),
    pouchP50Ms: p(thePouch, 0.5),
    syncedPouchP50Ms: p(theSyncedPouch, 0.5),
    journalP50Ms: p(theJournal, 0.5),
    journalP99Ms: p(theJournal, 0.99),
    actBytes: textBytes / recorded,
    bytesPerRecord,
  },
  ratios: {
    'journal/floor p50': p50,
    'journal/floor p99': ratio(theJournal, theFloor, 0.99),
    'journal/plain p50': ratio(theJournal, thePlain, 0.5),
    'journal/pouchdb p50': ratio(theJournal, thePouch, 0.5),
    'journal/pouchdb synced p50': ratio(theJournal, theSyncedPouch, 0.5),
    'journal/pouchdb synced p99': ratio(theJournal, theSyncedPouch, 0.99),
  },
  goals: { 'journal/floor p50': { value: p50, atMost: 2.3 }, bytesPerRecord: { value: bytesPerRecord, atMost: 1300 } },
});
