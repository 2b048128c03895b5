import { sql } from 'kysely';
import type { Clock } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err } from '#contracts/basics/result.ts';
import type { Db } from '../store/index.ts';
import { ensureSigningKey } from '../store/index.ts';
import type { ActCheck, ProofProblem } from './act-check.ts';
import { checkAct } from './act-check.ts';
import { openCheckpointFile } from './checkpoint-file.ts';
import type { CheckpointParts, SignedCheckpoint } from './checkpoints.ts';
import { keepOutside, makeCheckpoint, newestCheckpoint } from './checkpoints.ts';
import { readHead, releaseHead } from './head.ts';
import { verifierKeyOf } from './note-key.ts';
import type { ConsistencyProof, InclusionProof } from './proofs.ts';
import { findPlace, proveConsistency, proveEntry } from './proofs.ts';
import { openQueue, repeat } from './repeat.ts';
import { sequenceStep } from './sequence.ts';

/** `onDemandMs`: so old must the newest checkpoint be before somebody who asks for a proof gets a new one. */
const auditDelays = { pollMs: 500, checkpointMs: 60 * 60_000, earlyMs: 60_000, onDemandMs: 60_000 } as const;

type Kept = Result<SignedCheckpoint | undefined, 'forked'>;

/** Name of the key in the key folder, and of the log where nothing is said. */
export const auditKeyName = 'audit-log';
export const defaultOrigin = 'e-station.centre/audit';

/** What people must hear of. `forked`: what is stored no longer leads on from what was signed; nothing is signed until it does. */
export type AuditFault = { readonly is: 'forked' } | { readonly is: 'failed'; readonly error: string };

export interface AuditLogParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Holds `audit-log.key.pem`; made at the first start. */
  readonly keyFolder: string;
  /** Where checkpoints are kept outside the database. */
  readonly checkpointFile: string;
  /** The log's name for the world, as a URL without its scheme. */
  readonly origin?: string;
  readonly onFault: (fault: AuditFault) => void;
}

/**
 * The centre's audit log at work: gives entries their places, signs checkpoints, proves. Any number of processes may do so on one
 * database. Writing an entry needs none of this: `writeAudit`.
 */
export interface AuditLog {
  /** C2SP form of the log's public key. */
  readonly verifierKey: string;
  /** Looks for new entries at once, instead of at the next poll. */
  wake(): void;
  latestCheckpoint(): Promise<SignedCheckpoint | undefined>;
  /** @param id of an entry or an act; @param terminal needed only when two terminals sent one id. */
  proveInclusion(id: string, terminal?: string): Promise<Result<InclusionProof, ProofProblem>>;
  /** Between two sizes of the log, each from 0 to as many entries as have a place. */
  proveConsistency(first: number, second: number): Promise<Result<ConsistencyProof, 'out-of-range' | 'damaged'>>;
  checkAct(id: string, hashPrefix?: string): Promise<ActCheck>;
  /** Signs what has come in so far, now. */
  makeCheckpoint(): Promise<Kept>;
  /** Ends after what is under way, with a last checkpoint. */
  close(): Promise<void>;
}

export function openAuditLog(parts: AuditLogParts): AuditLog {
  const { db, clock, onFault } = parts;
  const key = { ...ensureSigningKey(parts.keyFolder, auditKeyName), name: parts.origin ?? defaultOrigin };
  const verifierKey = verifierKeyOf(key);
  const holder = Buffer.from(parts.random(16)).toString('hex');
  const signing: CheckpointParts = { db, clock, key, file: openCheckpointFile(parts.checkpointFile) };
  const oneByOne = openQueue();

  async function sequence(): Promise<void> {
    while ((await sequenceStep(db, clock, holder)) > 0);
  }

  const reporting = (job: () => Promise<Kept>): Promise<Kept> =>
    oneByOne(async () => {
      const done = await job();
      if (!done.ok) onFault({ is: 'forked' });
      return done;
    });
  const sign = (): Promise<Kept> => reporting(() => makeCheckpoint(signing));

  /** A new one when the newest is old; otherwise only what others have signed is taken over. */
  async function signWhenDue(): Promise<void> {
    await sequence();
    const newest = await newestCheckpoint(db, key);
    const age = newest ? clock.now() - Date.parse(newest.at) : Infinity;
    await (age >= auditDelays.checkpointMs - auditDelays.earlyMs ? sign() : reporting(() => keepOutside(signing)));
  }

  /** The newest checkpoint that is over this place, made for it when the newest is not too young for that. */
  async function checkpointOver(index: number): Promise<SignedCheckpoint | undefined> {
    const newest = await newestCheckpoint(db, key);
    if (newest && newest.checkpoint.size > index) return newest;
    if (newest && clock.now() - Date.parse(newest.at) < auditDelays.onDemandMs) return undefined;
    const made = await sign();
    return made.ok && made.value && made.value.checkpoint.size > index ? made.value : undefined;
  }

  async function proveInclusion(id: string, terminal?: string): Promise<Result<InclusionProof, ProofProblem>> {
    const place = await findPlace(db, id, terminal);
    if (!place) return err((await isWaiting(db, id)) ? 'pending' : 'unknown');
    const signed = await checkpointOver(place.index);
    return signed ? proveEntry(db, place, signed, verifierKey) : err('pending');
  }

  const failed = (error: unknown): void => onFault({ is: 'failed', error: error instanceof Error ? error.name : 'unknown' });
  const sequencing = repeat(clock, auditDelays.pollMs, sequence, failed);
  const checkpoints = repeat(clock, auditDelays.checkpointMs, signWhenDue, failed);

  return {
    verifierKey,
    wake: () => sequencing.wake(),
    latestCheckpoint: () => newestCheckpoint(db, key),
    proveInclusion,
    async proveConsistency(first, second) {
      const { range } = await readHead(db);
      if (first > second || second > range.size) return err('out-of-range');
      return proveConsistency(db, first, second);
    },
    checkAct: (id, hashPrefix) => checkAct(db, key, proveInclusion, id, hashPrefix),
    async makeCheckpoint() {
      await sequence();
      return sign();
    },
    async close() {
      await Promise.all([sequencing.close(), checkpoints.close()]);
      try {
        await sequence();
        await sign();
        await releaseHead(db, holder);
      } catch (error) {
        failed(error); // the database is away; the next start goes on from what is stored
      }
    },
  };
}

/** An entry that has no place yet. */
async function isWaiting(db: Db, id: string): Promise<boolean> {
  const found = await sql`SELECT 1 FROM audit_ticket WHERE ${id}::uuid = ANY(entries) LIMIT 1`.execute(db);
  return found.rows.length > 0;
}
