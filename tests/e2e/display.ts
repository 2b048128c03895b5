import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A virtual screen of the test's own. */
export interface Display {
  /** `:NUMBER`, for the environment variable DISPLAY. */
  readonly name: string;
  readonly stop: () => Promise<void>;
}

/** Starts Xvfb on a number that it finds free itself and tells on file descriptor 3. */
export async function startDisplay(size: { readonly width: number; readonly height: number }): Promise<Display> {
  const screen = `${size.width}x${size.height}x24`;
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await numberFrom(server);
  return {
    name: `:${number}`,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}

function numberFrom(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}; is the package xvfb installed?`)));
    server.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
}
