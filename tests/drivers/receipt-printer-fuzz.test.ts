import { expect, test } from 'vitest';
import type { ReceiptLine } from '#contracts/devices/printers.ts';
import { createInterpreter, EscPosError } from '#drivers/receipt-printer/interpreter.ts';
import { encodeReceipt } from '#drivers/receipt-printer/protocol.ts';
import { createRealTimeScanner } from '#drivers/receipt-printer/real-time.ts';
import {
  detailOf,
  findAnswer,
  findFault,
  looksLikeStatus,
  mergeFlags,
  statusQuestions,
} from '#drivers/receipt-printer/status.ts';
import { createFuzz, fuzzFrames, fuzzSeed, type Fuzz } from './fuzz.ts';

const goodAnswers: readonly [Uint8Array, ...Uint8Array[]] = [
  Uint8Array.of(0x12),
  Uint8Array.of(0x12, 0x12, 0x12, 0x12),
  Uint8Array.of(0x1a, 0x32, 0x12, 0x7e),
  Uint8Array.of(0x1a, 0x52, 0x1e, 0x12),
];

function hostileAnswer(fuzz: Fuzz): Uint8Array {
  return fuzz.below(2) === 0 ? fuzz.bytes(fuzz.below(12)) : fuzz.mutate(fuzz.pick(goodAnswers));
}

test('random and mutated answers never make the status parser throw, and only status bytes count', () => {
  const seed = fuzzSeed();
  const count = fuzzFrames(1_000_000);
  console.log(`receipt printer status fuzz: seed ${seed}, ${count} chunks`);
  const fuzz = createFuzz(seed);
  let [taken, faults, wrong] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const chunk = hostileAnswer(fuzz);
    const answers = statusQuestions.map((question) => findAnswer(question, chunk));
    const found = answers.filter((answer) => answer !== undefined);
    taken += found.length;
    wrong += found.filter(({ byte }) => !looksLikeStatus(byte) || !chunk.includes(byte)).length;
    const flags = mergeFlags(found.map((answer) => answer.flags));
    detailOf(flags);
    if (findFault(flags)) faults += 1;
  }
  expect(wrong).toBe(0);
  expect(taken).toBeGreaterThan(0);
  expect(faults).toBeGreaterThan(0);
  expect(taken).toBeLessThan(count * statusQuestions.length);
});

const receipt: readonly ReceiptLine[] = [
  { kind: 'text', text: '受理回执', align: 'center', bold: true, scale: 2 },
  { kind: 'rule', style: 'dashed' },
  { kind: 'spans', spans: [{ text: '受理号 ' }, { text: 'QD2026 1123', bold: true }] },
  { kind: 'feed', lines: 1 },
  { kind: 'cut' },
];

test('random and mutated bytes make the interpreter print or refuse, never anything else', () => {
  const seed = fuzzSeed();
  const count = Math.ceil(fuzzFrames(1_000_000) / 5);
  console.log(`receipt printer interpreter fuzz: seed ${seed}, ${count} streams`);
  const fuzz = createFuzz(seed);
  const segments = encodeReceipt(receipt).map(({ bytes }) => bytes);
  const whole = Buffer.concat(segments);
  let [printed, refused] = [0, 0];
  for (let i = 0; i < count; i++) {
    const segment = segments[fuzz.below(segments.length)] ?? whole;
    const bytes = fuzz.below(4) === 0 ? fuzz.bytes(fuzz.below(40)) : fuzz.mutate(fuzz.mutate(segment));
    const interpreter = createInterpreter();
    createRealTimeScanner()(bytes);
    try {
      const half = fuzz.below(bytes.length + 1);
      printed += interpreter.push(bytes.subarray(0, half)).length + interpreter.push(bytes.subarray(half)).length;
    } catch (cause) {
      if (!(cause instanceof EscPosError)) throw cause;
      refused += 1;
    }
  }
  expect(printed).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
});
