import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Finding, Job } from './worker.ts';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Has each job done once by one of `size` processes; findings come back in the jobs' order. Rejects when a process ends early. */
export async function runJobs(
  jobs: readonly Omit<Job, 'id'>[],
  modelsFolder: string,
  size: number,
  onDone: (done: number) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let next = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: Math.min(size, jobs.length) }, async () => {
      const child = fork(worker, [modelsFolder], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const give = (): void => {
        const job = jobs[next];
        if (job) child.send({ id: next++, ...job } satisfies Job);
        else child.disconnect();
      };
      await new Promise<void>((resolve, reject) => {
        child.on('message', (finding: Finding) => {
          findings[finding.id] = finding;
          onDone(++done);
          give();
        });
        child.on('error', reject);
        child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
        give();
      });
    }),
  );
  return findings;
}
