import type { Action, ReaderFaultName } from '#contracts/dev-dock/actions.ts';
import { getHolder } from '#drivers/id-reader/holders.ts';
import type { IdReaderFault } from '#drivers/id-reader/simulator-faults.ts';
import type { Rig } from './rig.ts';
import type { Switches } from './switches.ts';
import type { TerminalApp } from './terminal-app.ts';

const statusWord = (word: number): IdReaderFault => ({ kind: 'statusWord', word });

/** Faults of the reader by the dock's names for them; each is one of the simulator's. */
const readerFaults: Readonly<Record<ReaderFaultName, IdReaderFault>> = {
  mute: { kind: 'mute' },
  late: { kind: 'late', byMs: 4_000 },
  dribble: { kind: 'dribble', pieceBytes: 97, everyMs: 5 },
  splitHeader: { kind: 'splitHeader' },
  garbageBefore: { kind: 'garbageBefore' },
  truncated: { kind: 'truncated' },
  badXor: { kind: 'badXor' },
  lengthZero: { kind: 'badLength', length: 0 },
  lengthHuge: { kind: 'badLength', length: 65_535 },
  wrongBaud: { kind: 'wrongBaud' },
  noFingerprintCommand: { kind: 'noFingerprintCommand' },
  liftedAfterFind: { kind: 'liftedAfter', step: 'find' },
  liftedAfterSelect: { kind: 'liftedAfter', step: 'select' },
  liftedDuringRead: { kind: 'liftedDuringRead' },
  unknownLayout: { kind: 'unknownLayout' },
  textOnly: { kind: 'textOnly' },
  status10: statusWord(0x10),
  status11: statusWord(0x11),
  status21: statusWord(0x21),
  status24: statusWord(0x24),
  status31: statusWord(0x31),
  status32: statusWord(0x32),
  status33: statusWord(0x33),
  status40: statusWord(0x40),
  status41: statusWord(0x41),
  status47: statusWord(0x47),
  status60: statusWord(0x60),
  status66: statusWord(0x66),
  status80: statusWord(0x80),
  status81: statusWord(0x81),
  status91: statusWord(0x91),
};

/** What can stand before the camera: the faces of the people, and attacks. */
export function cameraChoices({ people, camera }: Rig): readonly string[] {
  return [...new Set(people.map(({ face }) => face)), ...camera.attacks];
}

/** The world around one terminal, as far as a hand at the dock reaches. */
export interface World {
  readonly rig: Rig;
  readonly app: TerminalApp;
  /** Of the terminal's screen, px. */
  readonly size: { readonly width: number; readonly height: number };
  readonly switches: Switches;
}

/** Throws with a plain sentence where something does not exist. */
export async function act(world: World, wanted: Action): Promise<void> {
  const { rig, app, size, switches } = world;
  switch (wanted.do) {
    case 'present':
      rig.present(wanted.person);
      switches.person = wanted.person;
      return;
    case 'insertCard':
      rig.reader.insertCard(getHolder(rig.people, wanted.person));
      switches.person = wanted.person;
      return;
    case 'twoCards':
      return rig.reader.insertTwoCards();
    case 'removeCard':
      return rig.reader.removeCard();
    case 'camera':
      if (!cameraChoices(rig).includes(wanted.show)) throw new Error(`there is no picture ${wanted.show}`);
      return rig.camera.show(wanted.show);
    case 'readerFault':
      rig.reader.setFault(wanted.fault === null ? null : readerFaults[wanted.fault]);
      switches.readerFault = wanted.fault;
      return;
    case 'swapReader':
      rig.reader.setSam(wanted.sam);
      switches.sam = wanted.sam;
      return;
    case 'printerFault':
      return spoilPrinter(world, wanted.fault);
    case 'cable':
      return plug(world, wanted.device, wanted.plugged);
    case 'line':
      return rig.line.setMode(wanted.mode);
    case 'department':
      await rig.centre.department.control('POST', '/fault', { mode: wanted.mode });
      switches.department = wanted.mode;
      return;
    case 'clock':
      await app.host({ clockOffsetMs: wanted.offsetMs });
      switches.clockOffsetMs = wanted.offsetMs;
      return;
    case 'killHost':
      await app.killHost();
      // The shift was in that process: the next host begins with the machine's own clock.
      switches.clockOffsetMs = 0;
      return;
    case 'killCentre':
      await rig.centre.kill();
      switches.centreRuns = false;
      return;
    case 'startCentre':
      if (switches.centreRuns) return;
      await rig.centre.start();
      switches.centreRuns = true;
      return;
    case 'touch':
      return app.page.mouse.click(wanted.x * size.width, wanted.y * size.height);
    case 'stroke':
      return stroke(app, size, wanted.points);
    case 'type':
      return app.page.keyboard.type(wanted.text);
    case 'key':
      return app.page.keyboard.press(wanted.key);
  }
}

function spoilPrinter({ rig, switches }: World, fault: (Action & { do: 'printerFault' })['fault']): void {
  if (fault === null) {
    rig.printer.repair();
    switches.printerFaults = [];
  } else {
    rig.printer.switchOn(fault);
    switches.printerFaults = [...switches.printerFaults.filter((name) => name !== fault), fault];
  }
}

async function plug({ rig, switches }: World, device: 'reader' | 'printer', plugged: boolean): Promise<void> {
  const cable = device === 'reader' ? rig.readerCable : rig.printerCable;
  await (plugged ? cable.restore() : cable.cut());
  switches.plugged[device] = plugged;
}

async function stroke(app: TerminalApp, size: World['size'], points: readonly (readonly [number, number])[]): Promise<void> {
  const [first, ...rest] = points.map(([x, y]) => [x * size.width, y * size.height] as const);
  if (!first) return;
  await app.page.mouse.move(...first);
  await app.page.mouse.down();
  for (const point of rest) await app.page.mouse.move(...point);
  await app.page.mouse.up();
}
