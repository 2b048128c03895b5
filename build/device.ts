/** The technician's bench: one device, one command, on the drivers that the terminal itself uses. See `usage`. */
import { parseCommand, usage, type BenchCommand } from './device-bench/arguments.ts';
import type { BenchRun } from './device-bench/bench.ts';
import { runCamera } from './device-bench/camera.ts';
import { runList } from './device-bench/list.ts';
import { readPrintable, runPrint, runPrinter } from './device-bench/printer.ts';
import { runReader } from './device-bench/reader.ts';

function calledWrongly(why: string): number {
  process.stderr.write(`${why}\n\n${usage}`);
  return 2;
}

function runCommand(command: BenchCommand): Promise<number> | number {
  const run: BenchRun = {
    print: (result) => process.stdout.write(`${JSON.stringify(result)}\n`),
    timeoutMs: 'timeoutMs' in command ? command.timeoutMs : undefined,
  };
  switch (command.kind) {
    case 'list':
      return runList(run);
    case 'camera':
      return runCamera(command.port, run);
    case 'reader':
      return runReader(command.what, command.line, run);
    case 'printer':
      return runPrinter(command.what, command.line, run);
    case 'print': {
      const text = readPrintable(command.file);
      return text.ok ? runPrint(text.value, command.line, run) : calledWrongly(text.error);
    }
  }
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) process.stdout.write(usage);
else {
  const command = parseCommand(args);
  process.exitCode = command.ok ? await runCommand(command.value) : calledWrongly(command.error);
}
