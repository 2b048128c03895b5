import { canonicalJson, type Json } from '#contracts/basics/canonical-json.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { ActId, RandomBytes, TerminalId } from '#contracts/basics/ids.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { TerminalConfig } from '#contracts/domain/terminal-config.ts';
import type { Log } from '#contracts/log/events.ts';
import type { CentralReceipt } from '#contracts/sync/wire.ts';
import { knownActOf, recordAct, type ActDraft, type KnownAct, type RecordedAct, type RecordOptions } from './acts.ts';
import { shredCopies } from './copies.ts';
import { faultOf } from './fault.ts';
import { applyFeed, type FeedItem, type VerifiedEntry } from './feeds.ts';
import { dayMs, uuidBytes } from './identifiers.ts';
import { checkChain } from './integrity.ts';
import { migrations } from './migrations.ts';
import { openDatabase } from './open.ts';
import { applyAnswers, deadRecords, nextBatch, type BatchLimits, type DeadRecord, type Delay, type Sendable } from './outbox.ts';
import { personKeyOf } from './person-key.ts';
import { nextReceiptNumber, printsOf, recordPrint, type PrintNote, type PrintRecord } from './prints.ts';
import { createStore, type Store } from './store.ts';

/** Acts and receipts stay findable at the terminal for half a year. */
const keptDays = 180;
const hourMs = 3_600_000;

export interface JournalParts {
  /** Everything of the journal lies in it: database, key file, copies, quarantine. Made if absent. */
  readonly folder: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly terminal: TerminalId;
  /** How much may wait for the centre before new acts are refused; absent = no limit. */
  readonly caps?: TerminalConfig['offlineCaps'];
}

export interface Queued {
  /** Acts that are durable here and not yet answered by the centre; those set aside are not counted. */
  readonly count: number;
  /** 0 when nothing is queued. */
  readonly oldestAgeMs: number;
}

/**
 * The terminal's memory. What `recordAct` answered with `ok` survives anything but the loss of the disk, and nothing that it
 * refused is there. Reads throw where the disk cannot be read any more: the host ends, and its next start says why.
 */
export interface Journal {
  readonly terminal: TerminalId;
  /** Rises when a terminal begins an empty database; sent with each batch. */
  readonly epoch: number;
  /** Under which a person is known here again; no id number is in any index. */
  personKey(idNumber: string): string;

  /** JRN-001 disk full, JRN-002 disk error, JRN-003 damaged, JRN-005 caps reached, SYN-004 same id with other content. */
  recordAct(draft: ActDraft, options: RecordOptions): Result<RecordedAct, CodedError>;
  findAct(id: ActId): KnownAct | undefined;
  /** Newest first. */
  actsOfPerson(personKey: string, limit: number): readonly KnownAct[];
  queued(): Queued;
  dead(): readonly DeadRecord[];
  /** Puts a record that was set aside back into the queue with all its tries. */
  revive(id: ActId): Result<void, CodedError>;

  recordPrint(note: PrintNote): Result<void, CodedError>;
  prints(act: ActId): readonly PrintRecord[];
  nextReceiptNumber(): Result<string, CodedError>;

  /** A visit's snapshot, free of personal data. A failure is logged: nothing that a person relies on hangs on it. */
  saveSession(snapshot: Json): void;
  loadSession(): Json | undefined;
  clearSession(): void;

  /** What may be sent now, oldest first, as much as fits; empty when there is nothing. */
  nextBatch(limits: BatchLimits): Result<readonly Sendable[], CodedError>;
  /** `receipts` must be verified. Returns the acts that were set aside by this. */
  applyAnswers(receipts: readonly CentralReceipt[], delays: readonly Delay[]): Result<readonly ActId[], CodedError>;
  /** The newest record's number, 0 when there is none. */
  lastSeq(): number;
  /** Whether anything up to `seq` still waits for its answer, other than what was set aside. */
  isWaitingUpTo(seq: number): boolean;
  /** 0 before the first entry. */
  cursor(stream: string): number;
  applyFeed(
    stream: string,
    entries: readonly VerifiedEntry[],
    next: number,
    options: { readonly snapshot: boolean },
  ): Result<void, CodedError>;
  feedItems(stream: string): readonly FeedItem[];
  /** Things of a stream whose key ends with `:<tag>`. @param tag hexadecimal. */
  feedItemsOfTag(stream: string, tag: string): readonly FeedItem[];
  /** Proposals that were confirmed or declined here. */
  settledProposals(): readonly string[];

  /** Walks the hash chain now; JRN-003 when it is broken. */
  integrity(): Result<void, CodedError>;
  /** Everything into the database file, the log emptied, the lock given back. */
  close(): void;
}

/**
 * Opens the terminal's journal, or says why it must not be used: JRN-001 and JRN-002 the disk, JRN-003 damaged (set aside,
 * or set aside earlier and not yet acknowledged), JRN-004 the key file.
 */
export function openJournal(parts: JournalParts): Result<Journal, CodedError> {
  const startedAt = parts.clock.monotonic();
  const opened = openDatabase({ ...parts, migrations });
  if (!opened.ok) return opened;
  const { keys, connection } = opened.value;
  const memory = { unanswered: 0, sealedCopies: true };
  const store = createStore(
    {
      folder: parts.folder,
      key: keys.database,
      log: parts.log,
      onConnected: (sql) => {
        memory.unanswered = sql.outboxSize.get()?.count ?? 0;
      },
    },
    connection,
  );
  const journal = journalOver(parts, store, keys.person, memory, keys.database);
  forgetOld(parts, store);
  const { count } = journal.queued();
  parts.log('journal.opened', {
    queued: count,
    dead: journal.dead().length,
    ms: Math.round(parts.clock.monotonic() - startedAt),
  });
  return ok(journal);
}

/** What is kept in memory because counting it each time would read the whole queue. */
interface Memory {
  unanswered: number;
  /** Whether a copy may still hold a key that the journal has shredded. */
  sealedCopies: boolean;
}

function journalOver(parts: JournalParts, store: Store, personSecret: Uint8Array, memory: Memory, key: Uint8Array): Journal {
  const { clock, log, terminal } = parts;

  const queued = (): Queued => {
    const oldest = store.read((sql) => sql.oldestLiving.get());
    const dead = store.read((sql) => sql.deadCount.get()?.count ?? 0);
    return { count: memory.unanswered - dead, oldestAgeMs: oldest ? Math.max(0, clock.now() - oldest.recordedAt) : 0 };
  };

  const capReached = (): string | undefined => {
    if (!parts.caps || memory.unanswered === 0) return undefined;
    const { count, oldestAgeMs } = queued();
    if (count >= parts.caps.acts) return 'count';
    return oldestAgeMs >= parts.caps.ageHours * hourMs ? 'age' : undefined;
  };

  /** Bodies and keys that were deleted leave the log too, and the copies that migrations made. */
  const purge = () => {
    if (!store.checkpoint().ok || !memory.sealedCopies) return;
    try {
      const isAnswered = (id: Uint8Array) => store.read((sql) => (sql.knownAct.get(id)?.state ?? 'applied') !== 'queued');
      memory.sealedCopies = shredCopies(parts.folder, key, isAnswered) > 0;
    } catch (error) {
      const { code, raw } = faultOf(error);
      log('journal.refusing', { code, raw });
    }
  };
  purge();

  return {
    terminal,
    epoch: store.read((sql) => sql.epoch.get()?.epoch ?? 0),
    personKey: (idNumber) => personKeyOf(personSecret, idNumber),

    recordAct(draft, options) {
      const cap = capReached();
      if (cap && !store.read((sql) => sql.findAct.get(uuidBytes(draft.id)))) return err({ code: 'JRN-005', raw: cap });
      const recorded = recordAct({ store, terminal, clock, random: parts.random }, draft, options);
      if (!recorded.ok) return recorded;
      const { act, seq, isNew } = recorded.value;
      if (isNew) {
        memory.unanswered++;
        log('journal.act', { act: act.id, kind: act.kind, seq });
      }
      return ok({ act, seq });
    },
    findAct(id) {
      const row = store.read((sql) => sql.knownAct.get(uuidBytes(id)));
      return row && knownActOf(row);
    },
    actsOfPerson: (personKey, limit) =>
      store.read((sql) => sql.actsOfPerson.all(Buffer.from(personKey, 'hex'), limit)).map(knownActOf),
    queued,
    dead: () => store.read(deadRecords),
    revive: (id) => store.write((sql) => void sql.revive.run(uuidBytes(id))),

    recordPrint: (note) => recordPrint(store, clock, note),
    prints: (act) => store.read((sql) => printsOf(sql, act)),
    nextReceiptNumber: () => nextReceiptNumber(store, clock),

    saveSession: (snapshot) => logged(store.write((sql) => void sql.saveSession.run(canonicalJson(snapshot)))),
    loadSession() {
      const row = store.read((sql) => sql.loadSession.get());
      return row && (JSON.parse(row.snapshot) as Json);
    },
    clearSession: () => logged(store.write((sql) => void sql.clearSession.run())),

    nextBatch(limits) {
      try {
        return ok(store.read((sql) => nextBatch(sql, terminal, clock.now(), limits)));
      } catch (error) {
        return err(faultOf(error));
      }
    },
    applyAnswers(receipts, delays) {
      const applied = applyAnswers(store, receipts, delays);
      if (!applied.ok) return applied;
      memory.unanswered -= applied.value.settled;
      if (applied.value.settled > 0) purge();
      return ok(applied.value.dead);
    },
    lastSeq: () => store.read((sql) => sql.lastAct.get()?.seq ?? 0),
    isWaitingUpTo: (seq) => (store.read((sql) => sql.oldestLiving.get())?.seq ?? Infinity) <= seq,
    cursor: (stream) => store.read((sql) => sql.cursor.get(stream)?.pos ?? 0),
    applyFeed: (stream, entries, next, { snapshot }) => applyFeed(store, stream, entries, next, snapshot),
    feedItems: (stream) => store.read((sql) => sql.feed.all(stream)),
    feedItemsOfTag: (stream, tag) => (/^[0-9a-f]+$/.test(tag) ? store.read((sql) => sql.feedOfTag.all(stream, `%:${tag}`)) : []),
    settledProposals: () => store.read((sql) => sql.settledProposals.all().map((row) => row.id)),

    integrity() {
      const problem = store.read(checkChain);
      return problem ? err({ code: 'JRN-003', raw: problem }) : ok();
    },
    close: () => store.close(),
  };
}

/** The store has logged why a write was refused. */
function logged(_written: Result<void, CodedError>): void {}

/** Answered acts older than what is kept; the newest row and whatever the queue's chain hangs on stay. */
function forgetOld({ clock }: JournalParts, store: Store): void {
  const before = clock.now() - keptDays * dayMs;
  logged(
    store.write((sql) => {
      sql.forgetBefore.run(before, sql.lastAct.get()?.seq ?? 0);
      sql.forgetSettled.run(before);
    }),
  );
}
