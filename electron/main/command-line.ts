import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';

/** What the shell was told when it was started. */
export interface ShellOptions {
  /** Host program that Node 24 runs instead of the one that travels with the product. Unpackaged builds only. */
  readonly hostEntry?: string;
  /** Arguments of the host. Unpackaged builds only: a terminal's host reads its own configuration. */
  readonly hostArgs: readonly string[];
  /** A window of this size in CSS pixels instead of the whole screen. Unpackaged builds only. */
  readonly windowed?: { readonly width: number; readonly height: number };
  /** Where log lines go besides stderr. */
  readonly logFile?: string;
}

/**
 * The only switches that a shipped terminal starts with. Chromium and Node obey many others before our code runs (debuggers,
 * remote control, fake cameras, foreign code, no sandbox), so a terminal that sees one that is not listed here ends at once.
 */
const allowedInProduct = [
  'log-file',
  'user-data-dir',
  'ozone-platform',
  'ozone-platform-hint',
  'disable-gpu',
  'force-device-scale-factor',
  'touch-events',
];

const options = ['host-entry', 'host-args', 'windowed', 'log-file'] as const;
type OptionName = (typeof options)[number];

/**
 * Reads the shell's own options out of a command line that Chromium's switches may stand on too.
 * @param words `process.argv` after the program
 * @returns the options, or which word is refused and why, in one sentence for a technician
 */
export function parseCommandLine(words: readonly string[], build: { readonly packaged: boolean }): Result<ShellOptions, string> {
  if (build.packaged) {
    const refused = words.map(switchNameOf).find((name) => name !== undefined && !allowedInProduct.includes(name));
    if (refused !== undefined) return err(`--${refused} is not allowed on a terminal`);
  }
  const given = collectOptions(words);
  const hostArgs = parseHostArgs(given.get('host-args'));
  const windowed = parseSize(given.get('windowed'));
  if (!hostArgs.ok) return hostArgs;
  if (!windowed.ok) return windowed;
  const hostEntry = given.get('host-entry');
  const logFile = given.get('log-file');
  return ok({
    hostArgs: hostArgs.value,
    ...(hostEntry !== undefined && { hostEntry }),
    ...(windowed.value !== undefined && { windowed: windowed.value }),
    ...(logFile !== undefined && { logFile }),
  });
}

function switchNameOf(word: string): string | undefined {
  return /^--?([a-z][a-z0-9-]*)/i.exec(word)?.[1]?.toLowerCase();
}

/** `--name value` and `--name=value` both count. */
function collectOptions(words: readonly string[]): ReadonlyMap<OptionName, string> {
  const found = new Map<OptionName, string>();
  words.forEach((word, i) => {
    for (const name of options) {
      if (word.startsWith(`--${name}=`)) found.set(name, word.slice(name.length + 3));
      else if (word === `--${name}`) found.set(name, words[i + 1] ?? '');
    }
  });
  return found;
}

function parseHostArgs(text: string | undefined): Result<readonly string[], string> {
  if (text === undefined) return ok([]);
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.every((word) => typeof word === 'string')) return ok(value);
  } catch {
    // the same sentence as for JSON of another shape
  }
  return err('--host-args must be a JSON list of texts');
}

function parseSize(text: string | undefined): Result<ShellOptions['windowed'], string> {
  if (text === undefined) return ok(undefined);
  const [, width, height] = /^(\d{3,5})x(\d{3,5})$/.exec(text) ?? [];
  if (width === undefined || height === undefined) return err('--windowed must be WIDTHxHEIGHT, such as 1080x1920');
  return ok({ width: Number(width), height: Number(height) });
}
