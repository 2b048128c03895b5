/**
 * Puts onto the machine what E-Station needs to build, run and test. Plain Node >= 20 without any dependency, because it runs
 * before there are any. Says one line for each step that does something, nothing when all is there, and names exactly what to
 * install where it cannot do it itself.
 *
 *   node build/setup.mjs            everything
 *   node build/setup.mjs packages   only the npm packages (enough for `npm run check`)
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Debian 12 packages, by what needs them. */
const systemPackages = {
  'the terminal window (Electron) and its virtual display':
    'xvfb libgtk-3-0 libnss3 libasound2 libgbm1 libcups2 libdrm2 libatk-bridge2.0-0 libatspi2.0-0 libxcomposite1 libxdamage1 libxrandr2 libxkbcommon0 libpango-1.0-0 libcairo2',
  'Chinese text with rare characters': 'fonts-noto-cjk fonts-hanazono fonts-babelstone-han',
  "the console's tests in a real browser": 'chromium',
  'simulated devices (serial lines), printing and their tests':
    'socat cups cups-client printer-driver-cups-pdf ghostscript poppler-utils xdotool x11-apps strace',
};

/** Thrown for what the person at the machine has to do; printed without a stack. */
class SetupError extends Error {}

/** The Node 24 that travels with the project; everything but the set-up runs on it. */
export function projectNode() {
  return path.join(root, 'node_modules', 'node', 'bin', 'node');
}

/** @param {'packages' | 'all'} what */
export async function setup(what = 'all') {
  checkNode();
  if (what === 'all') installSystemPackages();
  installNpmPackages();
  if (what === 'all') await fetchAssets();
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20)
    throw new SetupError(`Node ${process.versions.node} is too old: install Node 20 or newer, then run this again.`);
}

function installSystemPackages() {
  if (process.platform !== 'linux') {
    throw new SetupError(
      'The terminal and its tests run on Linux so far (Debian 12 is what we test). On other systems only `npm run check` works.',
    );
  }
  const wanted = Object.values(systemPackages).flatMap((names) => names.split(' '));
  const missing = missingSystemPackages(wanted);
  if (missing.length === 0) return;
  if (!fs.existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    throw new SetupError(
      `These system packages are missing (Debian names):\n  ${missing.join(' ')}\nInstall them, on Debian 12 with\n  sudo apt-get install --no-install-recommends ${missing.join(' ')}\nand run this again.`,
    );
  }
  say(`installing ${missing.length} system packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
}

/** Elsewhere than on Debian the needed programs are looked for instead of the packages. */
function missingSystemPackages(wanted) {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Abbrev}\n', ...wanted], { encoding: 'utf8' });
  if (query.error) {
    const programs = { xvfb: 'Xvfb', socat: 'socat', 'poppler-utils': 'pdftoppm' };
    return Object.keys(programs).filter((name) => spawnSync('sh', ['-c', `command -v ${programs[name]}`]).status !== 0);
  }
  const installed = new Set(
    query.stdout
      .split('\n')
      .filter((line) => line.split(' ')[1]?.startsWith('ii'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((name) => !installed.has(name));
}

function installNpmPackages() {
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const stamp = path.join(root, 'node_modules', '.e-station-lock');
  if (readOr(stamp) === hash && fs.existsSync(projectNode())) return;
  say('installing npm packages (about a minute)');
  // Not `npm ci`: it refuses a lock that lacks other platforms' optional packages, and a registry mirror may not have them all.
  // The lock decides every version all the same, and is not written. onnxruntime-node would otherwise fetch CUDA files from
  // outside the registry and fail the whole install.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { env });
  if (!fs.existsSync(projectNode())) {
    throw new SetupError(
      'npm did not install the Node 24 of package `node`: its install script may have been refused. Allow it and run again.',
    );
  }
  fs.writeFileSync(stamp, hash);
}

async function fetchAssets() {
  const { ensureElectron } = await import(pathToFileURL(path.join(root, 'build', 'electron-runtime.mjs')).href);
  await ensureElectron({ log: say });
  // Written in TypeScript, which Node 24 runs as it is; skipped quickly when its stamp is fresh.
  run(projectNode(), [path.join(root, 'build', 'assets.ts')], {});
}

function run(command, args, { env = process.env }) {
  const result = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.error)
    throw new SetupError(
      `${command} cannot be run (${result.error.code ?? result.error.message}): install it and run this again.`,
    );
  if (result.status !== 0)
    throw new SetupError(
      `\`${command} ${args.slice(0, 3).join(' ')} …\` failed (exit ${result.status}); its own words are above.`,
    );
}

function readOr(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function say(line) {
  process.stderr.write(`set-up: ${line}\n`);
}

/** Runs `main` and turns a SetupError into plain words and exit code 1. */
export async function plainly(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError) && !(error instanceof Error && error.name === 'SetupError')) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await plainly(() => setup(process.argv[2] === 'packages' ? 'packages' : 'all'));
}
