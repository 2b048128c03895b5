import { z } from 'zod';
import { loadHolders } from '#drivers/id-reader/holders.ts';
import { printerFaults } from '#drivers/receipt-printer/mechanism.ts';
import type { PrinterFaultName } from '#drivers/receipt-printer/mechanism.ts';
import type { Rig } from './rig.ts';
import type { TerminalApp } from './terminal-app.ts';

/** Everything that a person at the dev-dock can do to the world around the terminal. Plain data, so that the page sends it as it is. */

const statusWords = [0x10, 0x11, 0x21, 0x24, 0x31, 0x32, 0x33, 0x40, 0x41, 0x47, 0x60, 0x66, 0x80, 0x81, 0x91] as const;

/** Faults of the reader by name; each is one of the simulator's. */
export const readerFaults = {
  mute: { kind: 'mute' },
  garbageBefore: { kind: 'garbageBefore' },
  splitHeader: { kind: 'splitHeader' },
  dribble: { kind: 'dribble', pieceBytes: 97, everyMs: 5 },
  truncated: { kind: 'truncated' },
  badXor: { kind: 'badXor' },
  lengthZero: { kind: 'badLength', length: 0 },
  lengthHuge: { kind: 'badLength', length: 65535 },
  wrongBaud: { kind: 'wrongBaud' },
  late: { kind: 'late', byMs: 4000 },
  liftedAfterFind: { kind: 'liftedAfter', step: 'find' },
  liftedAfterSelect: { kind: 'liftedAfter', step: 'select' },
  liftedDuringRead: { kind: 'liftedDuringRead' },
  unknownLayout: { kind: 'unknownLayout' },
  textOnly: { kind: 'textOnly' },
  noFingerprintCommand: { kind: 'noFingerprintCommand' },
  ...Object.fromEntries(
    statusWords.map(
      (word) => [`status${word.toString(16)}`, { kind: 'statusWord', word }] as [string, { kind: 'statusWord'; word: number }],
    ),
  ),
} as const;

const lineModes = ['ok', 'off', 'slow', 'error', 'deaf'] as const;

export const action = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('present'), person: z.string() }),
  z.strictObject({ do: z.literal('insertCard'), person: z.string() }),
  z.strictObject({ do: z.literal('twoCards') }),
  z.strictObject({ do: z.literal('removeCard') }),
  z.strictObject({ do: z.literal('camera'), show: z.string() }),
  z.strictObject({ do: z.literal('readerFault'), fault: z.string().nullable() }),
  z.strictObject({ do: z.literal('swapReader'), sam: z.enum(['own', 'other', 'unsupported', 'mute']) }),
  z.strictObject({ do: z.literal('printerFault'), fault: z.string().nullable() }),
  z.strictObject({ do: z.literal('cable'), device: z.enum(['reader', 'printer']), plugged: z.boolean() }),
  z.strictObject({ do: z.literal('line'), mode: z.enum(lineModes) }),
  z.strictObject({ do: z.literal('clock'), offsetMs: z.int() }),
  z.strictObject({ do: z.literal('killHost') }),
  z.strictObject({ do: z.literal('killCentre') }),
  z.strictObject({ do: z.literal('startCentre') }),
  z.strictObject({ do: z.literal('touch'), x: z.number().min(0).max(1), y: z.number().min(0).max(1) }),
  z.strictObject({
    do: z.literal('stroke'),
    points: z
      .array(z.tuple([z.number(), z.number()]))
      .min(2)
      .max(500),
  }),
  z.strictObject({ do: z.literal('type'), text: z.string().max(200) }),
]);
export type Action = z.infer<typeof action>;

export interface World {
  readonly rig: Rig;
  readonly app: TerminalApp;
  readonly size: { readonly width: number; readonly height: number };
}

/** Throws with a plain sentence where something does not exist. */
export async function act({ rig, app, size }: World, wanted: Action): Promise<void> {
  const holderOf = (key: string) => {
    const holder = loadHolders().find((one) => one.key === key);
    if (!holder) throw new Error(`nobody is called ${key}`);
    return holder;
  };
  switch (wanted.do) {
    case 'present':
      return rig.present(holderOf(wanted.person).key);
    case 'insertCard':
      return rig.reader.insertCard(holderOf(wanted.person));
    case 'twoCards':
      return rig.reader.insertTwoCards();
    case 'removeCard':
      return rig.reader.removeCard();
    case 'camera':
      return rig.camera.show(wanted.show);
    case 'readerFault':
      return rig.reader.setFault(wanted.fault === null ? null : faultNamed(wanted.fault));
    case 'swapReader':
      return rig.reader.setSam(wanted.sam);
    case 'printerFault':
      return wanted.fault === null ? rig.printer.repair() : rig.printer.switchOn(printerFaultNamed(wanted.fault));
    case 'cable': {
      const cable = wanted.device === 'reader' ? rig.readerCable : rig.printerCable;
      return wanted.plugged ? cable.restore() : cable.cut();
    }
    case 'line':
      return rig.line.setMode(wanted.mode);
    case 'clock':
      return app.host({ clockOffsetMs: wanted.offsetMs });
    case 'killHost':
      return app.killHost();
    case 'killCentre':
      return rig.centre.kill();
    case 'startCentre':
      return rig.centre.start();
    case 'touch':
      return app.page.mouse.click(wanted.x * size.width, wanted.y * size.height);
    case 'stroke':
      return stroke(app, size, wanted.points);
    case 'type':
      return app.page.keyboard.type(wanted.text);
  }
}

function faultNamed(name: string): (typeof readerFaults)[keyof typeof readerFaults] {
  const fault = readerFaults[name as keyof typeof readerFaults];
  if (!fault) throw new Error(`the reader has no fault ${name}`);
  return fault;
}

function printerFaultNamed(name: string): PrinterFaultName {
  if (!(name in printerFaults)) throw new Error(`the printer has no fault ${name}`);
  return name as PrinterFaultName;
}

async function stroke(app: TerminalApp, size: World['size'], points: readonly (readonly [number, number])[]): Promise<void> {
  const [first, ...rest] = points.map(([x, y]) => [x * size.width, y * size.height] as const);
  if (!first) return;
  await app.page.mouse.move(...first);
  await app.page.mouse.down();
  for (const point of rest) await app.page.mouse.move(...point);
  await app.page.mouse.up();
}
