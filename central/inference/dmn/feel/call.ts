import type { Runtime } from './runtime.ts';
import type { FeelFunction, FeelValue } from './values.ts';

/** Whether so many arguments fit a signature. */
export function fits(signature: readonly string[], count: number): boolean {
  const required = signature.filter((name) => !name.endsWith('?') && !name.endsWith('...')).length;
  const open = signature.at(-1)?.endsWith('...') === true;
  return count >= required + (open ? 1 : 0) && (open || count <= signature.length);
}

/** The overload that named arguments mean, as places of the arguments; undefined where none fits. */
export function placesOf(fn: FeelFunction, names: readonly string[]): readonly (number | undefined)[] | undefined {
  for (const signature of fn.signatures) {
    const bare = signature.map((name) => name.replace(/(\?|\.\.\.)$/, ''));
    if (!names.every((name) => bare.includes(name))) continue;
    const missing = signature.some((name, i) => !name.endsWith('?') && !names.includes(bare[i] ?? ''));
    if (missing) continue;
    const places = bare.map((name) => (names.includes(name) ? names.indexOf(name) : undefined));
    while (places.length > 0 && places.at(-1) === undefined) places.pop();
    return places;
  }
  return undefined;
}

/** Calls with arguments in order; null where their number does not fit. */
export function callFunction(fn: FeelFunction, args: readonly FeelValue[], runtime: Runtime): FeelValue {
  if (!fn.signatures.some((signature) => fits(signature, args.length))) return null;
  const { budget } = runtime;
  budget.enter();
  const result = fn.call(args, runtime);
  budget.leave();
  return result;
}

/** Calls with named arguments; null where the names do not fit. */
export function callNamed(fn: FeelFunction, names: readonly string[], args: readonly FeelValue[], runtime: Runtime): FeelValue {
  const places = placesOf(fn, names);
  if (!places) return null;
  return callFunction(
    fn,
    places.map((place) => (place === undefined ? null : (args[place] ?? null))),
    runtime,
  );
}
