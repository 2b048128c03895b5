/** A simulated receipt printer by hand: `node drivers/receipt-printer/simulate.ts PATH FOLDER`, then orders on stdin. */
import { createInterface } from 'node:readline';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { printerFaults, type PrinterFaultName } from './mechanism.ts';
import { createReceiptPrinterSimulator } from './simulator.ts';

const names = Object.keys(printerFaults) as PrinterFaultName[];
const usage = `repair, or one of: ${names.join(', ')}`;
const [path, folder] = process.argv.slice(2);
if (path === undefined || folder === undefined) {
  process.stderr.write(`PATH FOLDER, then on stdin: ${usage}\n`);
  process.exit(2);
}

const simulator = createReceiptPrinterSimulator({ path, folder, clock: systemClock });
simulator.onReceipt(({ file, cut, lines }) => process.stdout.write(`${JSON.stringify({ file, cut, lines })}\n`));
await simulator.start();
process.once('SIGTERM', () => void simulator.stop());
process.once('SIGINT', () => void simulator.stop().then(() => process.exit(0)));
for await (const line of createInterface({ input: process.stdin })) {
  const fault = names.find((name) => name === line.trim());
  if (fault) simulator.switchOn(fault);
  else if (line.trim() === 'repair') simulator.repair();
  else process.stderr.write(`${usage}\n`);
}
