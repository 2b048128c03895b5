import { err, ok, type Result } from '#contracts/basics/result.ts';
import { lineFault, type LineFault } from '../transport/transport.ts';
import { ippStatus, texts, type IppGroup, type IppReply } from './ipp.ts';
import { jobTarget, target, type IppClient } from './ipp-client.ts';
import { jobAttributes, jobOf, printerAttributes, queueStateOf, type Job, type QueueState } from './queue-state.ts';

/** One queue of cupsd. A fault `notFound` means that there is no such queue. */
export interface CupsQueue {
  state(): Promise<Result<QueueState, LineFault>>;
  /** The newest job whose name ends with `mark`, in whatever state; undefined when there is none. */
  findJob(mark: string): Promise<Result<Job | undefined, LineFault>>;
  /** Hands a PDF over; the job's id. */
  submit(pdf: Uint8Array, name: string): Promise<Result<number, LineFault>>;
  /** `gone` when cupsd has forgotten the job. */
  job(id: number): Promise<Result<Job, LineFault>>;
  cancel(id: number): Promise<Result<void, LineFault>>;
}

const isGood = (reply: IppReply): boolean => reply.status < 0x0100;

export function createCupsQueue(name: string, client: IppClient): CupsQueue {
  async function groups(call: ReturnType<IppClient['call']>): Promise<Result<readonly IppGroup[], LineFault>> {
    const reply = await call;
    if (!reply.ok) return reply;
    if (isGood(reply.value)) return ok(reply.value.groups);
    const kind = reply.value.status === ippStatus.notFound ? 'notFound' : 'failed';
    return err(lineFault(kind, `IPP status 0x${reply.value.status.toString(16).padStart(4, '0')}`));
  }

  const wanted = (values: readonly string[]) => ({ tag: 'keyword', name: 'requested-attributes', values }) as const;

  return {
    async state() {
      const found = await groups(
        client.call({ operation: 'getPrinterAttributes', attributes: [...target(name), wanted(printerAttributes)] }),
      );
      if (!found.ok) return found;
      return ok(queueStateOf(found.value[0] ?? new Map()));
    },
    async findJob(mark) {
      const found = await groups(
        client.call({
          operation: 'getJobs',
          attributes: [...target(name), { tag: 'keyword', name: 'which-jobs', values: ['all'] }, wanted(jobAttributes)],
        }),
      );
      if (!found.ok) return found;
      const ours = found.value.filter((job) => texts(job, 'job-name').some((jobName) => jobName.endsWith(mark)));
      const jobs = ours.map(jobOf).filter((job) => job !== undefined);
      return ok(jobs.toSorted((a, b) => b.id - a.id)[0]);
    },
    async submit(pdf, jobName) {
      const found = await groups(
        client.call({
          operation: 'printJob',
          attributes: [
            ...target(name),
            { tag: 'name', name: 'job-name', values: [jobName] },
            { tag: 'mimeType', name: 'document-format', values: ['application/pdf'] },
          ],
          jobAttributes: [{ tag: 'keyword', name: 'media', values: ['iso_a4_210x297mm'] }],
          document: pdf,
        }),
      );
      if (!found.ok) return found;
      const job = found.value.map(jobOf).find((known) => known !== undefined);
      return job ? ok(job.id) : err(lineFault('failed', 'the queue gave no job id'));
    },
    async job(id) {
      const found = await groups(
        client.call({ operation: 'getJobAttributes', attributes: [...jobTarget(name, id), wanted(jobAttributes)] }),
      );
      if (!found.ok) {
        return found.error.kind === 'notFound' ? ok({ id, state: 'gone', begun: true, raw: 'forgotten' }) : found;
      }
      const job = found.value.map(jobOf).find((known) => known !== undefined);
      return job ? ok(job) : err(lineFault('failed', 'the queue gave no job state'));
    },
    async cancel(id) {
      const found = await groups(client.call({ operation: 'cancelJob', attributes: jobTarget(name, id) }));
      return found.ok ? ok() : found;
    },
  };
}
