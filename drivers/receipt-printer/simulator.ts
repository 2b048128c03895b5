import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#contracts/basics/clock.ts';
import { createInterpreter, EscPosError, interpret, textOf, type Printed } from './interpreter.ts';
import {
  canPrint,
  printerFaults,
  soundMechanism,
  statusByte,
  type FaultEffect,
  type Mechanism,
  type PrinterFaultName,
} from './mechanism.ts';
import { createRealTimeScanner, type RealTimeCommand } from './real-time.ts';
import { renderReceipt } from './render.ts';
import { createSimulatorPort } from './simulator-port.ts';

export interface SimulatedReceipt {
  /** 1, 2, 3… in the order of printing. */
  readonly number: number;
  /** PNG of the slip. */
  readonly file: string;
  /** One entry a printed text line. */
  readonly lines: readonly string[];
  /** False when it never came to the cut: paper out, power lost, buffer cleared. */
  readonly cut: boolean;
}

export interface ReceiptPrinterSimulatorOptions {
  /** The far end of a pty pair (or a real port). */
  readonly path: string;
  /** Takes `receipt-0001.png` and so on; made when missing. */
  readonly folder: string;
  readonly clock: Clock;
  /** Paper speed; 1,600 dots/s = 200 mm/s when left out. */
  readonly dotsPerSecond?: number;
  /** Paper of a receipt after which a fault with moment `midPrint` comes. */
  readonly faultAfterDots?: number;
  /** How long the printer is dark in a power cycle. */
  readonly darkMs?: number;
}

export interface ReceiptPrinterSimulator {
  start(): Promise<void>;
  stop(): Promise<void>;
  switchOn(fault: PrinterFaultName): void;
  /** Repairs everything: paper in, cover shut, cutter free, line open. What is in the buffer goes on printing. */
  repair(): void;
  mechanism(): Mechanism;
  receipts(): readonly SimulatedReceipt[];
  onReceipt(listener: (receipt: SimulatedReceipt) => void): () => void;
  /** Paper that came out since the start, in dots. */
  paperDots(): number;
  /** Bytes that no printer would understand, as sentences; empty when the driver is right. */
  refusals(): readonly string[];
}

/** An ESC/POS printer on the other end of a line: strict about commands, honest about its state, with every fault to order. */
export function createReceiptPrinterSimulator(options: ReceiptPrinterSimulatorOptions): ReceiptPrinterSimulator {
  const { clock, folder, dotsPerSecond = 1_600, faultAfterDots = 250, darkMs = 1_500 } = options;
  const port = createSimulatorPort({ path: options.path, clock, onData: receive });
  const receipts: SimulatedReceipt[] = [];
  const refusals: string[] = [];
  const listeners = new Set<(receipt: SimulatedReceipt) => void>();
  let state = soundMechanism;
  let traps: PrinterFaultName[] = [];
  let scan = createRealTimeScanner();
  let interpreter = createInterpreter();
  let buffer: Printed[] = [];
  let slip: Printed[] = [];
  let working = false;
  let stopped = true;
  /** Without power: nothing is taken, printed or answered. */
  let dark = true;
  let rendering: Promise<void> = Promise.resolve();
  let slips = 0;
  let paperDots = 0;

  function receive(chunk: Uint8Array): void {
    if (dark) return;
    const realTime = scan(chunk);
    const clears = realTime.some((command) => command.kind === 'clear');
    for (const command of realTime) answer(command);
    // What stood before the clearing is gone; the driver sends nothing behind it in one breath.
    if (clears) return clear();
    try {
      buffer.push(...interpreter.push(chunk));
    } catch (cause) {
      if (!(cause instanceof EscPosError)) throw cause;
      refusals.push(cause.message);
      interpreter = createInterpreter();
    }
    work();
  }

  function answer(command: RealTimeCommand): void {
    if (command.kind !== 'status' || state.mute) return;
    const reply = (): void => port.write(Uint8Array.of(statusByte(command.question, state)));
    if (state.replyDelayMs > 0) clock.after(state.replyDelayMs, reply);
    else reply();
  }

  function clear(): void {
    buffer = [];
    interpreter = createInterpreter();
    if (slip.length > 0) finish(false);
  }

  /** Prints what is in the buffer, each thing in its time, until it is empty or something stops it. */
  function work(): void {
    const next = buffer[0];
    if (working || dark || !next || !canPrint(state)) return;
    if (spring(next)) return;
    buffer.shift();
    working = true;
    clock.after((next.heightDots / dotsPerSecond) * 1_000, () => {
      working = false;
      if (dark) return;
      slip.push(next);
      paperDots += next.heightDots;
      if (next.kind === 'cut') finish(true);
      work();
    });
  }

  /** Lets a fault that waits for this moment happen; true when it stops the paper. */
  function spring(next: Printed): boolean {
    const dots = slip.reduce((total, item) => total + item.heightDots, next.heightDots);
    const due = traps.filter((name) => {
      const { moment } = printerFaults[name];
      return moment === 'atCut' ? next.kind === 'cut' : dots >= faultAfterDots;
    });
    traps = traps.filter((name) => !due.includes(name));
    for (const name of due) take(printerFaults[name].effect);
    return dark || !canPrint(state);
  }

  function take(effect: FaultEffect): void {
    if (effect === 'powerCycle') return powerCycle();
    state = { ...state, ...effect };
    port.setReading(state.reading);
  }

  function powerCycle(): void {
    dark = true;
    clear();
    clock.after(darkMs, () => {
      if (stopped) return;
      dark = false;
      state = soundMechanism;
      scan = createRealTimeScanner();
    });
  }

  function finish(cut: boolean): void {
    const printed = slip;
    const number = ++slips;
    slip = [];
    const file = join(folder, `receipt-${String(number).padStart(4, '0')}.png`);
    rendering = rendering.then(async () => {
      await writeFile(file, await renderReceipt(printed, cut));
      const receipt = { number, file, cut, lines: printed.filter((item) => item.kind === 'text').map(textOf) };
      receipts.push(receipt);
      for (const listener of listeners) listener(receipt);
    });
  }

  return {
    async start() {
      await mkdir(folder, { recursive: true });
      await warmUp();
      stopped = false;
      dark = false;
      await port.start();
    },
    async stop() {
      stopped = true;
      dark = true;
      await port.stop();
      await rendering;
    },
    switchOn(fault) {
      const { moment, effect } = printerFaults[fault];
      if (moment === 'now') take(effect);
      else traps.push(fault);
    },
    repair() {
      traps = [];
      take(soundMechanism);
      work();
    },
    mechanism: () => state,
    receipts: () => receipts,
    onReceipt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    paperDots: () => paperDots,
    refusals: () => refusals,
  };
}

/** Loads canvas and fonts now: a printer that is busy drawing its first picture would answer late. */
async function warmUp(): Promise<void> {
  await renderReceipt(interpret(Buffer.from('1c26d5d0410a', 'hex')), true);
}
