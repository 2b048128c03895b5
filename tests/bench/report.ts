import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A limit that a measurement is held against. */
export interface Goal {
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Measurements {
  /** Plain numbers; the unit is in the name (`p50Ms`, `rssMiB`). */
  readonly figures: Readonly<Record<string, number>>;
  /** Against a peer or a limit that was measured in the same run. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly goals: Readonly<Record<string, Goal>>;
}

/** Writes `out/bench/NAME.json`, prints the table, and makes the process exit with 1 when a goal is missed. */
export function report(name: string, { figures, ratios, goals }: Measurements): void {
  const folder = fileURLToPath(new URL('../../out/bench/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const judged = Object.fromEntries(Object.entries(goals).map(([goal, limits]) => [goal, { ...limits, met: isMet(limits) }]));
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify({ figures, ratios, goals: judged }, null, 2)}\n`);
  for (const [title, rows] of [
    ['figure', figures],
    ['ratio', ratios],
  ] as const) {
    for (const [row, value] of Object.entries(rows)) console.log(`${title.padEnd(8)} ${row.padEnd(40)} ${shown(value)}`);
  }
  for (const [goal, { value, atMost, atLeast, met }] of Object.entries(judged)) {
    const limit = atMost === undefined ? `>= ${shown(atLeast ?? 0)}` : `<= ${shown(atMost)}`;
    console.log(`${'goal'.padEnd(8)} ${goal.padEnd(40)} ${shown(value)} (${limit}) ${met ? 'met' : 'MISSED'}`);
  }
  if (Object.values(judged).some(({ met }) => !met)) process.exitCode = 1;
}

function isMet({ value, atMost = Infinity, atLeast = -Infinity }: Goal): boolean {
  return value <= atMost && value >= atLeast;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}

/** The value below which `share` (0..1) of the samples lie; nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}
