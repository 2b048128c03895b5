import { execFile, fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { extractAll } from '@electron/asar';
import { ensureDemoFaces } from '#build/demo-faces.ts';
import { packageTerminal } from '#build/package.ts';
import { openToWalk } from '#build/surroundings.ts';
import type { FromHost, ToHost } from '#contracts/ipc/api.ts';
import { startRig } from '#electron/dev-dock/rig.ts';
import { grabDisplay } from './display-picture.ts';
import { test } from './terminal-test.ts';

/**
 * The packed terminal. Slow, so it runs on a package that is already there (`npm run package`), or makes one where
 * ESTATION_PACKAGE=1 asks for it.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const packed = path.join(root, 'out', 'package', 'linux-unpacked');
const binary = path.join(packed, 'e-station');
const host = path.join(packed, 'resources', 'host');
const node = path.join(packed, 'resources', 'node24', 'node');
const run = promisify(execFile);

/** Chromium's sandbox is wanted in the product, and it refuses root: tests that run as root start it as nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

let folder = '';
let shell = '';

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const wanted = process.env['ESTATION_PACKAGE'] === '1';
  if (wanted) await packageTerminal(() => {});
  const there = await fs.access(binary).then(
    () => true,
    () => false,
  );
  test.skip(!there, 'no package: run `npm run package`, or set ESTATION_PACKAGE=1');
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'estation-package-test-'));
  shell = path.join(folder, 'shell');
  extractAll(path.join(packed, 'resources', 'app.asar'), shell);
  await fs.mkdir(path.join(folder, 'home'));
  if (nobody.uid !== undefined) {
    await fs.chown(folder, nobody.uid, nobody.gid);
    await fs.chown(path.join(folder, 'home'), nobody.uid, nobody.gid);
  }
});

test.afterAll(async () => {
  if (folder !== '') await fs.rm(folder, { recursive: true, force: true });
});

/** Starts the packed terminal with the user folder and the log below this test's folder. */
function start(display: string, ...words: string[]): ChildProcess {
  const home = path.join(folder, 'home');
  return spawn(binary, [`--user-data-dir=${path.join(home, 'user')}`, `--log-file=${path.join(home, 'shell.log')}`, ...words], {
    ...nobody,
    cwd: home,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      DISPLAY: display,
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '--require=/nowhere/injected.js',
    },
    stdio: 'ignore',
  });
}

async function shellLog(): Promise<Record<string, unknown>[]> {
  const text = await fs.readFile(path.join(folder, 'home', 'shell.log'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function filesUnder(place: string): Promise<string[]> {
  const entries = await fs.readdir(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** Names that simulators, stand-ins, the dev-dock or tests declare for themselves and no shipped source knows. */
async function developersNames(): Promise<string[]> {
  const parts = ['electron', 'renderer', 'drivers', 'contracts', 'central', 'tests'];
  const sources = (await Promise.all(parts.map((part) => filesUnder(path.join(root, part))))).flat();
  const ours = new Set<string>();
  const theirs = new Set<string>();
  for (const file of sources.filter((name) => /\.tsx?$/.test(name))) {
    const text = await fs.readFile(file, 'utf8');
    if (/^tests\/|dev-dock|gallery|simulat|stand-?in/.test(path.relative(root, file))) {
      for (const [, name = ''] of text.matchAll(/^(?:export )?(?:async )?(?:function|class|const) (\w{10,})/gm)) theirs.add(name);
    } else {
      for (const word of text.match(/\w{10,}/g) ?? []) ours.add(word);
    }
  }
  // names of one word are everyday words that any library may use
  return [...theirs].filter((name) => !ours.has(name) && /[a-z][A-Z]/.test(name));
}

test('no simulator, stand-in, dev-dock or test is in the package', async () => {
  const own = [...(await filesUnder(shell)), ...(await filesUnder(host)).filter((file) => !file.includes('/node_modules/'))];
  const names = own.map((file) => path.relative(file.startsWith(shell) ? shell : host, file));
  expect(
    names.filter((name) => /simulat|stand-?in|dev-?dock|fixture|people\.json|\.(test|spec)\.|gallery|demo/i.test(name)),
  ).toEqual([]);
  const forbidden = await developersNames();
  expect(forbidden.length).toBeGreaterThan(100);
  const found: string[] = [];
  for (const file of own.filter((name) => /\.(c?js|json|html)$/.test(name))) {
    const words = new Set((await fs.readFile(file, 'utf8')).match(/\w{10,}/g));
    found.push(...forbidden.filter((name) => words.has(name)).map((name) => `${name} in ${path.basename(file)}`));
  }
  expect(found).toEqual([]);
});

test('only packages that the host needs, for this platform, with their licences', async () => {
  const packages = await fs.readdir(path.join(host, 'node_modules'));
  const developers = ['electron', 'vite', 'vitest', 'playwright', '@playwright', 'typescript', 'knip', 'oxlint', 'pg', 'fastify'];
  expect(packages.filter((name) => developers.includes(name))).toEqual([]);
  const foreign = (await filesUnder(host)).filter((file) => /(darwin|win32|android|musl|arm64)[^/]*(\/|\.node$)/.test(file));
  expect(foreign).toEqual([]);
  expect(await fs.readdir(path.join(packed, 'resources'))).not.toContain('default_app.asar');
  for (const licence of ['LICENSE.electron.txt', 'LICENSES.chromium.html', 'resources/LICENSE']) {
    await fs.access(path.join(packed, licence));
  }
});

test("the host's native parts load on the Node that travels with it", async () => {
  const natives = ['better-sqlite3', 'serialport', 'onnxruntime-node', '@napi-rs/canvas', 'pdfkit', 'iconv-lite', 'qrcode'];
  const script = natives.map((name) => `await import(${JSON.stringify(name)});`).join('\n');
  const file = path.join(host, 'loads.mjs');
  await fs.writeFile(file, `${script}\nconsole.log(process.version);`);
  try {
    const { stdout } = await run(node, [file], { cwd: host });
    expect(stdout).toMatch(/^v24\./);
  } finally {
    await fs.rm(file);
  }
});

test('the packed host opens its journal and shows a view', async () => {
  test.setTimeout(120_000);
  const models = path.join(packed, 'resources', 'models');
  const rig = await startRig({ folder: openToWalk(path.join(folder, 'rig')), models, demoFaces: await ensureDemoFaces() });
  const child = fork(path.join(host, 'electron', 'host', 'main.js'), [JSON.stringify(rig.hostOptions)], {
    cwd: host,
    execPath: node,
    execArgv: [],
    serialization: 'advanced',
  });
  const said: FromHost[] = [];
  child.on('message', (message: FromHost) => said.push(message));
  try {
    await expect
      .poll(() => said.map((message) => message.t), { timeout: 60_000 })
      .toEqual(expect.arrayContaining(['ready', 'view']));
    const names = said.flatMap((message) => (message.t === 'view' ? [message.view.screen.name] : []));
    expect(names).toContain('attract');
  } finally {
    child.send({ t: 'stop' } satisfies ToHost);
    await once(child, 'exit');
    await rig.stop();
  }
});

test('it starts, sandboxed, from the archive, and shows the page though its host has no configuration', async ({ display }) => {
  test.setTimeout(90_000);
  const terminal = start(display.name);
  try {
    await expect
      .poll(async () => (await shellLog()).map((line) => line['event']), { timeout: 60_000 })
      .toContain('shell.started');
    expect((await shellLog()).find((line) => line['event'] === 'shell.started')).toMatchObject({ packaged: true });
    // the host ran on its own Node and refused to work without its options; the shell tries again
    await expect
      .poll(async () => (await shellLog()).find((line) => line['event'] === 'host.exited'))
      .toMatchObject({ reason: 'exit 1' });
    const picture = await grabDisplay(display.name);
    const colours = new Set<string>();
    for (let y = 0; y < 1920; y += 37) for (let x = 0; x < 1080; x += 41) colours.add(picture.colourAt(x, y));
    expect(colours.size).toBeGreaterThan(2);
  } finally {
    terminal.kill('SIGTERM');
    await once(terminal, 'exit');
  }
});

for (const word of [
  '--remote-debugging-port=0',
  '--remote-debugging-pipe',
  '--inspect=0',
  '--no-sandbox',
  '--windowed=100x100',
]) {
  test(`it refuses to run with ${word}`, async ({ display }) => {
    const refused = start(display.name, word);
    const [code] = (await once(refused, 'exit')) as [number];
    expect(code).toBe(2);
  });
}
