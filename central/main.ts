import { prettifyError, ZodError } from 'zod';
import { startCentre } from './centre.ts';
import { readCommandLine } from './config.ts';
import { openLog } from './log.ts';

/**
 * The centre as a process: `node central/main.ts --data DIR [--port N] [--host H] [--demo] [--json-ready]`. Says on stdout, in one
 * line, when it is ready; logs to stderr; SIGTERM and SIGINT end it in order, a second one does not make it hurry.
 */
const { config, jsonReady } = commandLine();
const log = openLog();

function commandLine(): ReturnType<typeof readCommandLine> {
  try {
    return readCommandLine(process.argv.slice(2), process.env);
  } catch (error) {
    const why = error instanceof ZodError ? prettifyError(error) : error instanceof Error ? error.message : String(error);
    process.stderr.write(`the centre was started wrongly: ${why}\n`);
    process.exit(2);
  }
}

// The signals are ours from the first moment: one that comes during the start ends what was started.
let stopAsked = false;
let stop = (): void => {
  stopAsked = true;
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop());

// A bug that nobody caught: its text may quote what a person said, so only its name is told. The supervisor starts us again.
process.on('uncaughtException', (error) => {
  log('centre.request-failed', { route: 'none', error: error.name });
  process.exit(1);
});

try {
  const centre = await startCentre(config, { log });
  let ending = false;
  stop = () => {
    if (ending) return;
    ending = true;
    void centre.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  if (stopAsked) stop();
  else
    process.stdout.write(
      jsonReady ? `${JSON.stringify({ ready: true, port: centre.port })}\n` : `centre ready: https://localhost:${centre.port}\n`,
    );
} catch (error) {
  process.stderr.write(`the centre cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
