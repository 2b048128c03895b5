/**
 * `npm run package`: the terminal as a folder that runs with nothing else installed (`out/package/linux-unpacked`): Electron,
 * the shell as an archive, the host with its own Node 24, the face models. No developer's tool, simulator or test is in it.
 */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, Platform } from 'electron-builder';
import { buildHost } from './build-host.ts';
import { buildShell } from './build-shell.ts';
import { packageConfig } from './electron-builder.config.ts';
import { electronVersionOf, ensureElectron, isTestRuntime } from './electron-runtime.mjs';
import { ensureModels } from './models.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = path.join(root, 'out', 'package');

/** Packs the terminal; returns the folder that it made. */
export async function packageTerminal(log: (line: string) => void): Promise<string> {
  // outside the working copy: the packer looks for packages upwards from where it stands
  const staging = await fs.mkdtemp(path.join(os.tmpdir(), 'estation-package-'));
  const [app, resources] = [path.join(staging, 'app'), path.join(staging, 'resources')];
  try {
    await fs.rm(output, { recursive: true, force: true });
    log('package: building shell and host');
    await Promise.all([stageShell(app), stageResources(resources)]);
    const electron = await ensureElectron({ log });
    log(`package: packing with Electron ${electronVersionOf(electron)}`);
    await build({
      targets: Platform.LINUX.createTarget('dir'),
      projectDir: app,
      config: packageConfig({
        electronDist: path.dirname(electron),
        electronVersion: electronVersionOf(electron),
        resources,
        output,
      }),
    });
    const made = path.join(output, 'linux-unpacked');
    await fs.rm(path.join(made, 'resources', 'default_app.asar'), { force: true });
    await secureSandboxHelper(made, log);
    if (isTestRuntime(electron)) await markAsTestBuild(made, electronVersionOf(electron), log);
    return made;
  } finally {
    await fs.rm(staging, { recursive: true, force: true });
  }
}

/** A manifest of its own: no dependency, no script, nothing of the working copy. */
async function stageShell(folder: string): Promise<void> {
  const shell = await buildShell();
  await fs.mkdir(folder, { recursive: true });
  for (const part of ['main.cjs', 'preload.cjs', 'renderer']) {
    await fs.cp(path.join(shell.folder, part), path.join(folder, part), { recursive: true });
  }
  const { version, license, description } = JSON.parse(await fs.readFile(path.join(root, 'package.json'), 'utf8')) as Manifest;
  const manifest = { name: 'e-station', version, license, description, author: 'E-Station', main: 'main.cjs' };
  await fs.writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
}

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly description: string;
}

async function stageResources(folder: string): Promise<void> {
  await fs.mkdir(path.join(folder, 'node24'), { recursive: true });
  await fs.copyFile(path.join(root, 'node_modules', 'node', 'bin', 'node'), path.join(folder, 'node24', 'node'));
  await fs.cp(await ensureModels(), path.join(folder, 'models'), { recursive: true, dereference: true });
  await fs.copyFile(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'));
  await buildHost(path.join(folder, 'host'));
}

/** Chromium's sandbox helper must belong to root with the set-uid bit where the kernel gives users no namespaces. */
async function secureSandboxHelper(folder: string, log: (line: string) => void): Promise<void> {
  const helper = path.join(folder, 'chrome-sandbox');
  if (process.getuid?.() === 0) {
    await fs.chown(helper, 0, 0);
    await fs.chmod(helper, 0o4755);
  } else {
    log(`package: at installation, run as root: chown root:root ${helper} && chmod 4755 ${helper}`);
  }
}

async function markAsTestBuild(folder: string, version: string, log: (line: string) => void): Promise<void> {
  const text =
    `Packed with Electron ${version}, which is end of life: for tests on machines that cannot fetch the official one.\n` +
    'Never install this on a terminal. Set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH and pack again.\n';
  await fs.writeFile(path.join(folder, 'TEST-BUILD-DO-NOT-SHIP.txt'), text);
  log(`package: TEST BUILD. ${text.trim().replaceAll('\n', ' ')}`);
}

if (import.meta.main) console.log(await packageTerminal(console.log));
