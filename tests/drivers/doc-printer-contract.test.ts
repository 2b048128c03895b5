import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { DocPrinter } from '#contracts/devices/printers.ts';
import { createDocPrinter } from '#drivers/doc-printer/cups.ts';
import { createFolderDocPrinter } from '#drivers/doc-printer/folder.ts';
import { cupsBench, whyNoCups, type CupsBench } from './doc-printer-cups-bench.ts';
import { samplePdf } from './doc-printer-sample.ts';
import { untilTrue } from './pty.ts';
import { keptLog } from './test-tools.ts';

/** Every document printer keeps these promises, whatever is behind it. */
interface Subject {
  readonly printer: DocPrinter;
  /** A second driver on the same printer, as after a restart of the host. */
  restarted(): DocPrinter;
  papers(): Promise<Buffer[]>;
  remove(): Promise<void>;
}

const options = { timeoutMs: 20_000, title: '370282-2026-0001-8842' };

function contract(name: string, skip: string | undefined, create: () => Promise<Subject>): void {
  describe.skipIf(skip)(skip ? `${name} (skipped: ${skip})` : name, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await create();
      await subject.printer.start();
    });
    afterAll(async () => {
      await subject.printer.stop();
      await subject.remove();
    });

    test('comes on line', async () => {
      await untilTrue(() => subject.printer.status().device === 'online');
      expect(subject.printer.cls).toBe('docPrinter');
      expect(subject.printer.status().detail).toMatchObject({ paper: 'full', toner: 'full' });
    });

    test('prints a document as it is and counts its pages', async () => {
      const pdf = await samplePdf(3);
      const before = (await subject.papers()).length;
      expect(await subject.printer.print(pdf, { ...options, jobKey: 'three' })).toMatchObject({
        code: 'success',
        value: { pages: 3 },
      });
      const papers = await subject.papers();
      expect(papers).toHaveLength(before + 1);
      expect(papers.some((paper) => paper.equals(pdf))).toBe(true);
    });

    test('the same key after a restart finds the first job and prints nothing', async () => {
      const pdf = await samplePdf();
      const first = await subject.printer.print(pdf, { ...options, jobKey: 'once' });
      const before = (await subject.papers()).length;
      const second = await subject.restarted().print(pdf, { ...options, jobKey: 'once' });
      expect(second).toEqual(first);
      expect(await subject.papers()).toHaveLength(before);
    });

    test('another key prints again', async () => {
      const before = (await subject.papers()).length;
      await subject.printer.print(await samplePdf(), { ...options, jobKey: 'another' });
      expect(await subject.papers()).toHaveLength(before + 1);
    });

    test('what is no PDF is refused', async () => {
      const result = await subject.printer.print(Buffer.from('hello'), { ...options, jobKey: 'text' });
      expect(result).toMatchObject({ code: 'invalidData', retryable: false });
    });

    test('a caller who gave up before gets nothing printed', async () => {
      const before = (await subject.papers()).length;
      const result = await subject.printer.print(await samplePdf(), { ...options, jobKey: 'left', signal: AbortSignal.abort() });
      expect(result).toMatchObject({ code: 'canceled' });
      expect(await subject.papers()).toHaveLength(before);
    });
  });
}

contract('folder', undefined, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'estation-docs-'));
  const create = (): DocPrinter => createFolderDocPrinter({ id: 'doc-printer', folder, clock: systemClock, log: keptLog().log });
  return {
    printer: create(),
    restarted: create,
    papers: async () => Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name)))),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
});

contract('CUPS', whyNoCups(), async () => {
  const bench: CupsBench = await cupsBench();
  const create = (): DocPrinter =>
    createDocPrinter({
      id: 'doc-printer',
      queue: bench.queue,
      socketPath: bench.socketPath,
      clock: systemClock,
      log: keptLog().log,
      delays: { watchMs: 30, pollMs: 100 },
    });
  return { printer: create(), restarted: create, papers: () => bench.papers(), remove: () => bench.remove() };
});
