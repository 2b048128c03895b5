import type { Link } from '../transport/link.ts';
import {
  findAnswer,
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

export type Answer = 'silent' | { readonly flags: StatusFlags; readonly raw: string };

/** Questions to one printer over one connection. An answer is one bare byte, so whose answer it is follows from order alone. */
export interface Inquiry {
  /** Bytes were written: the next question stands behind them in the line. */
  wrote(bytes: number): void;
  /** DLE EOT 1: does the printer say that it is on line? */
  askOnline(link: Link): Promise<'silent' | 'online' | 'offline'>;
  /** DLE EOT 1 to 4. */
  askAll(link: Link): Promise<Answer>;
}

const nothing = new Uint8Array();

export function createInquiry(delays: InquiryDelays): Inquiry {
  let bytesAhead = 0;
  /** A question went unanswered: its answer may still come and must not be taken for that of the next question. */
  let answerOwed = false;

  async function resync(link: Link): Promise<boolean> {
    if (!answerOwed) return true;
    const ended = await link.exchange<never>(nothing, () => undefined, delays.resyncMs);
    if (!ended.ok && ended.error.kind === 'timeOut' && link.remainingMs() > 0) answerOwed = false;
    return !answerOwed;
  }

  async function ask(link: Link, question: StatusQuestion): Promise<StatusAnswer | 'silent'> {
    const quietMs = delays.answerMs + bytesAhead * delays.perByteMs;
    const answer = await link.exchange(statusRequest(question), (chunk) => findAnswer(question, chunk), quietMs);
    answerOwed = !answer.ok;
    if (!answer.ok) return 'silent';
    bytesAhead = 0;
    return answer.value;
  }

  return {
    wrote(bytes) {
      bytesAhead += bytes;
    },
    async askOnline(link) {
      if (!(await resync(link))) return 'silent';
      const answer = await ask(link, 1);
      if (answer === 'silent') return 'silent';
      return answer.flags.offline || answer.flags.waitingForRecovery ? 'offline' : 'online';
    },
    async askAll(link) {
      if (!(await resync(link))) return 'silent';
      const answers: StatusAnswer[] = [];
      for (const question of statusQuestions) {
        const answer = await ask(link, question);
        if (answer === 'silent') return 'silent';
        answers.push(answer);
      }
      const raw = answers.map(({ byte }) => byte.toString(16).padStart(2, '0')).join(' ');
      return { flags: mergeFlags(answers.map(({ flags }) => flags)), raw };
    },
  };
}
