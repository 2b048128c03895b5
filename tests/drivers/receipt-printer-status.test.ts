import { describe, expect, test } from 'vitest';
import {
  detailOf,
  findAnswer,
  findFault,
  mergeFlags,
  parseStatusByte,
  statusQuestions,
  statusRequest,
} from '#drivers/receipt-printer/status.ts';
import { soundMechanism, statusByte, type Mechanism } from '#drivers/receipt-printer/mechanism.ts';

const flagsOf = (hex: string): ReturnType<typeof mergeFlags> => {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  return mergeFlags(statusQuestions.map((question, i) => parseStatusByte(question, bytes[i] ?? 0) ?? {}));
};

test('the request is DLE EOT n', () => {
  expect(statusQuestions.map((question) => Buffer.from(statusRequest(question)).toString('hex'))).toEqual([
    '100401',
    '100402',
    '100403',
    '100404',
  ]);
});

/** As measured on printers (devices.md §5 of the ground papers). */
describe('what the four answers mean', () => {
  test.each([
    ['12 12 12 12', undefined, { paper: 'full', cover: 'closed', cutter: 'ok' }],
    ['12 12 12 1e', undefined, { paper: 'low', cover: 'closed', cutter: 'ok' }],
    ['1a 32 12 7e', 'PRN-002', { paper: 'out', cover: 'closed', cutter: 'ok' }],
    ['1a 16 12 12', 'PRN-004', { paper: 'full', cover: 'open', cutter: 'ok' }],
    ['1a 52 1e 12', 'PRN-003', { paper: 'full', cover: 'closed', cutter: 'fault' }],
    ['1a 52 32 12', 'PRN-005', { paper: 'full', cover: 'closed', cutter: 'ok' }],
    ['1a 12 12 12', 'PRN-001', { paper: 'full', cover: 'closed', cutter: 'ok' }],
    ['1a 36 12 7e', 'PRN-004', { paper: 'out', cover: 'open', cutter: 'ok' }],
    ['1a 52 52 12', 'PRN-003', { paper: 'full', cover: 'closed', cutter: 'fault' }],
  ] as const)('%s → %s', (hex, errorCode, detail) => {
    const flags = flagsOf(hex);
    expect(findFault(flags)?.errorCode).toBe(errorCode);
    expect(detailOf(flags)).toEqual(detail);
  });

  test.each([
    [{}, '12 12 12 12'],
    [{ paper: 'low' }, '12 12 12 1e'],
    [{ paper: 'out' }, '1a 32 12 7e'],
    [{ cover: 'open' }, '1a 16 12 12'],
    [{ cutter: 'jammed' }, '1a 52 1e 12'],
    [{ unrecoverable: true }, '1a 52 32 12'],
  ] as const)('the simulated printer with %j answers %s', (change, hex) => {
    const state: Mechanism = { ...soundMechanism, ...change };
    const bytes = statusQuestions.map((question) => statusByte(question, state).toString(16));
    expect(bytes.join(' ')).toBe(hex);
  });
});

describe('what is no answer', () => {
  test.each([0x00, 0x10, 0x13, 0x92, 0xff, 0x02, 0x0d])('byte %i has the wrong fixed bits', (byte) => {
    for (const question of statusQuestions) expect(parseStatusByte(question, byte)).toBeUndefined();
  });

  test('an answer to question 4 whose doubled bits disagree', () => {
    expect(parseStatusByte(4, 0x16)).toBeUndefined();
    expect(parseStatusByte(4, 0x32)).toBeUndefined();
    expect(parseStatusByte(2, 0x32)).toBeDefined();
  });

  test('noise around an answer is passed over, and the last answer counts', () => {
    expect(findAnswer(1, Uint8Array.of(0x00, 0x12, 0x1a, 0xff))).toMatchObject({ byte: 0x1a, flags: { offline: true } });
    expect(findAnswer(1, Uint8Array.of(0x41, 0x42))).toBeUndefined();
    expect(findAnswer(1, new Uint8Array())).toBeUndefined();
  });
});
