import type { DeviceResult, StatusOf } from '#contracts/devices/device.ts';
import type { Result } from '#contracts/basics/result.ts';
import type { Link } from '../transport/link.ts';
import { failure, lineFailure, success, type Failure } from '../transport/outcome.ts';
import { cardBlocksOf, commands, statusWordText, type CardBlocks, type Command, type Reply } from './protocol.ts';
import { askFaultAsLine, type AskFault, type SamLine } from './sam-line.ts';
import { meaningOf, sw3 } from './status-words.ts';

/** The bytes of one card. */
export type CardBytes = CardBlocks;

type Detail = StatusOf['idReader'];

export interface CardLane {
  media(): Detail['media'];
  sam(): Detail['sam'];
  /** Takes what a status word says of the SAM over. */
  heard(word: number): void;
  /** The line is lost: whether a card lies there is unknown. */
  lost(): void;
  /** One look at whether a card lies there; gives why the reader did not answer, or undefined when it did. */
  probe(link: Link): Promise<AskFault | undefined>;
  find(link: Link): Promise<DeviceResult<{ readonly found: boolean }>>;
  read(link: Link, fingerprint: boolean): Promise<DeviceResult<CardBytes>>;
}

/**
 * The place on which a card is laid: what lies there, and the way find → select → read.
 *
 * A card that was selected is not found again until it is lifted (find answers 80), so `find` alone cannot tell a card that
 * lies there from one that was taken. ASSUMPTION, not verified on hardware: `select` (20 02) goes on answering 90 while a
 * selected card lies there, and 81 once it is gone. Presence of a selected card is therefore asked by `select`, of any other
 * by `find`. A reader for which this is wrong would report `mediaRemoved` right after each read.
 */
export function createCardLane(sam: SamLine, hooks: { onMedia(change: 'mediaInserted' | 'mediaRemoved'): void }): CardLane {
  let media: Detail['media'] = 'unknown';
  let samState: Detail['sam'] = 'unknown';
  let selected = false;
  let wasPresentBeforeLoss = false;

  function setMedia(next: 'present' | 'notPresent'): void {
    if (next === media) return;
    const removed = next === 'notPresent' && (media === 'present' || wasPresentBeforeLoss);
    media = next;
    wasPresentBeforeLoss = false;
    if (next === 'notPresent') selected = false;
    if (next === 'present') hooks.onMedia('mediaInserted');
    else if (removed) hooks.onMedia('mediaRemoved');
  }

  function heard(word: number): void {
    samState = meaningOf(word).sam;
  }

  async function ask(link: Link, command: Command, shape: 'short' | 'blocks'): Promise<Result<Reply, AskFault>> {
    const answer = await sam.ask(link, command, shape);
    if (answer.ok) heard(answer.value.sw3);
    return answer;
  }

  /** Takes what the answer says over; the answer itself, for who has to judge it. */
  async function find(link: Link): Promise<Result<Reply, AskFault>> {
    const answer = await ask(link, commands.find, 'short');
    if (!answer.ok) return answer;
    if (isFound(answer.value)) {
      // Found anew: it was not selected since it was laid there, or the reader reset it.
      selected = false;
      setMedia('present');
    } else if (answer.value.sw3 === sw3.noCard && media !== 'present') setMedia('notPresent');
    return answer;
  }

  async function select(link: Link): Promise<Result<Reply, AskFault>> {
    const answer = await ask(link, commands.select, 'short');
    if (!answer.ok) return answer;
    selected = answer.value.sw3 === sw3.ok;
    if (selected) setMedia('present');
    return answer;
  }

  /** Find, and where a card was known to lie there already, select, which alone can still tell. */
  async function isThere(link: Link): Promise<Result<Reply, AskFault>> {
    if (!selected) {
      const found = await find(link);
      if (!found.ok || found.value.sw3 !== sw3.noCard || media !== 'present') return found;
    }
    const answer = await select(link);
    if (answer.ok && (answer.value.sw3 === sw3.selectFailed || answer.value.sw3 === sw3.noCard)) setMedia('notPresent');
    return answer;
  }

  /** Leaves a card selected, or says why there is none. */
  async function findAndSelect(link: Link): Promise<Failure | undefined> {
    const there = await find(link);
    if (!there.ok) return askFailure(there.error);
    const lay = media === 'present';
    if (!isFound(there.value) && !(there.value.sw3 === sw3.noCard && lay)) return wordFailure(there.value);
    const chosen = await select(link);
    if (!chosen.ok) return askFailure(chosen.error);
    if (chosen.value.sw3 === sw3.ok) return undefined;
    return chosen.value.sw3 === sw3.selectFailed ? whySelectFailed(link, chosen.value) : wordFailure(chosen.value);
  }

  /** Either the card was lifted after it was found, or there are two: then one is found again and again not selected. */
  async function whySelectFailed(link: Link, reply: Reply): Promise<Failure | undefined> {
    const again = await find(link);
    if (!again.ok) return askFailure(again.error);
    if (!isFound(again.value)) {
      setMedia('notPresent');
      return wordFailure(reply);
    }
    const chosen = await select(link);
    if (!chosen.ok) return askFailure(chosen.error);
    if (chosen.value.sw3 === sw3.ok) return undefined;
    const raw = statusWordText(chosen.value);
    return failure('commandErrorCode', 'IDR-010', { error: 'cardCollision', raw, retryable: true });
  }

  /** 30 01, or 30 10 for fingerprints; a reader that knows only the other one (21) is asked for that. */
  async function readBlocks(link: Link, fingerprint: boolean): Promise<Result<Reply, AskFault>> {
    const [wanted, other] = fingerprint
      ? [commands.readWithFingerprint, commands.read]
      : [commands.read, commands.readWithFingerprint];
    const answer = await ask(link, wanted, 'blocks');
    return answer.ok && answer.value.sw3 === sw3.unsupported ? ask(link, other, 'blocks') : answer;
  }

  async function read(link: Link, fingerprint: boolean): Promise<DeviceResult<CardBytes>> {
    const missed = await findAndSelect(link);
    if (missed) return missed;
    let answer = await readBlocks(link, fingerprint);
    if (answer.ok && answer.value.sw3 !== sw3.ok && meaningOf(answer.value.sw3).retryable) {
      // Lifted, or only badly placed? The way from find on tells, and is the second try at once.
      const missedAgain = await findAndSelect(link);
      if (missedAgain) return missedAgain;
      answer = await readBlocks(link, fingerprint);
    }
    if (!answer.ok) return askFailure(answer.error);
    if (answer.value.sw3 !== sw3.ok) return wordFailure(answer.value);
    const blocks = cardBlocksOf(answer.value.data);
    if (blocks) return success(blocks);
    return failure('invalidData', 'IDR-010', { error: 'invalidMedia', raw: 'block lengths', retryable: true });
  }

  return {
    media: () => media,
    sam: () => samState,
    heard,
    lost() {
      wasPresentBeforeLoss ||= media === 'present';
      media = 'unknown';
      samState = 'unknown';
      selected = false;
    },
    async probe(link) {
      const answer = await isThere(link);
      return answer.ok ? undefined : answer.error;
    },
    async find(link) {
      const answer = await isThere(link);
      if (!answer.ok) return askFailure(answer.error);
      const told = isFound(answer.value) || [sw3.ok, sw3.noCard, sw3.selectFailed].some((word) => word === answer.value.sw3);
      return told ? success({ found: media === 'present' }) : wordFailure(answer.value);
    },
    read,
  };
}

function isFound(reply: Reply): boolean {
  return reply.sw3 === sw3.cardFound;
}

function askFailure(fault: AskFault): Failure {
  return lineFailure(askFaultAsLine(fault), fault.kind === 'garbled' ? 'IDR-010' : 'IDR-001');
}

function wordFailure(reply: Reply): Failure {
  const { code, error, errorCode, retryable } = meaningOf(reply.sw3);
  return failure(code, errorCode, { error, raw: statusWordText(reply), retryable });
}
