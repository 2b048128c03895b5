import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { getHolder, loadHolders } from '#drivers/id-reader/holders.ts';
import type { Holder } from '#drivers/id-reader/holders.ts';
import { createIdReaderSimulator } from '#drivers/id-reader/simulator.ts';
import type { IdReaderSimulator } from '#drivers/id-reader/simulator.ts';
import { createReceiptPrinterSimulator } from '#drivers/receipt-printer/simulator.ts';
import type { ReceiptPrinterSimulator } from '#drivers/receipt-printer/simulator.ts';
import type { HostOptions } from '#electron/host/options.ts';
import { createBankLine } from './bank-line.ts';
import type { BankLine } from './bank-line.ts';
import { createSimulatedCamera } from './camera-picture.ts';
import type { SimulatedCamera } from './camera-picture.ts';
import { root } from './children.ts';
import { startCentre } from './centre.ts';
import type { RunningCentre } from './centre.ts';
import { createDevSigner, staffPinRecord } from './dev-signer.ts';
import { createPtyLine } from './pty-line.ts';
import type { PtyLine } from './pty-line.ts';

/** The PIN of the demonstration's staff; a real terminal has its own. */
export const demoStaffPin = '2468';

export interface RigOptions {
  /** Everything of the run lies in it: data, logs, printed matter. */
  readonly folder: string;
  readonly models: string;
  readonly demoFaces: string;
  /** A centre that runs already; absent = one of the rig's own. */
  readonly centre?: RunningCentre;
  /** Start source systems, message providers and courier as well. */
  readonly outside?: boolean;
  /** Start an identity provider for the console. */
  readonly staff?: boolean;
  /** Idle times of the site, ms; short ones for tests of the idle wipe. */
  readonly idle?: { readonly warnAfterMs: number; readonly endAfterMs: number };
}

/** The world around one terminal on one machine: centre, departments, line, devices, cards and faces. All simulated, none faked above the byte. */
export interface Rig {
  readonly folder: string;
  readonly people: readonly Holder[];
  readonly centre: RunningCentre;
  readonly line: BankLine;
  readonly reader: IdReaderSimulator;
  readonly readerCable: PtyLine;
  readonly printer: ReceiptPrinterSimulator;
  readonly printerCable: PtyLine;
  readonly camera: SimulatedCamera;
  /** Folder that takes the A4 PDFs. */
  readonly documents: string;
  readonly hostOptions: HostOptions;
  /** Environment of the host: where simulated photos are decoded from. */
  readonly hostEnv: Readonly<Record<string, string>>;
  /** Lays a person's card on the reader and puts the same person before the camera. */
  present(personKey: string): void;
  stop(): Promise<void>;
}

export const terminal = 'E0217';
const defaultIdle = { warnAfterMs: 45_000, endAfterMs: 30_000 };

export async function startRig(options: RigOptions): Promise<Rig> {
  const folder = path.resolve(options.folder);
  const at = (...names: string[]): string => path.join(folder, ...names);
  for (const name of ['logs', 'lines', 'receipts', 'documents', 'config']) mkdirSync(at(name), { recursive: true });

  const centre =
    options.centre ??
    (await startCentre({ folder: at('centre'), logs: at('logs'), terminal, outside: options.outside, staff: options.staff }));
  const line = await createBankLine(centre.port(), centre.tls);
  const readerCable = await createPtyLine(at('lines'), 'reader');
  const printerCable = await createPtyLine(at('lines'), 'printer');
  const reader = createIdReaderSimulator({ path: readerCable.deviceEnd, clock: systemClock });
  const printer = createReceiptPrinterSimulator({ path: printerCable.deviceEnd, folder: at('receipts'), clock: systemClock });
  await Promise.all([reader.start(), printer.start()]);
  const camera = createSimulatedCamera(at('camera.y4m'), options.demoFaces);
  const people = loadHolders();
  const hostOptions = writeConfiguration(options, { folder, centre, line, readerCable, printerCable });

  return {
    folder,
    people,
    centre,
    line,
    reader,
    readerCable,
    printer,
    printerCable,
    camera,
    documents: at('documents'),
    hostOptions,
    hostEnv: { ESTATION_DEMO_FACES: options.demoFaces },
    present(personKey) {
      const holder = getHolder(people, personKey);
      camera.show(holder.face);
      reader.insertCard(holder);
    },
    async stop() {
      await Promise.all([reader.stop(), printer.stop()]);
      await Promise.all([readerCable.stop(), printerCable.stop(), line.stop()]);
      await centre.stop();
    },
  };
}

interface Surroundings {
  readonly folder: string;
  readonly centre: RunningCentre;
  readonly line: BankLine;
  readonly readerCable: PtyLine;
  readonly printerCable: PtyLine;
}

/** Writes the signed files that make this terminal what it is, and says where everything lies. */
function writeConfiguration(options: RigOptions, { folder, centre, line, readerCable, printerCable }: Surroundings): HostOptions {
  const config = path.join(folder, 'config');
  const signer = createDevSigner(config);
  const files = {
    config: path.join(config, 'terminal.json'),
    facePolicy: path.join(config, 'face-policy.json'),
    configKeys: path.join(config, 'keys.json'),
  };
  signer.write(files.config, {
    terminal,
    profile: 'e-station',
    site: {
      name: { 'zh-CN': '即墨蓝村站', en: 'Lancun Station, Jimo' },
      city: { 'zh-CN': '青岛市', en: 'Qingdao' },
      phone: '12345',
      district: '即墨区',
      nearest: { 'zh-CN': '蓝村街道便民服务中心（步行 6 分钟）', en: 'Lancun Community Service Centre (6 minutes on foot)' },
    },
    centre: { url: `https://127.0.0.1:${line.port}`, publicUrl: `https://127.0.0.1:${centre.port()}` },
    devices: {
      idReader: { path: readerCable.terminalEnd, baudRate: 115_200 },
      receiptPrinter: { path: printerCable.terminalEnd, baudRate: 115_200 },
      docPrinter: { folder: path.join(folder, 'documents') },
      camera: { label: '' },
      wltDecoder: { command: [process.execPath, path.join(root, 'drivers/id-reader/simulated-wlt-decoder.ts')] },
    },
    idle: options.idle ?? defaultIdle,
    offlineCaps: { acts: 500, ageHours: 72 },
    staffPin: staffPinRecord(demoStaffPin),
  });
  signer.write(files.facePolicy, JSON.parse(readFileSync(path.join(root, 'assets/models/face-policy.json'), 'utf8')));
  writeFileSync(files.configKeys, JSON.stringify(signer.publicKeys));
  return {
    ...files,
    centreKeys: centre.publicKeysFile,
    data: path.join(folder, 'terminal'),
    models: options.models,
    tls: centre.terminalTls,
    logFile: path.join(folder, 'logs', 'host.log'),
  };
}
