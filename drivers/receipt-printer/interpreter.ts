import iconv from 'iconv-lite';
import type { Raster } from './raster.ts';

/**
 * What a printer does with ESC/POS bytes, read strictly: a command that it does not know, a parameter out of range or a
 * command at a wrong place throws `EscPosError`. Written apart from the encoder and sharing no table with it, so that a
 * mistake of one is seen by the other.
 */
export class EscPosError extends Error {
  override readonly name = 'EscPosError';
}

/** One character as the print head sets it. */
export interface Glyph {
  readonly char: string;
  /** The bytes it came as, in hex: tells GB2312 from GBK from four-byte GB18030. */
  readonly code: string;
  readonly bold: boolean;
  /** Enlargement, 1..8 each. */
  readonly wide: number;
  readonly high: number;
  /** Half-width columns at normal size: 1 for ANK, 2 for Chinese. */
  readonly columns: 1 | 2;
}

export type Alignment = 'left' | 'center' | 'right';

/** One thing that came out of the printer. `heightDots` is the paper that it moved. */
export type Printed =
  | {
      readonly kind: 'text';
      readonly glyphs: readonly Glyph[];
      readonly align: Alignment;
      readonly heightDots: number;
      /** True when the line did not end by LF but because the paper was full. */
      readonly wrapped: boolean;
    }
  | ({ readonly kind: 'raster'; readonly align: Alignment } & Raster)
  | { readonly kind: 'feed'; readonly heightDots: number }
  | { readonly kind: 'cut'; readonly heightDots: 0; readonly partial: boolean };

export interface Interpreter {
  /** Takes the bytes as they come, in any chunks; gives what they made the printer print. Throws `EscPosError`. */
  push(bytes: Uint8Array): readonly Printed[];
  /** True when nothing is half done: no command, no character, no line. */
  isIdle(): boolean;
}

/** The text of a line without its looks. */
export function textOf(printed: Printed): string {
  return printed.kind === 'text' ? printed.glyphs.map((glyph) => glyph.char).join('') : '';
}

const paperDots = 576;
const columnDots = 12;
const defaultSpacingDots = 34;
const glyphHeightDots = 24;

interface Mode {
  align: Alignment;
  bold: boolean;
  wide: number;
  high: number;
  kanji: boolean;
  codePage: number;
  spacingDots: number;
}

const modeAtStart: Readonly<Mode> = {
  align: 'left',
  bold: false,
  wide: 1,
  high: 1,
  kanji: false,
  codePage: 0,
  spacingDots: defaultSpacingDots,
};

const alignmentsByCode: Readonly<Record<number, Alignment>> = {
  0: 'left',
  1: 'center',
  2: 'right',
  48: 'left',
  49: 'center',
  50: 'right',
};
const charsetsByCodePage: Readonly<Record<number, string>> = { 0: 'cp437', 2: 'cp850', 16: 'cp1252', 19: 'cp858' };
const partialByCut: Readonly<Record<number, boolean>> = { 0: false, 1: true, 48: false, 49: true };
const partialByFeedAndCut: Readonly<Record<number, boolean>> = { 65: false, 66: true };

interface Machine {
  mode: Mode;
  line: Glyph[];
  out: Printed[];
}

interface Command {
  /** Bytes of the whole command, undefined while more are needed to tell. */
  length(bytes: Uint8Array): number | undefined;
  /** True for what printers take only at the beginning of a line. */
  readonly atLineStart?: true;
  run(machine: Machine, bytes: Uint8Array): void;
}

const fixed = (length: number, run: Command['run'], atLineStart?: true): Command => ({
  length: () => length,
  run,
  ...(atLineStart ? { atLineStart } : {}),
});

const parameter = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

function known<T>(table: Readonly<Record<number, T>>, bytes: Uint8Array, at: number): T {
  const value = table[parameter(bytes, at)];
  if (value === undefined) throw new EscPosError(`parameter out of range: ${hex(bytes)}`);
  return value;
}

const commands: Readonly<Record<string, Command>> = {
  '0a': fixed(1, (machine) => endLine(machine, false)),
  // ESC @: everything back to the power-on state; a line that is not printed yet is dropped
  '1b40': fixed(2, (machine) => {
    machine.mode = { ...modeAtStart };
    machine.line = [];
  }),
  // ESC 2 and ESC 3 n: line spacing
  '1b32': fixed(2, (machine) => {
    machine.mode.spacingDots = defaultSpacingDots;
  }),
  '1b33': fixed(3, (machine, bytes) => {
    machine.mode.spacingDots = parameter(bytes, 2);
  }),
  '1b45': fixed(3, (machine, bytes) => {
    machine.mode.bold = (parameter(bytes, 2) & 1) === 1;
  }),
  '1b61': fixed(
    3,
    (machine, bytes) => {
      machine.mode.align = known(alignmentsByCode, bytes, 2);
    },
    true,
  ),
  '1b64': fixed(3, (machine, bytes) => {
    if (machine.line.length > 0) endLine(machine, false);
    if (parameter(bytes, 2) > 0) machine.out.push({ kind: 'feed', heightDots: parameter(bytes, 2) * machine.mode.spacingDots });
  }),
  '1b74': fixed(3, (machine, bytes) => {
    known(charsetsByCodePage, bytes, 2);
    machine.mode.codePage = parameter(bytes, 2);
  }),
  '1c26': fixed(2, (machine) => {
    machine.mode.kanji = true;
  }),
  '1c2e': fixed(2, (machine) => {
    machine.mode.kanji = false;
  }),
  '1d21': fixed(3, (machine, bytes) => {
    const size = parameter(bytes, 2);
    if ((size & 0x88) !== 0) throw new EscPosError(`parameter out of range: ${hex(bytes)}`);
    machine.mode.wide = (size >> 4) + 1;
    machine.mode.high = (size & 0x07) + 1;
  }),
  '1d56': {
    // GS V m, or GS V m n with a feed to the cutting position
    length: (bytes) => (bytes.length < 3 ? undefined : parameter(bytes, 2) in partialByFeedAndCut ? 4 : 3),
    atLineStart: true,
    run(machine, bytes) {
      if (bytes.length === 4 && parameter(bytes, 3) > 0) machine.out.push({ kind: 'feed', heightDots: parameter(bytes, 3) });
      machine.out.push({
        kind: 'cut',
        heightDots: 0,
        partial: known(bytes.length === 4 ? partialByFeedAndCut : partialByCut, bytes, 2),
      });
    },
  },
  '1d76': {
    // GS v 0 m xL xH yL yH d…
    length: (bytes) => (bytes.length < 8 ? undefined : 8 + rasterBytes(bytes)),
    atLineStart: true,
    run(machine, bytes) {
      machine.out.push({
        kind: 'raster',
        align: machine.mode.align,
        widthDots: 8 * word(bytes, 4),
        heightDots: word(bytes, 6),
        bits: bytes.slice(8),
      });
    },
  },
  // DLE EOT n and DLE ENQ n act when they arrive, not here
  '1004': fixed(3, (_machine, bytes) => void known({ 1: 1, 2: 1, 3: 1, 4: 1 }, bytes, 2)),
  '1005': fixed(3, (_machine, bytes) => void known({ 1: 1, 2: 1 }, bytes, 2)),
};

function rasterBytes(bytes: Uint8Array): number {
  const [stride, rows] = [word(bytes, 4), word(bytes, 6)];
  if (parameter(bytes, 2) !== 0x30 || parameter(bytes, 3) !== 0)
    throw new EscPosError(`parameter out of range: ${hex(bytes.subarray(0, 8))}`);
  if (stride < 1 || 8 * stride > paperDots || rows < 1 || rows > 2303) {
    throw new EscPosError(`raster of ${stride} bytes by ${rows} rows does not fit the paper`);
  }
  return stride * rows;
}

const word = (bytes: Uint8Array, at: number): number => parameter(bytes, at) | (parameter(bytes, at + 1) << 8);

const glyphDots = (glyph: Glyph): number => glyph.columns * columnDots * glyph.wide;

function endLine(machine: Machine, wrapped: boolean): void {
  const glyphs = machine.line;
  const tallest = Math.max(0, ...glyphs.map((glyph) => glyph.high * glyphHeightDots));
  machine.line = [];
  machine.out.push({
    kind: 'text',
    glyphs,
    align: machine.mode.align,
    heightDots: Math.max(tallest, machine.mode.spacingDots),
    wrapped,
  });
}

function setGlyph(machine: Machine, char: string, code: Uint8Array): void {
  const { bold, wide, high } = machine.mode;
  const glyph: Glyph = { char, code: hex(code), bold, wide, high, columns: code.length === 1 ? 1 : 2 };
  const used = machine.line.reduce((total, set) => total + glyphDots(set), 0);
  if (used + glyphDots(glyph) > paperDots) endLine(machine, true);
  machine.line.push(glyph);
}

/** How many bytes the character at the start of `bytes` takes, undefined while more are needed to tell. */
function characterLength(bytes: Uint8Array, kanji: boolean): number | undefined {
  const [first = 0, second] = bytes;
  if (!kanji || first < 0x80) return 1;
  if (first === 0x80 || first === 0xff) throw new EscPosError(`no GB18030 character begins with ${hex(bytes.subarray(0, 1))}`);
  if (second === undefined) return undefined;
  if (second >= 0x30 && second <= 0x39) return 4;
  if (second >= 0x40 && second <= 0xfe && second !== 0x7f) return 2;
  throw new EscPosError(`not GB18030: ${hex(bytes.subarray(0, 2))}`);
}

function decodeCharacter(bytes: Uint8Array, mode: Mode): string {
  const first = parameter(bytes, 0);
  if (bytes.length === 1 && first < 0x80) return String.fromCharCode(first);
  const charset = mode.kanji ? 'gb18030' : (charsetsByCodePage[mode.codePage] ?? 'cp437');
  const text = iconv.decode(Buffer.from(bytes), charset);
  if (text.length === 0 || text.includes('\ufffd')) throw new EscPosError(`no character in ${charset}: ${hex(bytes)}`);
  return text;
}

const isControl = (byte: number): boolean => byte < 0x20 || byte === 0x7f;

/** Runs the first command or character of `bytes`; how many bytes it took, 0 when it is not whole yet. */
function step(machine: Machine, bytes: Uint8Array): number {
  const first = parameter(bytes, 0);
  if (!isControl(first)) {
    const length = characterLength(bytes, machine.mode.kanji);
    if (length === undefined || bytes.length < length) return 0;
    const code = bytes.subarray(0, length);
    setGlyph(machine, decodeCharacter(code, machine.mode), code);
    return length;
  }
  if (first !== 0x0a && bytes.length < 2) return 0;
  const name = hex(bytes.subarray(0, first === 0x0a ? 1 : 2));
  const command = commands[name];
  if (!command) throw new EscPosError(`unknown command ${name}`);
  const length = command.length(bytes);
  if (length === undefined || bytes.length < length) return 0;
  if (command.atLineStart && machine.line.length > 0) throw new EscPosError(`${name} is taken at the beginning of a line only`);
  command.run(machine, bytes.subarray(0, length));
  return length;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A printer that was just switched on. */
export function createInterpreter(): Interpreter {
  const machine: Machine = { mode: { ...modeAtStart }, line: [], out: [] };
  let pending = new Uint8Array();

  return {
    push(bytes) {
      pending = joined(pending, bytes);
      machine.out = [];
      let at = 0;
      for (let took = -1; took !== 0 && at < pending.length; at += took) took = step(machine, pending.subarray(at));
      pending = pending.slice(at);
      return machine.out;
    },
    isIdle: () => pending.length === 0 && machine.line.length === 0,
  };
}

/** The whole of a byte stream at once. Throws when it ends in the middle of a command. */
export function interpret(bytes: Uint8Array): readonly Printed[] {
  const interpreter = createInterpreter();
  const printed = interpreter.push(bytes);
  if (!interpreter.isIdle()) throw new EscPosError('the bytes end in the middle of a command or a line');
  return printed;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
