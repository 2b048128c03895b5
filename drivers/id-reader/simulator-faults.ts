import type { CommandName } from './reader-model.ts';
import { frameOf, header } from './protocol.ts';
import { sw3 } from './status-words.ts';

/** The commands that a fault can be bound to. */
type FaultStep = 'find' | 'select' | 'read';

/**
 * What can be wrong with a reader or its line. `times` = how many replies it spoils before it is over; left out = until it is
 * taken away. `on` = only replies to this command. Plain data, so that a dev-dock can send it.
 */
export type IdReaderFault = { readonly times?: number; readonly on?: FaultStep } & (
  | { readonly kind: 'mute' }
  | { readonly kind: 'garbageBefore' }
  | { readonly kind: 'splitHeader' }
  | { readonly kind: 'dribble'; readonly pieceBytes: number; readonly everyMs: number }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'badXor' }
  | { readonly kind: 'badLength'; readonly length: 0 | 65535 }
  | { readonly kind: 'wrongBaud' }
  | { readonly kind: 'late'; readonly byMs: number }
  | { readonly kind: 'statusWord'; readonly word: number }
  | { readonly kind: 'liftedAfter'; readonly step: 'find' | 'select' }
  | { readonly kind: 'liftedDuringRead' }
  | { readonly kind: 'unknownLayout' }
  | { readonly kind: 'textOnly' }
  | { readonly kind: 'noFingerprintCommand' }
);

const stepOf: Readonly<Partial<Record<CommandName, FaultStep>>> = {
  find: 'find',
  select: 'select',
  read: 'read',
  readWithFingerprint: 'read',
};

interface Piece {
  readonly bytes: Uint8Array;
  /** Before this piece. */
  readonly pauseMs: number;
}

export interface Spoiled {
  readonly pieces: readonly Piece[];
  /** The card is lifted once the reply is out. */
  readonly lift: boolean;
}

/** The reply's body as the fault leaves it; a fault that does not touch this command gives undefined. */
function spoiledBody(fault: IdReaderFault, command: CommandName, body: Uint8Array): Uint8Array | undefined {
  const step = stepOf[command];
  switch (fault.kind) {
    case 'statusWord':
      return Uint8Array.of(0, 0, fault.word);
    case 'noFingerprintCommand':
      return command === 'readWithFingerprint' ? Uint8Array.of(0, 0, sw3.unsupported) : undefined;
    case 'liftedDuringRead':
      return step === 'read' ? Uint8Array.of(0, 0, sw3.readFailed) : undefined;
    case 'unknownLayout':
      return step === 'read' ? withUnknownFlag(body, command) : undefined;
    case 'textOnly':
      return step === 'read' && body[2] === sw3.ok ? textOnly(body, command) : undefined;
    default:
      return undefined;
  }
}

function lengthsIn(command: CommandName): number {
  return command === 'readWithFingerprint' ? 6 : 4;
}

function withUnknownFlag(body: Uint8Array, command: CommandName): Uint8Array {
  const changed = Uint8Array.from(body);
  changed.set([0x5a, 0], 3 + lengthsIn(command) + 248);
  return changed;
}

function textOnly(body: Uint8Array, command: CommandName): Uint8Array {
  const from = 3 + lengthsIn(command);
  return Uint8Array.of(...body.subarray(0, 3), 1, 0, 0, 0, ...body.subarray(from, from + 256));
}

/** The reply's frame as the fault lets it through the line. */
function spoiledLine(fault: IdReaderFault, frame: Uint8Array): readonly Piece[] {
  const whole = (bytes: Uint8Array): readonly Piece[] => [{ bytes, pauseMs: 0 }];
  switch (fault.kind) {
    case 'mute':
      return [];
    case 'garbageBefore':
      return whole(Uint8Array.of(0x00, 0xff, 0xaa, 0xaa, 0x96, 0xaa, 0x69, ...frame));
    case 'splitHeader':
      return inPieces(frame, [3, 2, 1], 5);
    case 'dribble':
      return inPieces(frame, Array<number>(Math.ceil(frame.length / fault.pieceBytes)).fill(fault.pieceBytes), fault.everyMs);
    case 'truncated':
      return whole(frame.subarray(0, Math.max(header.length, frame.length - 3)));
    case 'badXor':
      return whole(Uint8Array.of(...frame.subarray(0, -1), (frame.at(-1) ?? 0) ^ 0x55));
    case 'badLength':
      return whole(Uint8Array.of(...header, fault.length >> 8, fault.length & 0xff, ...frame.subarray(header.length + 2)));
    case 'wrongBaud':
      return whole(frame.map((byte, i) => (byte << 3) ^ (0x5a + 7 * i)));
    case 'late':
      return [{ bytes: frame, pauseMs: fault.byMs }];
    default:
      return whole(frame);
  }
}

function inPieces(frame: Uint8Array, sizes: readonly number[], everyMs: number): readonly Piece[] {
  let at = 0;
  const pieces = sizes.map((size) => {
    const bytes = frame.subarray(at, at + size);
    at += size;
    return { bytes, pauseMs: everyMs };
  });
  return [...pieces, { bytes: frame.subarray(at), pauseMs: everyMs }].filter((piece) => piece.bytes.length > 0);
}

const bodyFaults: ReadonlySet<IdReaderFault['kind']> = new Set([
  'statusWord',
  'noFingerprintCommand',
  'liftedDuringRead',
  'unknownLayout',
  'textOnly',
]);

/** Applies a fault to the reply of one command; undefined when this command is not touched by it. */
export function spoil(fault: IdReaderFault, command: CommandName, body: Uint8Array): Spoiled | undefined {
  if (fault.on && fault.on !== stepOf[command]) return undefined;
  if (fault.kind === 'liftedAfter') {
    return fault.step === stepOf[command] ? { pieces: spoiledLine(fault, frameOf(body)), lift: true } : undefined;
  }
  if (!bodyFaults.has(fault.kind)) return { pieces: spoiledLine(fault, frameOf(body)), lift: false };
  const changed = spoiledBody(fault, command, body);
  return changed && { pieces: spoiledLine(fault, frameOf(changed)), lift: fault.kind === 'liftedDuringRead' };
}
