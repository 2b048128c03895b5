import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './children.ts';
import type { Child } from './children.ts';

/** A serial cable: two pseudo-terminals joined by socat. Cutting it is what unplugging looks like to a driver. */
export interface PtyLine {
  /** The end that the terminal's driver opens. */
  readonly terminalEnd: string;
  readonly deviceEnd: string;
  cut(): Promise<void>;
  restore(): Promise<void>;
  stop(): Promise<void>;
}

export async function createPtyLine(folder: string, name: string): Promise<PtyLine> {
  const terminalEnd = path.join(folder, `${name}.terminal`);
  const deviceEnd = path.join(folder, `${name}.device`);
  let socat: Child | undefined;

  async function restore(): Promise<void> {
    if (socat) return;
    const ends = [terminalEnd, deviceEnd].map((link) => `pty,raw,echo=0,link=${link}`);
    socat = startChild('socat', { args: ends, logFile: path.join(folder, `${name}.socat.log`) });
    while (!existsSync(terminalEnd) || !existsSync(deviceEnd)) await delay(10);
  }
  async function cut(): Promise<void> {
    const running = socat;
    socat = undefined;
    await running?.stop();
  }
  await restore();
  return { terminalEnd, deviceEnd, cut, restore, stop: cut };
}
