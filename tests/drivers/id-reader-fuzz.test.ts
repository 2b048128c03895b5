import { expect, it } from 'vitest';
import { parseCardText } from '#drivers/id-reader/card-text.ts';
import {
  cardBlocksOf,
  commands,
  createFrameParser,
  frameOf,
  maxBodyBytes,
  replyOf,
  requestFrame,
  samIdOf,
} from '#drivers/id-reader/protocol.ts';
import { meaningOf } from '#drivers/id-reader/status-words.ts';
import { createFuzz, fuzzFrames, fuzzSeed, type Fuzz } from './fuzz.ts';

const bodies: readonly [Uint8Array, ...Uint8Array[]] = [
  Uint8Array.of(0, 0, 0x90),
  Uint8Array.of(0, 0, 0x9f, 0, 0, 0, 0),
  Uint8Array.of(0, 0, 0x80),
  Uint8Array.of(0, 0, 0x90, ...new Uint8Array(16)),
  Uint8Array.of(0, 0, 0x90, 1, 0, 4, 0, ...new Uint8Array(256 + 1024)),
  Uint8Array.of(0, 0, 0x90, 1, 0, 4, 0, 2, 0, ...new Uint8Array(256 + 1024 + 512)),
];
const seeds: readonly [Uint8Array, ...Uint8Array[]] = [
  requestFrame(commands.find),
  ...bodies.map(frameOf),
  Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0, 0),
  Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0xff, 0xff),
];

/** Mostly short frames: a long one is as interesting, but only a few hundred times. */
function hostileFrame(fuzz: Fuzz): Uint8Array {
  const dice = fuzz.below(1_000);
  if (dice < 300) return fuzz.bytes(fuzz.below(24));
  if (dice < 303) return fuzz.mutate(fuzz.mutate(seeds[5] ?? seeds[0]));
  return fuzz.mutate(
    fuzz.pick([seeds[0], seeds[1] ?? seeds[0], seeds[2] ?? seeds[0], seeds[4] ?? seeds[0], seeds[7] ?? seeds[0]]),
  );
}

/** Whatever came through the parser goes the whole way that the driver would send it. */
function digest(body: Uint8Array): void {
  const reply = replyOf(body);
  if (!reply) return;
  meaningOf(reply.sw3);
  samIdOf(reply.data);
  const blocks = cardBlocksOf(reply.data);
  if (blocks) parseCardText(blocks.text);
}

it('random and mutated frames never make the parser throw, hang or grow, and a good frame gets through afterwards', () => {
  const seed = fuzzSeed();
  const count = fuzzFrames(1_000_000);
  console.log(`id reader fuzz: seed ${seed}, ${count} frames`);
  const fuzz = createFuzz(seed);
  const parser = createFrameParser();
  let [fed, frames, mostPending] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const bytes = hostileFrame(fuzz);
    fed += bytes.length;
    for (const body of parser.push(bytes)) {
      frames += 1;
      digest(body);
    }
    mostPending = Math.max(mostPending, parser.pendingBytes());
  }
  expect(mostPending).toBeLessThanOrEqual(maxBodyBytes + 7);
  expect(frames).toBeGreaterThan(count / 100);
  expect(fed).toBeGreaterThan(count);
  parser.reset();
  expect(parser.push(frameOf(bodies[0]))).toEqual([bodies[0]]);
});

it('card texts of any 256 bytes are read or refused, never thrown over', () => {
  const seed = fuzzSeed();
  const fuzz = createFuzz(seed);
  for (let i = 0; i < 20_000; i++) {
    const block = fuzz.bytes(256);
    if (fuzz.below(2) === 0) block.set([fuzz.pick([0x20, 0x49, 0x4a, 0x59, 0x5a]), 0], 248);
    const text = parseCardText(block);
    if (text.ok) for (const value of Object.values(text.value.fields)) expect(value.isWellFormed(), `seed ${seed}`).toBe(true);
  }
});
