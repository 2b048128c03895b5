import { z } from 'zod';

/**
 * What a person at the dev-dock can do to the world around a terminal, as the page sends it (`POST /do`). Development only:
 * nothing that is packaged imports this folder. Places on the screen are parts of its width and height, 0 to 1.
 */

/** The reader's line or its firmware misbehaves. */
export const readerLineFaults = [
  'mute',
  'late',
  'dribble',
  'splitHeader',
  'garbageBefore',
  'truncated',
  'badXor',
  'lengthZero',
  'lengthHuge',
  'wrongBaud',
  'noFingerprintCommand',
] as const;

/** The card misbehaves, or the hand that holds it. */
export const readerCardFaults = [
  'liftedAfterFind',
  'liftedAfterSelect',
  'liftedDuringRead',
  'unknownLayout',
  'textOnly',
] as const;

/** Status words (SW3) that the reader then answers to every command; `status41` = 0x41. */
export const readerStatusFaults = [
  'status10',
  'status11',
  'status21',
  'status24',
  'status31',
  'status32',
  'status33',
  'status40',
  'status41',
  'status47',
  'status60',
  'status66',
  'status80',
  'status81',
  'status91',
] as const;

export const readerFaultNames = [...readerLineFaults, ...readerCardFaults, ...readerStatusFaults] as const;
export type ReaderFaultName = (typeof readerFaultNames)[number];

/** Faults of the receipt printer that are there at once. */
export const printerFaultsNow = ['nearEnd', 'paperOut', 'coverOpen', 'offline', 'unrecoverable', 'lateReplies', 'mute'] as const;

/** Faults that wait for a receipt: they come in the middle of it, `cutterJam` at its cut. */
export const printerFaultsWaiting = [
  'paperOutMidPrint',
  'coverOpenMidPrint',
  'cutterJam',
  'unrecoverableMidPrint',
  'stallMidPrint',
  'powerCycleMidPrint',
  'lateRepliesMidPrint',
  'muteMidPrint',
] as const;

export const printerFaultNames = [...printerFaultsNow, ...printerFaultsWaiting] as const;
export type DockPrinterFault = (typeof printerFaultNames)[number];

/** off: nothing gets through · slow · error: somebody on the way answers 500 · deaf: requests arrive, answers are lost. */
export const lineModes = ['ok', 'slow', 'off', 'error', 'deaf'] as const;
export type DockLineMode = (typeof lineModes)[number];

/** The SAM that the reader names: its own, another one's (the reader was swapped), an answer 21, or none. */
export const samChoices = ['own', 'other', 'unsupported', 'mute'] as const;
export type DockSam = (typeof samChoices)[number];

/** How the department behind the centre misbehaves. */
export const departmentModes = ['none', 'slow', 'down', 'error', 'lost-reply', 'bad-signature', 'wrong-person'] as const;
export type DepartmentMode = (typeof departmentModes)[number];

/** Keys that are not characters; Tab and Escape stay with the dock's own page. */
export const dockKeys = ['Enter', 'Backspace', 'Delete', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;

const part = z.number().min(0).max(1);

export const action = z.discriminatedUnion('do', [
  /** Lays the person's card on the reader and puts the person before the camera. */
  z.strictObject({ do: z.literal('present'), person: z.string() }),
  z.strictObject({ do: z.literal('insertCard'), person: z.string() }),
  z.strictObject({ do: z.literal('twoCards') }),
  z.strictObject({ do: z.literal('removeCard') }),
  /** Seen from the camera's next start. */
  z.strictObject({ do: z.literal('camera'), show: z.string() }),
  z.strictObject({ do: z.literal('readerFault'), fault: z.enum(readerFaultNames).nullable() }),
  z.strictObject({ do: z.literal('swapReader'), sam: z.enum(samChoices) }),
  /** Adds one; null repairs everything. */
  z.strictObject({ do: z.literal('printerFault'), fault: z.enum(printerFaultNames).nullable() }),
  z.strictObject({ do: z.literal('cable'), device: z.enum(['reader', 'printer']), plugged: z.boolean() }),
  z.strictObject({ do: z.literal('line'), mode: z.enum(lineModes) }),
  z.strictObject({ do: z.literal('department'), mode: z.enum(departmentModes) }),
  /** The terminal's wall clock against the machine's, ms. */
  z.strictObject({ do: z.literal('clock'), offsetMs: z.int() }),
  z.strictObject({ do: z.literal('killHost') }),
  z.strictObject({ do: z.literal('killCentre') }),
  z.strictObject({ do: z.literal('startCentre') }),
  z.strictObject({ do: z.literal('touch'), x: part, y: part }),
  z.strictObject({
    do: z.literal('stroke'),
    points: z
      .array(z.tuple([part, part]))
      .min(2)
      .max(500),
  }),
  z.strictObject({ do: z.literal('type'), text: z.string().max(200) }),
  z.strictObject({ do: z.literal('key'), key: z.enum(dockKeys) }),
]);
export type Action = z.infer<typeof action>;
