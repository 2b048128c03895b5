import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options, P extends boolean> = ReturnType<
  typeof parseArgs<{ options: O & { help: { type: 'boolean'; short: 'h' } }; allowPositionals: P }>
>;

/** Said to the caller in one line; the process ends with exit code 2. */
export class CalledWrongly extends Error {
  override readonly name = 'CalledWrongly';
}

/**
 * What a command was called with. `--help` prints its usage and ends the process; what `usage` does not know is said in one line,
 * with exit code 2.
 * @param check throws `CalledWrongly` for values that do not fit.
 */
export function readOptions<const O extends Options, const P extends boolean = false>(
  usage: string,
  options: O,
  { positionals: allowPositionals, check }: { positionals?: P; check?: (given: Parsed<O, P>) => void } = {},
): Parsed<O, P> {
  try {
    const given = parseArgs({
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: allowPositionals === true,
    }) as Parsed<O, P>;
    if ((given.values as { help?: boolean }).help === true) {
      process.stdout.write(usage);
      process.exit(0);
    }
    check?.(given);
    return given;
  } catch (error) {
    const isOurs = error instanceof CalledWrongly || String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
    if (!isOurs) throw error;
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** 0..65535, 0 being any free one. @throws CalledWrongly */
export function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new CalledWrongly(`--port ${text}: a number from 0 to 65535`);
  return port;
}
