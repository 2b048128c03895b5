import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sandboxSwitches } from '#build/electron-runtime.mjs';

const delays = { pollMs: 20, giveUpMs: 60_000 };

/** How to start what is measured. */
export interface Start {
  readonly electron: string;
  /** The app and its own arguments. */
  readonly words: readonly string[];
  /** User folder that is kept between runs, as a terminal keeps it. */
  readonly userData: string;
  readonly display: string;
}

/**
 * Starts Electron, waits for the page's first contentful paint and ends it again.
 * @returns ms from the spawn to that paint, both by the wall clock; the page is asked over Chromium's debugging port
 */
export async function timeToFirstPaint({ electron, words, userData, display }: Start): Promise<number> {
  await fs.rm(path.join(userData, 'DevToolsActivePort'), { force: true });
  const spawnedAt = Date.now();
  const child = spawn(electron, [...sandboxSwitches(), `--user-data-dir=${userData}`, '--remote-debugging-port=0', ...words], {
    env: { ...process.env, DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    stdio: 'ignore',
  });
  try {
    return (await firstPaintAt(userData)) - spawnedAt;
  } finally {
    await end(child);
  }
}

/** A folder for user data below the system's temporary folder. */
export function makeUserData(name: string): Promise<string> {
  return fs.mkdtemp(path.join(os.tmpdir(), `estation-bench-${name}-`));
}

async function firstPaintAt(userData: string): Promise<number> {
  const giveUpAt = Date.now() + delays.giveUpMs;
  while (Date.now() < giveUpAt) {
    const target = await pageTarget(userData).catch(() => undefined);
    const paintedAt = target === undefined ? undefined : await askPage(target).catch(() => undefined);
    if (paintedAt !== undefined) return paintedAt;
    await wait(delays.pollMs);
  }
  throw new Error('no first contentful paint was seen');
}

/** The debugger's address of the page, once Electron has written where it listens. */
async function pageTarget(userData: string): Promise<string | undefined> {
  const [port] = (await fs.readFile(path.join(userData, 'DevToolsActivePort'), 'utf8')).split('\n');
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
  const targets = (await answer.json()) as { type: string; webSocketDebuggerUrl: string }[];
  return targets.find((target) => target.type === 'page')?.webSocketDebuggerUrl;
}

/** Wall clock of the page's first contentful paint; undefined when there was none yet. */
async function askPage(address: string): Promise<number | undefined> {
  const socket = new WebSocket(address);
  try {
    await once(socket, 'open');
    const expression =
      "(() => { const [paint] = performance.getEntriesByName('first-contentful-paint'); return paint && performance.timeOrigin + paint.startTime; })()";
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }));
    const [message] = (await once(socket, 'message')) as [MessageEvent<string>];
    const answer = JSON.parse(message.data) as { result: { result: { value?: number } } };
    return answer.result.result.value;
  } finally {
    socket.close();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await once(child, 'exit');
  clearTimeout(insist);
}
