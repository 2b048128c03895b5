import { commands, type Command } from './protocol.ts';
import { sw3 } from './status-words.ts';
import type { CardImage } from './holders.ts';

/** What lies on a simulated reader. Two cards at once are found and cannot be selected. */
type Lying = { readonly kind: 'none' } | { readonly kind: 'one'; readonly card: CardImage } | { readonly kind: 'two' };

/** How far the reader has got with the card; a card that was read is not found again until it is lifted. */
type Stage = 'idle' | 'found' | 'selected' | 'read';

export type CommandName = keyof typeof commands | 'other';

export function commandName(body: Uint8Array): CommandName {
  const found = Object.entries(commands).find(([, [cmd, para]]: [string, Command]) => cmd === body[0] && para === body[1]);
  return found ? (found[0] as CommandName) : 'other';
}

export interface ReaderModel {
  /** The body of the reply to one request; undefined when the reader says nothing to it. */
  answer(command: CommandName): Uint8Array | undefined;
  lay(lying: Lying): void;
  /** What lies there now: a fault may have lifted it. */
  lies(): Lying['kind'];
  /** Power was lost and came back: the reader forgets what it did with the card. */
  powerCycle(): void;
  setSamId(samId: Uint8Array | 'unsupported' | 'mute'): void;
}

/** 05 01 … : the SAM that simulated readers have unless they are told otherwise. */
export const simulatedSamId = samIdBytes(5, 1, 20_190_412, 1_070_215, 3_402_118);
export const otherSamId = samIdBytes(5, 1, 20_240_101, 77, 9_999_999);

function samIdBytes(a: number, b: number, date: number, c: number, d: number): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, a, true);
  view.setUint16(2, b, true);
  [date, c, d].forEach((value, i) => view.setUint32(4 + 4 * i, value, true));
  return bytes;
}

function word(value: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  return Uint8Array.of(0, 0, value, ...data);
}

/** A reader's inside without its line: which command is answered how, in which order. Pure but for its own state. */
export function createReaderModel(): ReaderModel {
  let lying: Lying = { kind: 'none' };
  let stage: Stage = 'idle';
  let samId: Uint8Array | 'unsupported' | 'mute' = simulatedSamId;

  function find(): Uint8Array {
    if (lying.kind === 'none' || stage === 'read') return word(sw3.noCard);
    stage = 'found';
    return word(sw3.cardFound, new Uint8Array(4));
  }

  /** Answers 90 for a card that was read too, as long as it lies there: the driver's presence probe rests on it. */
  function select(): Uint8Array {
    if (lying.kind !== 'one' || stage === 'idle') return word(sw3.selectFailed);
    if (stage === 'found') stage = 'selected';
    return word(sw3.ok, new Uint8Array(8));
  }

  function read(withFingerprint: boolean): Uint8Array {
    if (lying.kind !== 'one' || (stage !== 'selected' && stage !== 'read')) return word(sw3.readFailed);
    stage = 'read';
    const { text, wlt, fingerprint } = lying.card;
    const blocks = withFingerprint ? [text, wlt, fingerprint] : [text, wlt];
    const lengths = blocks.flatMap((block) => [block.length >> 8, block.length & 0xff]);
    return word(sw3.ok, Uint8Array.of(...lengths, ...blocks.flatMap((block) => [...block])));
  }

  function tellSamId(): Uint8Array | undefined {
    if (samId === 'mute') return undefined;
    return samId === 'unsupported' ? word(sw3.unsupported) : word(sw3.ok, samId);
  }

  const answers: Readonly<Record<CommandName, () => Uint8Array | undefined>> = {
    resetSam: () => word(sw3.ok),
    samStatus: () => word(sw3.ok),
    samId: tellSamId,
    find,
    select,
    read: () => read(false),
    readWithFingerprint: () => read(true),
    other: () => word(sw3.unsupported),
  };

  return {
    answer: (command) => answers[command](),
    lay(next) {
      lying = next;
      stage = 'idle';
    },
    lies: () => lying.kind,
    powerCycle() {
      stage = 'idle';
    },
    setSamId(next) {
      samId = next;
    },
  };
}
