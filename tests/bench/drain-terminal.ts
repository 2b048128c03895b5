/**
 * A terminal of the drain bench, as a process of its own.
 * `fill FOLDER TERMINAL COUNT` writes a journal; `drain FOLDER TERMINAL JOB` sends it and prints what that took as one line of JSON.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { TerminalId } from '#contracts/basics/ids.ts';
import { terminalId } from '#contracts/domain/act.ts';
import { instantOf, type Clock } from '#contracts/basics/clock.ts';
import { syncHeaders } from '#contracts/sync/wire.ts';
import { dayMs } from '#electron/journal/identifiers.ts';
import { openJournal, type Journal } from '#electron/journal/journal.ts';
import { packBatch } from '#electron/sync/batch.ts';
import { createCentreClient, type CentreClient } from '#electron/sync/centre-client.ts';
import { syncDelays } from '#electron/sync/delays.ts';
import { createSignatureCheck, type SignatureCheck } from '#electron/sync/receipts.ts';
import { createRecordLane } from '#electron/sync/record-lane.ts';
import { certificate, optionsFor } from '../journal/acts.ts';

export interface DrainJob {
  readonly url: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly receiptKeys: Readonly<Record<string, string>>;
  /** `batches`: as the product does. `unchecked`: the same without checking signatures. `single`: one POST and one commit per record. */
  readonly how: 'batches' | 'unchecked' | 'single';
}

export interface DrainOutcome {
  readonly records: number;
  readonly wallMs: number;
  readonly cpuUs: number;
}

const parts = { clock: systemClock, random: (length: number) => randomBytes(length), log: () => {} };

function open(folder: string, terminal: TerminalId, clock: Clock = systemClock): Journal {
  const opened = openJournal({ ...parts, clock, folder, terminal });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

/** A terminal's case numbers of one day have four digits, so a large journal is that of several days. */
const actsPerDay = 9_000;

function fill(folder: string, terminal: TerminalId, count: number): void {
  let daysAgo = 0;
  const past: Clock = { ...systemClock, now: () => systemClock.now() - daysAgo * dayMs };
  const journal = open(folder, terminal, past);
  for (let i = 0; i < count; i++) {
    daysAgo = Math.floor((count - i) / actsPerDay);
    const draft = { ...certificate({ ...parts, clock: past }), terminal };
    const recorded = journal.recordAct(draft, optionsFor(journal, draft));
    if (!recorded.ok) throw new Error(recorded.error.code);
  }
  journal.close();
}

async function sendSingly(journal: Journal, centre: CentreClient, signatures: SignatureCheck): Promise<void> {
  while (journal.queued().count > 0) {
    const next = journal.nextBatch({ maxRecords: 1, maxBytes: 1 });
    if (!next.ok) throw new Error(next.error.code);
    const batch = await packBatch(next.value);
    const headers = { [syncHeaders.epoch]: String(journal.epoch), [syncHeaders.clock]: instantOf(Date.now()) };
    const reply = await centre.postBatch(batch.bytes, headers, { timeoutMs: 30_000 });
    const result = reply.ok ? reply.value.results[0] : undefined;
    const [one] = next.value;
    if (!one || result?.answer !== 'final') throw new Error('not answered');
    if (!signatures.isGenuineReceipt(result.receipt, { id: one.record.id, terminal: journal.terminal }))
      throw new Error('not genuine');
    journal.applyAnswers([result.receipt], []);
  }
}

async function drain(folder: string, terminal: TerminalId, job: DrainJob): Promise<DrainOutcome> {
  const journal = open(folder, terminal);
  const before = journal.queued().count;
  const tls = { ca: readFileSync(job.ca), cert: readFileSync(job.cert), key: readFileSync(job.key) };
  const centre = createCentreClient({ url: job.url, tls, clock: systemClock, log: parts.log });
  const checked = createSignatureCheck(job.receiptKeys);
  const signatures = job.how === 'unchecked' ? { ...checked, isGenuineReceipt: () => true } : checked;
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  if (job.how === 'single') await sendSingly(journal, centre, signatures);
  else {
    const lane = createRecordLane({ ...parts, journal, centre, signatures, delays: syncDelays });
    const drained = await lane.drain(new AbortController().signal);
    if (!drained.ok) throw new Error(`${drained.error.code} ${drained.error.raw ?? ''}`);
  }
  const { user, system } = process.cpuUsage(cpu);
  const outcome = { records: before - journal.queued().count, wallMs: performance.now() - startedAt, cpuUs: user + system };
  await centre.close();
  journal.close();
  return outcome;
}

const [task, folder = '', name = '', argument = ''] = process.argv.slice(2);
const terminal = terminalId.parse(name);
if (task === 'fill') fill(folder, terminal, Number(argument));
else console.log(JSON.stringify(await drain(folder, terminal, JSON.parse(argument) as DrainJob)));
