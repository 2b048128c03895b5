import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pauseFor } from 'node:timers/promises';

/** A serial cable between a driver and a simulator: a real pty pair, which can be pulled out and put back. */
export interface PtyPair {
  /** Where the driver opens its port. */
  readonly driverEnd: string;
  /** Where the simulator sits. */
  readonly deviceEnd: string;
  /** Pulls the plug: both ends hang up and the paths are gone. */
  cut(): Promise<void>;
  /** Puts the plug back, under the same paths. */
  restore(): Promise<void>;
  /** Ends socat and removes the folder. */
  remove(): Promise<void>;
}

/** Starts socat; fails with its own words when it cannot. */
export async function createPtyPair(): Promise<PtyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'estation-pty-'));
  const [driverEnd, deviceEnd] = [join(folder, 'driver'), join(folder, 'device')];
  let socat: ChildProcess | undefined;

  async function restore(): Promise<void> {
    if (socat) return;
    const child = spawn('socat', [`pty,raw,echo=0,link=${driverEnd}`, `pty,raw,echo=0,link=${deviceEnd}`], { stdio: 'ignore' });
    socat = child;
    const failed = new Promise<never>((_, reject) => child.once('error', reject));
    await Promise.race([failed, untilTrue(() => existsSync(driverEnd) && existsSync(deviceEnd))]);
  }

  async function cut(): Promise<void> {
    const child = socat;
    if (!child) return;
    socat = undefined;
    const exited = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    await exited;
    await untilTrue(() => !existsSync(driverEnd) && !existsSync(deviceEnd));
  }

  await restore();
  return {
    driverEnd,
    deviceEnd,
    cut,
    restore,
    async remove() {
      await cut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for what the outside world will make true; throws after 20 s, which only a broken test reaches. */
export async function untilTrue(condition: () => boolean): Promise<void> {
  const givesUpAt = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > givesUpAt) throw new Error(`never became true: ${condition.toString()}`);
    await pauseFor(2);
  }
}
