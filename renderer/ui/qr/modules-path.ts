/** Light border that a reader needs around the code, in modules (ISO/IEC 18004). */
export const quietZone = 4;

/** The dark modules as one SVG path: one stroke of height 1 for each run in a row. */
export function modulesPath(modules: ArrayLike<number>, size: number): string {
  const runs: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const start = column;
      while (column < size && modules[row * size + column]) column += 1;
      if (column > start) runs.push(`M${start + quietZone} ${row + quietZone}h${column - start}v1h-${column - start}z`);
    }
  }
  return runs.join('');
}
