/** `npm run report`: figures computed from data, never kept anywhere. See `usage`. */
import { parseReportCall, usage } from './reports/call.ts';
import { trialItems } from './reports/trial-items.ts';

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) process.stdout.write(usage);
else process.exitCode = await main(args);

async function main(given: readonly string[]): Promise<number> {
  const call = parseReportCall(given, process.env);
  if (!call.ok) {
    process.stderr.write(`${call.error}\n\n${usage}`);
    return 2;
  }
  try {
    const { words, json } = await trialItems(call.value);
    process.stdout.write(call.value.json ? `${JSON.stringify(json)}\n` : words);
    return 0;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The report cannot be made: ${why}\n`);
    if (why.includes('in use')) process.stderr.write('A centre that is running is asked with --central URL.\n');
    return 1;
  }
}
