import { expect, test } from 'vitest';
import { faceFrame, intent } from '#contracts/ipc/api.ts';
import { syncRecord } from '#contracts/sync/wire.ts';
import { isUuidV7, makeUuidV7 } from '#contracts/basics/ids.ts';

/** What the gate, the host and the centre refuse before anybody looks at it. */

test('a frame must hold exactly the bytes that its size says', () => {
  const frame = { challenge: 'c', step: 'neutral', width: 160, height: 120, rgb: new Uint8Array(160 * 120 * 3) };
  expect(faceFrame.safeParse(frame).success).toBe(true);
  expect(faceFrame.safeParse({ ...frame, rgb: frame.rgb.subarray(1) }).success).toBe(false);
  expect(faceFrame.safeParse({ ...frame, width: 4000 }).success).toBe(false);
  expect(faceFrame.safeParse({ ...frame, rgb: [...frame.rgb] }).success).toBe(false);
});

test('an intent has exactly its own members', () => {
  expect(intent.safeParse({ type: 'confirm' }).success).toBe(true);
  expect(intent.safeParse({ type: 'confirm', act: 'x' }).success).toBe(false);
  expect(intent.safeParse({ type: 'openSafe' }).success).toBe(false);
  expect(intent.safeParse({ type: 'staffPin', pin: '12ab' }).success).toBe(false);
  expect(intent.safeParse({ type: 'setField', name: 'phone', value: '1'.repeat(401) }).success).toBe(false);
});

test('a signature keeps to its pad', () => {
  const sign = (point: [number, number]) => intent.safeParse({ type: 'sign', signature: { strokes: [[point]] } }).success;
  expect(sign([0, 10_000])).toBe(true);
  expect(sign([0, 10_001])).toBe(false);
  expect(sign([0.5, 1])).toBe(false);
});

test('a record of the line is refused with a wrong id, hash or size', () => {
  const id = makeUuidV7(Date.now(), (length) => new Uint8Array(length));
  expect(isUuidV7(id)).toBe(true);
  const hash = 'a'.repeat(64);
  const record = {
    id,
    session: id,
    sessSeq: 1,
    kind: 'registration.submit',
    schemaVersion: 1,
    hlc: 'x',
    expiresAt: '2026-11-23T06:26:00Z',
    seq: 1,
    prevHash: hash,
    hash,
    body: '{}',
  };
  expect(syncRecord.safeParse(record).success).toBe(true);
  expect(syncRecord.safeParse({ ...record, id: 'x' }).success).toBe(false);
  expect(syncRecord.safeParse({ ...record, hash: 'A'.repeat(64) }).success).toBe(false);
  expect(syncRecord.safeParse({ ...record, body: 'x'.repeat(300_000) }).success).toBe(false);
});
