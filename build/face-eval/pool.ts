import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Finding, Job, WorkerMessage } from './worker.ts';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * Has each job done by one of `size` processes; findings come back in the jobs' order. A process that dies over a picture is
 * replaced, and the picture tried once more; one that takes the second process down, too, counts as unreadable. Rejects with one
 * sentence when a process cannot work at all.
 */
export async function runJobs(
  jobs: readonly Omit<Job, 'id'>[],
  modelsFolder: string,
  size: number,
  onDone: (done: number) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const waiting = jobs.map((_, id) => id);
  const fatal = new Set<number>();
  let done = 0;

  function finish(finding: Finding): void {
    findings[finding.id] = finding;
    onDone(++done);
  }

  /** One process, from its start until there are no more jobs or it ends early. */
  function workWithOne(): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = fork(worker, [modelsFolder], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      let inHand: number | undefined;
      const give = (): void => {
        inHand = waiting.shift();
        const job = inHand === undefined ? undefined : jobs[inHand];
        if (job && inHand !== undefined) child.send({ id: inHand, ...job } satisfies Job);
        else child.disconnect();
      };
      child.on('message', (message: WorkerMessage) => {
        if ('failed' in message) {
          reject(new Error(`the face networks do not work here: ${message.failed}`));
          child.disconnect();
          return;
        }
        if ('id' in message) finish(message);
        give();
      });
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        if (code === 0) return resolve();
        if (inHand === undefined) return reject(new Error(`a process ended with ${code ?? signal} before its first picture`));
        if (fatal.has(inHand)) finish({ id: inHand, found: false, unreadable: true });
        else waiting.unshift(inHand);
        fatal.add(inHand);
        resolve(workWithOne());
      });
    });
  }

  await Promise.all(Array.from({ length: Math.min(size, jobs.length) }, workWithOne));
  return findings;
}
