/**
 * Frames of the SDT/SAM protocol that second-generation ID-card readers speak over a serial line (8N1, 115200 by default).
 * Request `AA AA AA 96 69 | len | cmd | para | data | xor`, reply `AA AA AA 96 69 | len | SW1 SW2 SW3 | data | xor`:
 * `len` is two bytes, high first, and counts everything after itself; `xor` covers `len` up to the last data byte.
 * Source: makers' protocol notes as collected in the project's ground papers (devices.md §4, S1-S3, S6); GA 450 itself is not public.
 */

export const header = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69);

/** Longest body (`len`) that any reply of these readers has is 2,314: text, photo and two fingerprints. */
export const maxBodyBytes = 4_096;
/** A request without data: two bytes and the checksum. A reply has at least one more. */
const minBodyBytes = 3;

export type Command = readonly [cmd: number, para: number];

export const commands = {
  resetSam: [0x10, 0xff],
  samStatus: [0x11, 0xff],
  samId: [0x12, 0xff],
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  read: [0x30, 0x01],
  readWithFingerprint: [0x30, 0x10],
} as const satisfies Record<string, Command>;

function xorOf(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
}

/** A whole frame around `body`, which excludes length and checksum; also what a reader does with a reply. */
export function frameOf(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(header.length + 2 + body.length + 1);
  const len = body.length + 1;
  frame.set(header);
  frame.set([len >> 8, len & 0xff], header.length);
  frame.set(body, header.length + 2);
  frame[frame.length - 1] = xorOf(frame.subarray(header.length, -1));
  return frame;
}

/** `requestFrame(commands.find)` = `AA AA AA 96 69 00 03 20 01 22`. */
export function requestFrame(command: Command): Uint8Array {
  return frameOf(Uint8Array.from(command));
}

export interface Reply {
  /** SW1 and SW2: status of the card's own answer, passed on; `sw3`: the reader's. */
  readonly sw1: number;
  readonly sw2: number;
  readonly sw3: number;
  readonly data: Uint8Array;
}

export interface FrameParser {
  /** Whole, checked frames that the bytes so far make up, oldest first. Never throws; keeps at most one frame's bytes. */
  push(bytes: Uint8Array): readonly Uint8Array[];
  /** Forgets what was begun. */
  reset(): void;
  /** Bytes kept now, never more than `maxBodyBytes` + 7. */
  pendingBytes(): number;
}

/**
 * Finds frames in a stream: skips what is no header, and after a frame that turns out wrong (length impossible, checksum bad)
 * goes on looking one byte further, so that a good frame behind a broken one is not lost. Gives bodies without length and
 * checksum.
 */
export function createFrameParser(): FrameParser {
  const kept = new Uint8Array(header.length + 2 + maxBodyBytes);
  let used = 0;

  /** The first place in `kept` where a header is or may yet become one. */
  function dropToHeader(from: number): void {
    let at = from;
    while (at < used && !couldBeHeader(kept, at, used)) at += 1;
    kept.copyWithin(0, at, used);
    used -= at;
  }

  function takeFrames(found: Uint8Array[]): void {
    for (;;) {
      if (used < header.length + 2) return;
      const len = ((kept[header.length] ?? 0) << 8) | (kept[header.length + 1] ?? 0);
      if (len < minBodyBytes || len > maxBodyBytes) {
        dropToHeader(1);
        continue;
      }
      const end = header.length + 2 + len;
      if (used < end) return;
      const good = xorOf(kept.subarray(header.length, end - 1)) === kept[end - 1];
      if (good) found.push(kept.slice(header.length + 2, end - 1));
      dropToHeader(good ? end : 1);
    }
  }

  return {
    push(bytes) {
      const found: Uint8Array[] = [];
      let rest = bytes;
      while (rest.length > 0) {
        const chunk = rest.subarray(0, kept.length - used);
        rest = rest.subarray(chunk.length);
        kept.set(chunk, used);
        used += chunk.length;
        dropToHeader(0);
        takeFrames(found);
      }
      return found;
    },
    reset() {
      used = 0;
    },
    pendingBytes: () => used,
  };
}

function couldBeHeader(bytes: Uint8Array, at: number, end: number): boolean {
  for (let i = 0; i < header.length && at + i < end; i++) {
    if (bytes[at + i] !== header[i]) return false;
  }
  return true;
}

/** Reads a frame's body as a reply; undefined when it is too short for one, as the echo of a request on a two-wire line is. */
export function replyOf(body: Uint8Array): Reply | undefined {
  const [sw1, sw2, sw3] = body;
  if (sw1 === undefined || sw2 === undefined || sw3 === undefined) return undefined;
  return { sw1, sw2, sw3, data: body.subarray(3) };
}

/** `000041`: a status word for the log. */
export function statusWordText(reply: Reply): string {
  return [reply.sw1, reply.sw2, reply.sw3].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The reader's SAM as people write it, `%02u%02u%08u%010u%010u` over its 16 bytes (two u16, three u32, little end first);
 * undefined when the reply has another length.
 */
export function samIdOf(data: Uint8Array): string | undefined {
  if (data.length !== 16) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const padded = (value: number, width: number): string => String(value).padStart(width, '0');
  return [
    padded(view.getUint16(0, true), 2),
    padded(view.getUint16(2, true), 2),
    padded(view.getUint32(4, true), 8),
    padded(view.getUint32(8, true), 10),
    padded(view.getUint32(12, true), 10),
  ].join('');
}

/** What a read gives: 256 bytes of text, the compressed photo, and fingerprints when they were asked for and are there. */
export interface CardBlocks {
  readonly text: Uint8Array;
  /** 1,024 bytes; empty when the reader sent text only. */
  readonly wlt: Uint8Array;
  /** 0, 512 or 1,024 bytes. */
  readonly fingerprint: Uint8Array;
}

const textBytes = 256;

/**
 * Splits the data of a read reply. With two lengths in front (30 01) or three (30 10), whichever the reader chose: the form is
 * told by which of them adds up exactly. Undefined when neither does.
 */
export function cardBlocksOf(data: Uint8Array): CardBlocks | undefined {
  for (const lengths of [2, 3]) {
    const [text = 0, wlt = 0, fingerprint = 0] = Array.from({ length: lengths }, (_, i) => uint16(data, 2 * i));
    const from = 2 * lengths;
    if (text !== textBytes || from + text + wlt + fingerprint !== data.length) continue;
    return {
      text: data.slice(from, from + text),
      wlt: data.slice(from + text, from + text + wlt),
      fingerprint: data.slice(from + text + wlt),
    };
  }
  return undefined;
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
