import { readdirSync, readFileSync } from 'node:fs';

/** Of /proc/PID/stat; Linux counts in hundredths of a second. */
const tickUs = 10_000;

interface ProcessTimes {
  readonly parent: number;
  readonly ownUs: number;
  /** Of children that have ended. */
  readonly endedChildrenUs: number;
}

/** CPU time that a process has used, with all its threads and its ended children, µs. */
export function cpuOf(pid: number): number {
  const times = timesOf(pid);
  return times ? times.ownUs + times.endedChildrenUs : 0;
}

/** The same of a process and every process below it. */
export function cpuOfTree(root: number): number {
  const processes = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name): [number, ProcessTimes][] => {
        const times = timesOf(Number(name));
        return times ? [[Number(name), times]] : [];
      }),
  );
  const below = (pid: number): number =>
    [...processes].filter(([, { parent }]) => parent === pid).reduce((sum, [child]) => sum + below(child), 0) + cpuOf(pid);
  return below(root);
}

/** Whose command line holds `text`; the oldest of them is the parent of the others. */
export function findProcess(text: string): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .sort((a, b) => a - b)
    .find((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').includes(text));
}

function timesOf(pid: number): ProcessTimes | undefined {
  // The second field is the name in brackets and may hold anything; the fields after it are numbers.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ');
  if (!fields || fields.length < 15) return undefined;
  const at = (index: number) => Number(fields[index]);
  return { parent: at(1), ownUs: (at(11) + at(12)) * tickUs, endedChildrenUs: (at(13) + at(14)) * tickUs };
}

/** Empty when the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
