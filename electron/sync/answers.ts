import type { ActId, TerminalId } from '#contracts/basics/ids.ts';
import type { CentralReceipt, SyncResult } from '#contracts/sync/wire.ts';
import type { Delay, Sendable } from '../journal/outbox.ts';
import type { SignatureCheck } from './receipts.ts';

/** What a batch's answer comes to, record by record. */
export interface Judged {
  /** Verified final answers. */
  readonly receipts: readonly CentralReceipt[];
  readonly delays: readonly Delay[];
  /** Final answers that the centre's key did not sign. */
  readonly unbelieved: readonly ActId[];
}

export interface JudgeParts {
  readonly terminal: TerminalId;
  readonly signatures: SignatureCheck;
  readonly now: number;
  readonly waits: RecordWaits;
}

/** How long a record waits before it is sent again, ms. */
export interface RecordWaits {
  /** It was tried and could not be used; `tries` have counted. */
  readonly afterRetry: (tries: number) => number;
  /** The answer did not mention it. */
  readonly unansweredMs: number;
  /** Its turn has not come (`parked`), or its receipt is not genuine: nothing that a quick try would change. */
  readonly unresolvedMs: number;
}

/**
 * Goes through what was sent and looks for its answer; an answer to anything else is nobody's. Only `retry` counts against a
 * record: the centre has seen it and could not use it. A forged receipt, a missing answer and `parked` only wait.
 */
export function judge(sent: readonly Sendable[], answers: ReadonlyMap<ActId, SyncResult>, parts: JudgeParts): Judged {
  const { now, waits } = parts;
  const receipts: CentralReceipt[] = [];
  const delays: Delay[] = [];
  const unbelieved: ActId[] = [];
  const wait = ({ record, attempts }: Sendable, error: string, forMs: number) =>
    delays.push({ id: record.id, attempts, error, nextAt: now + forMs });
  for (const one of sent) {
    const { id } = one.record;
    const result = answers.get(id);
    switch (result?.answer) {
      case 'final':
        if (parts.signatures.isGenuineReceipt(result.receipt, { id, terminal: parts.terminal })) receipts.push(result.receipt);
        else {
          unbelieved.push(id);
          wait(one, 'signature', waits.unresolvedMs);
        }
        break;
      case 'parked':
        wait(one, 'parked', waits.unresolvedMs);
        break;
      case 'retry':
        delays.push(triedDelay(one, result.reason, now, Math.max(result.afterMs, waits.afterRetry(one.attempts + 1))));
        break;
      case undefined:
        wait(one, 'unanswered', waits.unansweredMs);
        break;
    }
  }
  return { receipts, delays, unbelieved };
}

/** A try that counts against the record. */
export function triedDelay({ record, attempts }: Sendable, error: string, now: number, waitMs: number): Delay {
  return { id: record.id, attempts: attempts + 1, error, nextAt: now + waitMs };
}
