import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { Link } from '../transport/link.ts';
import type { LineFault } from '../transport/transport.ts';
import {
  findAnswer,
  looksLikeStatus,
  mergeFlags,
  statusQuestions,
  statusRequest,
  type StatusAnswer,
  type StatusFlags,
  type StatusQuestion,
} from './status.ts';

/** All in ms. */
export interface InquiryDelays {
  /** A printer answers DLE EOT within this, once the bytes before the question went over the line. */
  readonly answerMs: number;
  /** What one byte may take on the slowest line. */
  readonly perByteMs: number;
  /** Silence after which a late answer is believed to be lost and not still on its way. */
  readonly resyncMs: number;
}

/**
 * The answers to DLE EOT 1 to 4. `raw`: the four bytes, or why they are not all there. `partial` is what a printer gives that
 * does not know all four questions: enough to show, never enough to call a receipt printed.
 */
export type Answer =
  | { readonly kind: 'silent'; readonly raw: string }
  | {
      readonly kind: 'partial';
      readonly flags: StatusFlags;
      readonly missing: readonly StatusQuestion[];
      readonly raw: string;
    }
  | { readonly kind: 'whole'; readonly flags: StatusFlags; readonly raw: string };

/** Questions to one printer over one connection. An answer is one bare byte, so whose answer it is follows from order alone. */
export interface Inquiry {
  /** Bytes were written: the next question stands behind them in the line. */
  wrote(bytes: number): void;
  /** DLE EOT 1: does the printer say that it is on line? */
  askOnline(link: Link): Promise<Result<'online' | 'offline', LineFault>>;
  /** DLE EOT 1 to 4. */
  askAll(link: Link): Promise<Answer>;
}

const nothing = new Uint8Array();

/** Nothing here waits for silence as such: a printer with automatic status back (GS a) may never be silent. */
export function createInquiry(delays: InquiryDelays): Inquiry {
  let bytesAhead = 0;
  /** A question went unanswered: its answer may still come and must not be taken for that of the next question. */
  let answerOwed = false;
  let order: readonly StatusQuestion[] = statusQuestions;

  /** Waits until no byte that could be the late answer came for `resyncMs`. */
  async function resync(link: Link): Promise<LineFault | undefined> {
    while (answerOwed) {
      let heard = false;
      const listened = await link.within<never>(
        nothing,
        (chunk) => {
          heard ||= chunk.some(looksLikeStatus);
          return undefined;
        },
        delays.resyncMs,
      );
      if (!listened.ok && (listened.error.kind !== 'timeOut' || link.remainingMs() === 0)) return listened.error;
      answerOwed = heard;
    }
    return undefined;
  }

  async function ask(link: Link, question: StatusQuestion): Promise<Result<StatusAnswer, LineFault>> {
    const waitMs = delays.answerMs + bytesAhead * delays.perByteMs;
    const answer = await link.within(statusRequest(question), (chunk) => findAnswer(question, chunk), waitMs);
    answerOwed = !answer.ok;
    if (answer.ok) bytesAhead = 0;
    return answer;
  }

  return {
    wrote(bytes) {
      bytesAhead += bytes;
    },
    async askOnline(link) {
      const fault = await resync(link);
      if (fault) return err(fault);
      const answer = await ask(link, 1);
      if (!answer.ok) return answer;
      return ok(answer.value.flags.offline || answer.value.flags.waitingForRecovery ? 'offline' : 'online');
    },
    async askAll(link) {
      const answers = new Map<StatusQuestion, StatusAnswer>();
      let fault = await resync(link);
      for (const question of fault ? [] : order) {
        const answer = await ask(link, question);
        if (answer.ok) answers.set(question, answer.value);
        else {
          fault = answer.error;
          // Whoever answered another question is there, and may know the ones after this.
          if (answers.size === 0 || (await resync(link))) break;
        }
      }
      if (answers.size === 0) {
        // It may be this one question that it does not know: the next round begins with another.
        order = [...order.slice(1), ...order.slice(0, 1)];
        return { kind: 'silent', raw: reasonOf(fault) };
      }
      return answerOf(answers, fault);
    },
  };
}

function reasonOf(fault: LineFault | undefined): string {
  return fault === undefined || fault.kind === 'timeOut' ? 'no answer' : fault.raw;
}

function answerOf(answers: ReadonlyMap<StatusQuestion, StatusAnswer>, fault: LineFault | undefined): Answer {
  const flags = mergeFlags([...answers.values()].map((answer) => answer.flags));
  const missing = statusQuestions.filter((question) => !answers.has(question));
  if (missing.length > 0) {
    return { kind: 'partial', flags, missing, raw: `${reasonOf(fault)} to DLE EOT ${missing.join(', ')}` };
  }
  const bytes = statusQuestions.map((question) => (answers.get(question)?.byte ?? 0).toString(16).padStart(2, '0'));
  return { kind: 'whole', flags, raw: bytes.join(' ') };
}
