import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { Link } from '../transport/link.ts';
import { lineFault, type LineFault } from '../transport/transport.ts';
import { commands, createFrameParser, replyOf, requestFrame, samIdOf, type Command, type Reply } from './protocol.ts';
import { sw3 } from './status-words.ts';

/** Longest silence that each answer may begin with or have inside, in ms. */
export interface SamDelays {
  readonly identifyMs: number;
  /** What may still follow when the SAM id was answered with 21. */
  readonly settleMs: number;
  readonly shortMs: number;
  /** A read at 9600 baud takes 1.4 s, and the chip's cryptography comes before its first byte. */
  readonly readMs: number;
}

/** `garbled`: bytes came, but no frame that answers the request. */
export type AskFault = LineFault | { readonly kind: 'garbled'; readonly raw: string };

/**
 * `samId` is absent where the reader does not know the command: it answers 21, some other word time and again, or nothing at
 * all (`word` is absent in these two). `word` is SW3 of the answer.
 */
type Identity = { readonly samId?: string; readonly word?: number };

export interface SamLine {
  /** Asks the reader who it is. Also clears the line: afterwards no answer to an older request can come. */
  identify(link: Link): Promise<Result<Identity, AskFault>>;
  /** One command and its answer. `short` answers are a status word and a few bytes, `blocks` those of a read. */
  ask(link: Link, command: Command, shape: 'short' | 'blocks'): Promise<Result<Reply, AskFault>>;
  /** Another reader may be there from now on: forgets whether this one tells its SAM id. */
  forget(): void;
}

/** What a stray SAM id has; neither a short answer nor a read has as many bytes. */
const samIdBytes = 16;

/** The SAM itself does not work: it answers every command so. */
const samIsOut: ReadonlySet<number> = new Set([sw3.selfTestFailed, sw3.notAuthorised]);
const garbledRequest: ReadonlySet<number> = new Set([sw3.requestChecksum, sw3.requestLength]);

/**
 * The protocol has no sequence number, so a late answer looks like the answer to the next command: the last person's card
 * could be taken for the next one's. After anything that did not end with its answer, and on each new connection, the line is
 * therefore cleared first: the SAM id is asked for, and everything before its answer, which looks like no other, is dropped.
 * Readers that never told a SAM id are cleared by silence; from one that did, silence is not taken.
 */
export function createSamLine(delays: SamDelays): SamLine {
  const parser = createFrameParser();
  let clearEpoch = -1;
  let tellsSamId = false;
  /** Times in a row that the SAM id was answered with some other word. */
  let otherWords = 0;

  async function exchange(
    link: Link,
    request: Uint8Array,
    quietMs: number,
    take: (reply: Reply) => boolean,
  ): Promise<Result<Reply, AskFault>> {
    let heard = 0;
    parser.reset();
    const answer = await link.exchange(
      request,
      (chunk) => {
        heard += chunk.length;
        return parser
          .push(chunk)
          .map(replyOf)
          .find((reply) => reply !== undefined && take(reply));
      },
      quietMs,
    );
    if (answer.ok) return answer;
    clearEpoch = -1;
    const garbled = answer.error.kind === 'timeOut' && heard > 0 && link.remainingMs() > 0;
    return garbled ? err({ kind: 'garbled', raw: `${heard} bytes, no answer in them` }) : answer;
  }

  async function identify(link: Link): Promise<Result<Identity, AskFault>> {
    const isIdentity = (reply: Reply): boolean => samIdOf(reply.data) !== undefined || samIsOut.has(reply.sw3);
    let otherWord = false;
    let answer = await exchange(link, requestFrame(commands.samId), delays.identifyMs, (reply) => {
      otherWord ||= !garbledRequest.has(reply.sw3);
      return isIdentity(reply) || reply.sw3 === sw3.unsupported;
    });
    const unsupported = answer.ok && answer.value.sw3 === sw3.unsupported;
    // A late answer to an older command may be 21 too, so this one counts only when nothing better follows.
    if (unsupported) answer = await exchange(link, new Uint8Array(), delays.settleMs, isIdentity);
    if (answer.ok) {
      const samId = samIdOf(answer.value.data);
      if (samId !== undefined) tellsSamId = true;
      otherWords = 0;
      clearEpoch = link.epoch;
      return ok({ word: answer.value.sw3, ...(samId === undefined ? {} : { samId }) });
    }
    otherWords = answer.error.kind === 'garbled' && otherWord ? otherWords + 1 : 0;
    // One such word may be a late answer or a fault of the moment; a reader that has nothing else to say says it again.
    const quietEnd = (answer.error.kind === 'timeOut' && link.remainingMs() > 0) || otherWords > 1;
    if (!quietEnd || (tellsSamId && !unsupported)) return answer;
    clearEpoch = link.epoch;
    return ok(unsupported ? { word: sw3.unsupported } : {});
  }

  async function askOnce(link: Link, command: Command, shape: 'short' | 'blocks'): Promise<Result<Reply, AskFault>> {
    if (clearEpoch !== link.epoch) {
      const cleared = await identify(link);
      if (!cleared.ok) return cleared;
    }
    const quietMs = shape === 'blocks' ? delays.readMs : delays.shortMs;
    return exchange(link, requestFrame(command), quietMs, (reply) => reply.data.length !== samIdBytes && fits(reply, shape));
  }

  return {
    identify,
    forget() {
      tellsSamId = false;
      otherWords = 0;
    },
    async ask(link, command, shape) {
      const first = await askOnce(link, command, shape);
      // Noise on the line, heard by us or by the reader: no command changes anything on the card, so one repetition is safe.
      const noisy = first.ok ? garbledRequest.has(first.value.sw3) : first.error.kind === 'garbled';
      return noisy && link.remainingMs() > 0 ? askOnce(link, command, shape) : first;
    },
  };
}

function fits(reply: Reply, shape: 'short' | 'blocks'): boolean {
  return shape === 'short' ? reply.data.length < samIdBytes : reply.sw3 !== sw3.ok || reply.data.length > samIdBytes;
}

/** Why a reader counts as silent: nothing came, or nothing that is an answer (wrong baud rate, another device, an echo). */
export function silenceOf(fault: AskFault): string {
  return fault.kind === 'garbled' ? fault.raw : 'no answer';
}

export function askFaultAsLine(fault: AskFault): LineFault {
  return fault.kind === 'garbled' ? lineFault('failed', fault.raw) : fault;
}
