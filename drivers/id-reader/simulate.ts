/** A simulated ID-card reader by hand: `node drivers/id-reader/simulate.ts PATH [HOLDER]`, then orders on stdin (see ../README.md). */
import { createInterface } from 'node:readline';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { getHolder, loadHolders } from './holders.ts';
import type { IdReaderFault } from './simulator-faults.ts';
import { createIdReaderSimulator, type SamChoice } from './simulator.ts';

const holders = loadHolders();
const sams: readonly SamChoice[] = ['own', 'other', 'unsupported', 'mute'];
const [path, holder] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write(`PATH [HOLDER], where HOLDER is one of ${holders.map((one) => one.key).join(', ')}\n`);
  process.exit(2);
}

const simulator = createIdReaderSimulator({ path, clock: systemClock });

function obey(line: string): void {
  const [order, ...rest] = line.trim().split(' ');
  const argument = rest.join(' ');
  if (order === 'insert') simulator.insertCard(getHolder(holders, argument));
  else if (order === 'remove') simulator.removeCard();
  else if (order === 'two') simulator.insertTwoCards();
  else if (order === 'sam') simulator.setSam(sams.find((one) => one === argument) ?? 'own');
  else if (order === 'fault') simulator.setFault(JSON.parse(argument) as IdReaderFault | null);
  else throw new Error('insert HOLDER, remove, two, sam own|other|unsupported|mute, fault JSON');
}

await simulator.start();
if (holder !== undefined) obey(`insert ${holder}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
for await (const line of createInterface({ input: process.stdin })) {
  try {
    obey(line);
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  }
}
