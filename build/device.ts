/** The technician's bench: one device, one command, on the drivers that the terminal itself uses. See `usage`. */
import { parseCommand, usage, type BenchCommand } from './device-bench/arguments.ts';
import type { BenchRun } from './device-bench/bench.ts';
import { runCamera } from './device-bench/camera.ts';
import { runList } from './device-bench/list.ts';
import { runPrint, runPrinter } from './device-bench/printer.ts';
import { runReader } from './device-bench/reader.ts';

function calledWrongly(why: string): number {
  process.stderr.write(`${why}\n\n${usage}`);
  return 2;
}

/** One that ends a command early, and lets it tell how far it came; a second Ctrl-C is the same one (npm passes it on, too). */
function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());
  // Whoever read along went away (`| head`): there is nobody left to tell.
  process.stdout.on('error', () => stop.abort());
  return stop.signal;
}

function runCommand(command: BenchCommand): Promise<number> | number {
  const run: BenchRun = {
    print: (result) => process.stdout.write(`${JSON.stringify(result)}\n`),
    timeoutMs: 'timeoutMs' in command ? command.timeoutMs : undefined,
    stop: untilStopped(),
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
    case 'print':
      return runPrint(command.file, command.line, run);
  }
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) process.stdout.write(usage);
else {
  const command = parseCommand(args);
  process.exitCode = command.ok ? await runCommand(command.value) : calledWrongly(command.error);
}
