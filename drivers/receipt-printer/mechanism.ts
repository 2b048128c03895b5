import type { StatusQuestion } from './status.ts';

/** The parts of the simulated printer that can be in order or not. */
export interface Mechanism {
  readonly paper: 'full' | 'low' | 'out';
  readonly cover: 'closed' | 'open';
  readonly cutter: 'ok' | 'jammed';
  readonly offline: boolean;
  readonly unrecoverable: boolean;
  /** Answers nothing. */
  readonly mute: boolean;
  /** Takes bytes off the line. */
  readonly reading: boolean;
  readonly replyDelayMs: number;
}

export const soundMechanism: Mechanism = {
  paper: 'full',
  cover: 'closed',
  cutter: 'ok',
  offline: false,
  unrecoverable: false,
  mute: false,
  reading: true,
  replyDelayMs: 0,
};

export function canPrint(state: Mechanism): boolean {
  return state.paper !== 'out' && state.cover === 'closed' && state.cutter === 'ok' && !state.offline && !state.unrecoverable;
}

/** The answer to DLE EOT n, byte by byte as measured (devices.md §5): out 1a 32 12 7e, cover 1a 16 12 12, cutter 1a 52 1e 12. */
export function statusByte(question: StatusQuestion, state: Mechanism): number {
  const out = state.paper === 'out';
  const jammed = state.cutter === 'jammed';
  const bits = {
    1: canPrint(state) ? 0 : 0x08,
    2: (state.cover === 'open' ? 0x04 : 0) | (out ? 0x20 : 0) | (jammed || state.unrecoverable ? 0x40 : 0),
    3: (jammed ? 0x0c : 0) | (state.unrecoverable ? 0x20 : 0),
    4: { full: 0, low: 0x0c, out: 0x6c }[state.paper],
  };
  return 0x12 | bits[question];
}

/** When a fault comes: at once, after some paper of a receipt, or when the cutter is to move. */
export type FaultMoment = 'now' | 'midPrint' | 'atCut';
export type FaultEffect = Partial<Mechanism> | 'powerCycle';

/** Every fault that can be switched on, for tests and the dev-dock. */
export const printerFaults = {
  nearEnd: { moment: 'now', effect: { paper: 'low' } },
  paperOut: { moment: 'now', effect: { paper: 'out' } },
  paperOutMidPrint: { moment: 'midPrint', effect: { paper: 'out' } },
  coverOpen: { moment: 'now', effect: { cover: 'open' } },
  coverOpenMidPrint: { moment: 'midPrint', effect: { cover: 'open' } },
  cutterJam: { moment: 'atCut', effect: { cutter: 'jammed' } },
  offline: { moment: 'now', effect: { offline: true } },
  unrecoverable: { moment: 'now', effect: { unrecoverable: true } },
  unrecoverableMidPrint: { moment: 'midPrint', effect: { unrecoverable: true } },
  stallMidPrint: { moment: 'midPrint', effect: { reading: false } },
  powerCycleMidPrint: { moment: 'midPrint', effect: 'powerCycle' },
  lateReplies: { moment: 'now', effect: { replyDelayMs: 1_500 } },
  lateRepliesMidPrint: { moment: 'midPrint', effect: { replyDelayMs: 1_500 } },
  mute: { moment: 'now', effect: { mute: true } },
  muteMidPrint: { moment: 'midPrint', effect: { mute: true } },
} as const satisfies Record<string, { readonly moment: FaultMoment; readonly effect: FaultEffect }>;

export type PrinterFaultName = keyof typeof printerFaults;
