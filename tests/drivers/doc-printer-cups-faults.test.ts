import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { DocPrinter } from '#contracts/devices/printers.ts';
import { createDocPrinter } from '#drivers/doc-printer/cups.ts';
import { jobMark } from '#drivers/doc-printer/document.ts';
import { cupsBench, whyNoCups, type CupsBench } from './doc-printer-cups-bench.ts';
import { samplePdf } from './doc-printer-sample.ts';
import { untilTrue } from './pty.ts';
import { keptLog } from './test-tools.ts';

const skip = whyNoCups();

describe.skipIf(skip)(skip ? `a real cupsd (skipped: ${skip})` : 'a real cupsd', () => {
  let bench: CupsBench;
  let printer: DocPrinter;
  const log = keptLog();
  let keys = 0;
  const options = (timeoutMs = 20_000): { timeoutMs: number; title: string; jobKey: string } => {
    return { timeoutMs, title: 'fault', jobKey: `fault-${++keys}` };
  };
  const driver = (queue: string): DocPrinter => {
    const delays = { watchMs: 30, pollMs: 50, supplyGraceMs: 600, cancelMs: 6_000 };
    return createDocPrinter({ id: 'doc-printer', queue, socketPath: bench.socketPath, clock: systemClock, log: log.log, delays });
  };

  beforeAll(async () => {
    bench = await cupsBench();
    printer = driver(bench.queue);
    await printer.start();
  });
  afterAll(async () => {
    await printer.stop();
    await bench.remove();
  });
  beforeEach(() => bench.behave('prints'));

  test('queue paused: refused at once, nothing waits in it for the next person', async () => {
    await bench.administer('cupsdisable');
    const result = await printer.print(await samplePdf(), options());
    expect(result).toMatchObject({ code: 'deviceNotReady', error: 'queueStopped', errorCode: 'DOC-001', retryable: true });
    await untilTrue(() => printer.status().device === 'offline');
    expect(printer.status().detail.jobsQueued).toBe(0);
    await bench.administer('cupsenable');
    await untilTrue(() => printer.status().device === 'online');
  });

  test('queue refuses jobs', async () => {
    await bench.administer('cupsreject');
    expect(await printer.print(await samplePdf(), options())).toMatchObject({ error: 'queueRefusing', errorCode: 'DOC-001' });
    await bench.administer('cupsaccept');
  });

  test('no such queue', async () => {
    expect(await driver('NOBODY').print(await samplePdf(), options())).toMatchObject({
      code: 'deviceNotReady',
      errorCode: 'DOC-001',
    });
  });

  test('the job gives up', async () => {
    await bench.behave('fails');
    expect(await printer.print(await samplePdf(), options())).toMatchObject({ error: 'jobAborted', errorCode: 'DOC-001' });
  });

  test('a job that gave up may be asked for again under the same key', async () => {
    const order = options();
    await bench.behave('fails');
    await printer.print(await samplePdf(), order);
    await bench.behave('prints');
    expect(await printer.print(await samplePdf(), order)).toMatchObject({ code: 'success' });
  });

  test('stuck in the middle: cancelled at the deadline, and nobody knows what is on the paper', async () => {
    await bench.behave('hangs');
    const result = await printer.print(await samplePdf(), options(1_500));
    expect(result).toMatchObject({ code: 'outcomeUnknown', errorCode: 'DOC-002', retryable: false });
    await untilTrue(() => printer.status().detail.jobsQueued === 0);
  });

  test('paused while the job waits: it never began, so it is known not to be on paper', async () => {
    await bench.behave('hangs');
    const first = printer.print(await samplePdf(), options(2_500));
    await untilTrue(() => printer.status().detail.jobsQueued === 1);
    const behind = driver(bench.queue).print(await samplePdf(), options(800));
    expect(await behind).toMatchObject({ code: 'canceled', errorCode: 'DOC-001', retryable: true });
    await first;
  });

  test('paper out in the middle: told as such, and the job does not come out after the refill', async () => {
    const before = (await bench.papers()).length;
    await bench.behave('noPaper');
    const result = await printer.print(await samplePdf(), options());
    expect(result).toMatchObject({ code: 'commandErrorCode', error: 'paperOut', errorCode: 'DOC-003', retryable: true });
    await bench.behave('prints');
    await untilTrue(() => printer.status().detail.jobsQueued === 0);
    expect(await bench.papers()).toHaveLength(before);
  });

  test('after the refill the next job prints, although the queue still says that paper is out', async () => {
    await untilTrue(() => printer.status().detail.paper === 'out');
    expect(await printer.print(await samplePdf(), options())).toMatchObject({ code: 'success' });
    await untilTrue(() => printer.status().detail.paper === 'full');
  });

  test('cupsd is gone before the print', async () => {
    await bench.kill();
    await untilTrue(() => printer.status().device === 'noDevice');
    expect(await printer.print(await samplePdf(), options())).toMatchObject({ errorCode: 'DOC-001', retryable: true });
    await bench.restart();
    await untilTrue(() => printer.status().device === 'online');
  });

  test('cupsd goes away in the middle and stays away: unknown', async () => {
    await bench.behave('hangs');
    const printing = printer.print(await samplePdf(), options(2_500));
    await untilTrue(() => printer.status().detail.jobsQueued === 1);
    await bench.kill();
    expect(await printing).toMatchObject({ code: 'outcomeUnknown', errorCode: 'DOC-002' });
    await bench.behave('prints');
    await bench.restart();
  });

  test('the log holds neither title nor content', () => {
    expect(JSON.stringify(log.lines)).not.toContain('fault');
  });
});

describe.skipIf(skip)(skip ? `cups-pdf (skipped: ${skip})` : 'cups-pdf', () => {
  /** Where Debian's cups-pdf puts what a user without an account prints. */
  const spool = '/var/spool/cups-pdf/ANONYMOUS';

  test('a certificate goes through the machine’s own filters and comes out as a PDF', async () => {
    const bench = await cupsBench();
    const printer = createDocPrinter({
      id: 'doc-printer',
      queue: bench.pdfQueue,
      socketPath: bench.socketPath,
      clock: systemClock,
      log: keptLog().log,
    });
    const jobKey = `cups-pdf-${process.pid}`;
    const result = await printer.print(await samplePdf(2), { timeoutMs: 25_000, jobKey, title: 'certificate' });
    expect(result).toMatchObject({ code: 'success', value: { pages: 2 } });
    const made = (await readdir(spool)).filter((name) => name.includes(jobMark(jobKey)));
    expect(made).toHaveLength(1);
    await Promise.all(made.map((name) => rm(join(spool, name))));
    await bench.remove();
  });
});
