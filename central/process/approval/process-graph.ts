import type { ProcessStep } from '#contracts/approval/item.ts';

/** Which steps can be reached from a step, itself included. Unknown codes are passed over. */
export function reachableFrom(steps: readonly ProcessStep[], code: string): ReadonlySet<string> {
  const byCode = new Map(steps.map((step) => [step.code, step]));
  const seen = new Set<string>();
  const waiting = [code];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const step = byCode.get(next);
    if (!step || seen.has(next)) continue;
    seen.add(next);
    waiting.push(...step.next);
  }
  return seen;
}

/**
 * How far each step is from the beginning, by the longest way: the columns of a drawing. Undefined when the steps go round in a circle.
 * (Kahn's algorithm.)
 */
export function columnsOf(steps: readonly ProcessStep[]): ReadonlyMap<string, number> | undefined {
  const columns = new Map(steps.map(({ code }) => [code, 0]));
  const open = new Map(steps.map(({ code }) => [code, 0]));
  for (const { next } of steps) for (const code of new Set(next)) open.set(code, (open.get(code) ?? 0) + 1);
  const byCode = new Map(steps.map((step) => [step.code, step]));
  const ready = steps.filter(({ code }) => open.get(code) === 0);
  let done = 0;
  for (let step = ready.shift(); step; step = ready.shift()) {
    done += 1;
    for (const code of new Set(step.next)) {
      const after = byCode.get(code);
      if (!after) continue;
      columns.set(code, Math.max(columns.get(code) ?? 0, (columns.get(step.code) ?? 0) + 1));
      const left = (open.get(code) ?? 0) - 1;
      open.set(code, left);
      if (left === 0) ready.push(after);
    }
  }
  return done === steps.length ? columns : undefined;
}
