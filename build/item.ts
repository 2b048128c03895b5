/** `npm run item`: items of the imperceptible approval on a running centre, from files to live. See `usage`. */
import { parseItemCommand, usage, type ItemCommand } from './item/arguments.ts';
import * as commands from './item/commands.ts';
import { NoCentre, openCentreLine } from './item/line.ts';

function run(command: ItemCommand): Promise<commands.Outcome> {
  if (command.is === 'validate') return commands.validate(command);
  const line = openCentreLine(command.central, command.data);
  switch (command.is) {
    case 'add':
      return commands.add(command, line);
    case 'approve':
      return commands.approve(command, line);
    case 'publish':
      return commands.publish(command, line);
    case 'retire':
      return commands.retire(command, line);
    case 'list':
      return commands.list(line);
    case 'export':
      return commands.exportItem(command, line);
    case 'suspend':
      return commands.suspend(command, line);
    case 'resume':
      return commands.resume(command, line);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const command = parseItemCommand(args);
  if (!command.ok) {
    process.stderr.write(`${command.error}\n\n${usage}`);
    return 2;
  }
  try {
    const { exit, words, json } = await run(command.value);
    if (command.value.json) process.stdout.write(`${JSON.stringify(json)}\n`);
    else (exit === 0 ? process.stdout : process.stderr).write(words);
    return exit;
  } catch (error) {
    if (!(error instanceof NoCentre)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 3;
  }
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) process.stdout.write(usage);
else process.exitCode = await main(args);
