/**
 * How far a hybrid clock's physical part (`<ms hex 12>-<counter hex 4>-<terminal>`) is ahead of us, ms; negative when it is
 * behind, 0 when it cannot be read. Shown and logged, never decided upon.
 */
export function clockDriftMs(hlc: string, nowMs: number): number {
  const physical = /^([0-9a-f]{12})-[0-9a-f]{4}-/.exec(hlc)?.[1];
  return physical === undefined ? 0 : Number.parseInt(physical, 16) - nowMs;
}
