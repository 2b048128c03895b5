import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const nodeModules = fileURLToPath(new URL('../node_modules', import.meta.url));

/** What of an installed package never runs on a terminal: sources, types, maps, other platforms' binaries. Licences stay. */
const neverShipped = [
  /^@types(\/|$)/,
  /(^|\/)(\.github|\.vscode|__tests__|benchmark|demo|docs?|examples?|miniprogram|tests?|types|typings)(\/|$)/,
  /\.(map|ts|cts|mts|tsbuildinfo|h|hpp|c|cc|cpp|gyp|gypi|html)$/,
  /(^|\/)(README|CHANGELOG|CONTRIBUTING|HISTORY)[^/]*$/i,
  /(^|\/)prebuilds\/(?!linux-x64)[^/]+(\/|$)/,
  /\.musl\.node$/,
  /^better-sqlite3\/(deps|src)(\/|$)/,
  /^face-api\.js\/(model|src|build)(\/|$)/,
  /^onnxruntime-node\/(script|bin\/napi-v\d+\/(darwin|win32|linux\/arm64))(\/|$)/,
];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly libc?: readonly string[];
}

/** Copies installed packages and all that they depend on, pruned to what runs on this platform, into a `node_modules` folder. */
export async function copyPackages(names: readonly string[], into: string): Promise<void> {
  for (const folder of await closure(names)) {
    const from = path.join(nodeModules, folder);
    await fs.cp(from, path.join(into, folder), {
      recursive: true,
      dereference: true,
      filter: (file) => !isPruned(path.relative(nodeModules, file).split(path.sep).join('/')),
    });
  }
}

/** True for a path below `node_modules` (with `/`) that is left out. */
export function isPruned(file: string): boolean {
  return neverShipped.some((pattern) => pattern.test(file));
}

/** Folders below `node_modules`: the packages and, as Node would find them, what they depend on. Absent optional ones are left out. */
async function closure(names: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const open = names.map((name) => ({ name, from: '', optional: false }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const folder = await locate(next.name, next.from);
    if (folder === undefined && !next.optional) throw new Error(`package ${next.name} is not installed`);
    if (folder === undefined || found.has(folder)) continue;
    const manifest = JSON.parse(await fs.readFile(path.join(nodeModules, folder, 'package.json'), 'utf8')) as Manifest;
    if (manifest.libc !== undefined && !manifest.libc.includes('glibc')) continue;
    found.add(folder);
    const optional = manifest.optionalDependencies ?? {};
    for (const name of Object.keys({ ...manifest.dependencies, ...optional })) {
      open.push({ name, from: folder, optional: name in optional });
    }
  }
  return [...found].sort();
}

/** Beside the package that asks, or further up: Node's own way. */
async function locate(name: string, from: string): Promise<string | undefined> {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    const folder = place === '' ? name : `${place}/node_modules/${name}`;
    if (await exists(path.join(nodeModules, folder, 'package.json'))) return folder;
    if (place === '' || !place.includes('/node_modules/')) {
      return place !== '' && (await exists(path.join(nodeModules, name, 'package.json'))) ? name : undefined;
    }
  }
}

function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
