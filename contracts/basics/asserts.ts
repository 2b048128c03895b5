/** Ends an exhaustive switch: a compile error when a variant was forgotten, a throw when data lied about its type. */
export function assertNever(value: never): never {
  throw new Error(`unreachable variant: ${JSON.stringify(value)}`);
}

/** States what must be true by construction; a throw here is a bug of ours, never a user's mistake. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${what}`);
}
