import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jobMark, pageCount } from '#drivers/doc-printer/document.ts';
import { decodeReply, encodeRequest, type IppGroup } from '#drivers/doc-printer/ipp.ts';
import { jobOf, queueStateOf } from '#drivers/doc-printer/queue-state.ts';
import { samplePdf } from './doc-printer-sample.ts';

test('a request begins with version 2.0, operation, id, charset and language (RFC 8010 §3.1)', () => {
  const bytes = Buffer.from(encodeRequest({ operation: 'getJobs', requestId: 7, attributes: [] }));
  expect(bytes.subarray(0, 9).toString('hex')).toBe('0200000a0000000701');
  expect(bytes.toString('latin1')).toContain('attributes-charset\u0000\u0005utf-8');
  expect(bytes.at(-1)).toBe(0x03);
});

describe('replies', () => {
  const field = (tag: number, name: string, value: Buffer): Buffer => {
    const head = Buffer.alloc(3);
    head.writeUInt8(tag);
    head.writeUInt16BE(name.length, 1);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(value.length);
    return Buffer.concat([head, Buffer.from(name), length, value]);
  };
  const reply = Buffer.concat([
    Buffer.from('0200000000000007', 'hex'),
    Buffer.of(0x01),
    field(0x47, 'attributes-charset', Buffer.from('utf-8')),
    Buffer.of(0x02),
    field(0x21, 'job-id', Buffer.from('0000002a', 'hex')),
    field(0x23, 'job-state', Buffer.from('00000005', 'hex')),
    field(0x44, 'job-state-reasons', Buffer.from('job-printing')),
    field(0x44, '', Buffer.from('queued-in-device')),
    field(0x13, 'time-at-processing', Buffer.alloc(0)),
    Buffer.of(0x03),
  ]);

  test('sets keep all their values, and "no value" is none', () => {
    const group = decodeReply(reply)?.groups[0];
    expect(group?.get('job-state-reasons')).toEqual(['job-printing', 'queued-in-device']);
    expect(group?.get('time-at-processing')).toEqual([]);
    expect(group && jobOf(group)).toEqual({ id: 42, state: 'processing', begun: true, raw: 'job-printing queued-in-device' });
  });

  test('a reply that was cut anywhere is not a reply', () => {
    for (let length = 0; length < reply.length; length++) expect(decodeReply(reply.subarray(0, length))).toBeUndefined();
  });

  test('no bytes make the decoder throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(reply.length), (noise, at) => {
        decodeReply(noise);
        decodeReply(Buffer.concat([reply.subarray(0, at), noise]));
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('what a queue says of itself', () => {
  const queue = (state: number, reasons: string[], more: [string, (string | number | boolean)[]][] = []): IppGroup =>
    new Map<string, (string | number | boolean)[]>([['printer-state', [state]], ['printer-state-reasons', reasons], ...more]);

  test.each([
    [3, ['none'], { device: 'online', detail: { paper: 'full', toner: 'full', jobsQueued: 0 } }],
    [5, ['paused'], { device: 'offline', closed: 'queueStopped' }],
    [4, ['media-empty-error'], { device: 'userError', wanting: 'paperOut', detail: { paper: 'out' } }],
    [4, ['media-low-warning'], { device: 'online', detail: { paper: 'low' } }],
    [4, ['media-jam'], { device: 'userError', wanting: 'media-jam', detail: { paper: 'jammed' } }],
    [4, ['toner-empty-error'], { device: 'userError', wanting: 'toner-empty', detail: { toner: 'out' } }],
    [4, ['marker-supply-low-report'], { device: 'online', detail: { toner: 'low' } }],
    [4, ['cover-open-error'], { device: 'userError', wanting: 'cover-open' }],
    [4, ['something-of-a-maker'], { device: 'online' }],
  ])('state %i, reasons %j', (state, reasons, wanted) => {
    expect(queueStateOf(queue(state, reasons))).toMatchObject(wanted);
  });

  test('an old complaint of an idle queue is not believed', () => {
    const ages = (changed: number): [string, number[]][] => [
      ['printer-up-time', [1_000]],
      ['printer-state-change-time', [changed]],
    ];
    expect(queueStateOf(queue(3, ['media-empty-error'], ages(950)))).toMatchObject({ wanting: 'paperOut' });
    expect(queueStateOf(queue(3, ['media-empty-error'], ages(100)))).toMatchObject({
      device: 'online',
      detail: { paper: 'unknown' },
    });
  });
});

test('pages are counted, and what is no PDF has none', async () => {
  expect(pageCount(await samplePdf(4))).toBe(4);
  expect(pageCount(Buffer.from('/Type /Page'))).toBe(0);
});

test('the mark of a job tells nothing of its key', () => {
  expect(jobMark('key')).toMatch(/^[0-9a-f]{16}$/);
  expect(jobMark('key')).not.toBe(jobMark('kez'));
});
