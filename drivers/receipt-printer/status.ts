import type { Completion, DeviceState, StatusOf } from '#contracts/devices/device.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';

/**
 * Real-time status of ESC/POS printers: DLE EOT n (10 04 n) is answered at once with one byte, whatever the printer is
 * doing. Bits as in devices.md §5 of the ground papers (Epson's reference for DLE EOT agrees).
 */
export const statusQuestions = [1, 2, 3, 4] as const;
export type StatusQuestion = (typeof statusQuestions)[number];

/** DLE EOT n. */
export function statusRequest(question: StatusQuestion): Uint8Array {
  return Uint8Array.of(0x10, 0x04, question);
}

/** DLE ENQ 2: recover from an error and throw away what is in the receive and print buffers. */
export const clearBuffers = Uint8Array.of(0x10, 0x05, 0x02);

/** What one answer says; the flags of `StatusFlags` that its question covers. */
export interface StatusFlags {
  readonly offline: boolean;
  readonly waitingForRecovery: boolean;
  readonly feedButton: boolean;
  readonly coverOpen: boolean;
  readonly stoppedByPaperEnd: boolean;
  readonly error: boolean;
  readonly recoverable: boolean;
  readonly cutter: boolean;
  readonly unrecoverable: boolean;
  readonly autoRecoverable: boolean;
  readonly paperNearEnd: boolean;
  readonly paperOut: boolean;
}

type FlagMask = readonly [flag: keyof StatusFlags, mask: number];

/** A flag with two bits in its mask is told twice by the printer; the two must agree. */
const flagsOf: Readonly<Record<StatusQuestion, readonly FlagMask[]>> = {
  1: [
    ['offline', 0x08],
    ['waitingForRecovery', 0x20],
    ['feedButton', 0x40],
  ],
  2: [
    ['coverOpen', 0x04],
    ['feedButton', 0x08],
    ['stoppedByPaperEnd', 0x20],
    ['error', 0x40],
  ],
  3: [
    ['recoverable', 0x04],
    ['cutter', 0x08],
    ['unrecoverable', 0x20],
    ['autoRecoverable', 0x40],
  ],
  4: [
    ['paperNearEnd', 0x0c],
    ['paperOut', 0x60],
  ],
};

/** Bits 0, 1, 4 and 7 of every answer are fixed (x00x 1xx10b read backwards: 0b0xx1xx10). */
const fixedBits = { mask: 0x93, value: 0x12 } as const;

export function looksLikeStatus(byte: number): boolean {
  return (byte & fixedBits.mask) === fixedBits.value;
}

/** The flags of one answer, or undefined when the byte cannot be an answer to this question. Never throws. */
export function parseStatusByte(question: StatusQuestion, byte: number): Partial<StatusFlags> | undefined {
  if (!looksLikeStatus(byte)) return undefined;
  const flags: Partial<Record<keyof StatusFlags, boolean>> = {};
  for (const [flag, mask] of flagsOf[question]) {
    const bits = byte & mask;
    if (bits !== 0 && bits !== mask) return undefined;
    flags[flag] = bits === mask;
  }
  return flags;
}

export interface StatusAnswer {
  readonly flags: Partial<StatusFlags>;
  readonly byte: number;
}

/** The last byte of a chunk that can be the answer; noise around it is passed over. Never throws. */
export function findAnswer(question: StatusQuestion, chunk: Uint8Array): StatusAnswer | undefined {
  for (let i = chunk.length - 1; i >= 0; i--) {
    const byte = chunk[i] ?? 0;
    const flags = parseStatusByte(question, byte);
    if (flags) return { flags, byte };
  }
  return undefined;
}

const allClear: StatusFlags = {
  offline: false,
  waitingForRecovery: false,
  feedButton: false,
  coverOpen: false,
  stoppedByPaperEnd: false,
  error: false,
  recoverable: false,
  cutter: false,
  unrecoverable: false,
  autoRecoverable: false,
  paperNearEnd: false,
  paperOut: false,
};

/** The answers to DLE EOT 1, 2, 3 and 4 together; `feedButton` is told by two of them. */
export function mergeFlags(answers: readonly Partial<StatusFlags>[]): StatusFlags {
  const feedButton = answers.some((answer) => answer.feedButton === true);
  return { ...Object.assign({ ...allClear }, ...answers), feedButton } as StatusFlags;
}

/** Why a printer cannot print now, most serious first. */
export type PrinterFault = 'unrecoverable' | 'coverOpen' | 'paperOut' | 'cutter' | 'offline';

interface FaultRow {
  readonly fault: PrinterFault;
  readonly holds: (flags: StatusFlags) => boolean;
  readonly device: DeviceState;
  readonly code: Exclude<Completion, 'success'>;
  readonly errorCode: ErrorCode;
  /** False where only a technician helps. */
  readonly retryable: boolean;
}

const faultTable: readonly FaultRow[] = [
  {
    fault: 'unrecoverable',
    holds: (flags) => flags.unrecoverable,
    device: 'hardwareError',
    code: 'hardwareError',
    errorCode: 'PRN-005',
    retryable: false,
  },
  {
    fault: 'coverOpen',
    holds: (flags) => flags.coverOpen,
    device: 'userError',
    code: 'commandErrorCode',
    errorCode: 'PRN-004',
    retryable: true,
  },
  {
    fault: 'paperOut',
    holds: (flags) => flags.paperOut || flags.stoppedByPaperEnd,
    device: 'userError',
    code: 'commandErrorCode',
    errorCode: 'PRN-002',
    retryable: true,
  },
  {
    fault: 'cutter',
    holds: (flags) => flags.cutter || flags.recoverable || flags.autoRecoverable || flags.error,
    device: 'hardwareError',
    code: 'commandErrorCode',
    errorCode: 'PRN-003',
    retryable: true,
  },
  {
    fault: 'offline',
    holds: (flags) => flags.offline || flags.waitingForRecovery,
    device: 'offline',
    code: 'deviceNotReady',
    errorCode: 'PRN-001',
    retryable: true,
  },
];

/** The most serious fault, or undefined when all four answers are good. Paper near its end is good. */
export function findFault(flags: StatusFlags): Omit<FaultRow, 'holds'> | undefined {
  return faultTable.find((row) => row.holds(flags));
}

/** The flags in XFS4IoT's words; what only an answer that is `missing` could have said is unknown. */
export function detailOf(flags: StatusFlags, missing: readonly StatusQuestion[] = []): StatusOf['receiptPrinter'] {
  const nearEnd = flags.paperNearEnd ? 'low' : 'full';
  const paper = missing.includes(4) ? 'unknown' : nearEnd;
  const cover = missing.includes(2) ? 'unknown' : 'closed';
  const cutter = missing.includes(3) ? 'unknown' : 'ok';
  return {
    paper: flags.paperOut || flags.stoppedByPaperEnd ? 'out' : paper,
    cover: flags.coverOpen ? 'open' : cover,
    // Any fault that a hand can clear counts as the cutter's: there is no other moving part in this class.
    cutter: flags.cutter || findFault(flags)?.fault === 'cutter' ? 'fault' : cutter,
  };
}
