import { systemClock } from '#contracts/basics/system-clock.ts';
import { frameOf, samIdOf } from '#drivers/id-reader/protocol.ts';
import { createSerialTransport } from '#drivers/transport/serial.ts';

/**
 * Devices as the field has them and the simulators are not: written from the protocol alone, with the habits of cheap ones. Each
 * sits on the far end of a pty.
 */
export interface OddDevice {
  /** Everything that was sent to it. */
  readonly heard: number[];
  remove(): Promise<void>;
}

const writeMs = 5_000;

async function sitOn(path: string, hear: (bytes: Uint8Array, say: (bytes: Uint8Array) => void) => void): Promise<OddDevice> {
  const heard: number[] = [];
  const line = createSerialTransport({ path, baudRate: 115_200 }, systemClock);
  line.onData((bytes) => {
    heard.push(...bytes);
    hear(bytes, (answer) => void line.write(answer, writeMs));
  });
  const opened = await line.open();
  if (!opened.ok) throw new Error(opened.error.raw);
  return { heard, remove: () => line.close() };
}

/**
 * A printer that answers DLE EOT n with `answers[n - 1]`, and leaves unanswered what is undefined there. `automatic`: what it
 * says by itself all the time (automatic status back).
 */
export async function oddPrinter(
  path: string,
  answers: readonly (number | undefined)[],
  automatic?: { readonly bytes: readonly number[]; readonly everyMs: number },
): Promise<OddDevice> {
  let before: number[] = [];
  let chatter = (): void => undefined;
  let talk: ((bytes: Uint8Array) => void) | undefined;
  const device = await sitOn(path, (bytes, say) => {
    talk = say;
    for (const byte of bytes) {
      const asked = before.at(-2) === 0x10 && before.at(-1) === 0x04 ? answers[byte - 1] : undefined;
      if (asked !== undefined) say(Uint8Array.of(asked));
      before = [...before.slice(-1), byte];
    }
  });
  const chat = (): void => {
    if (!automatic) return;
    talk?.(Uint8Array.from(automatic.bytes));
    chatter = systemClock.after(automatic.everyMs, chat);
  };
  chat();
  return {
    heard: device.heard,
    async remove() {
      chatter();
      await device.remove();
    },
  };
}

const samId = Uint8Array.of(5, 0, 3, 0, 0x77, 0xc7, 0x33, 0x01, 0x87, 0xd6, 0x12, 0, 0xb1, 0xcb, 0x74, 0);

/** A reader with a card laid on it, which answers the question for its SAM id with `words` first (a status word each). */
export function oddReader(path: string, words: readonly number[] | 'always 24'): Promise<OddDevice> {
  const left = words === 'always 24' ? [] : [...words];
  return sitOn(path, (bytes, say) => {
    const [command, parameter] = bytes.subarray(7);
    if (command === 0x12) {
      const word = words === 'always 24' ? 0x24 : left.shift();
      say(frameOf(word === undefined ? Uint8Array.of(0, 0, 0x90, ...samId) : Uint8Array.of(0, 0, word)));
    } else if (command === 0x20) {
      say(frameOf(parameter === 1 ? Uint8Array.of(0, 0, 0x9f, 0, 0, 0, 0) : Uint8Array.of(0, 0, 0x90, 0, 0, 0, 0, 0, 0, 0, 0)));
    }
  });
}

export const oddSamId = samIdOf(samId);

/** Answers everything with the same bytes, whatever it was asked: a wrong baud rate, or no reader at all. */
export function babbler(path: string, babble: readonly number[]): Promise<OddDevice> {
  return sitOn(path, (_bytes, say) => say(Uint8Array.from(babble)));
}
