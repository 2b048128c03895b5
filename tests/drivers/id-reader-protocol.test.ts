import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardBlocksOf, commands, createFrameParser, frameOf, requestFrame, samIdOf } from '#drivers/id-reader/protocol.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('a request', () => {
  it.each([
    ['find', 'AAAAAA9669 0003 2001 22'],
    ['select', 'AAAAAA9669 0003 2002 21'],
    ['read', 'AAAAAA9669 0003 3001 32'],
    ['readWithFingerprint', 'AAAAAA9669 0003 3010 23'],
    ['samId', 'AAAAAA9669 0003 12FF EE'],
  ] as const)('%s is the frame that the makers print', (name, frame) => {
    expect(requestFrame(commands[name])).toEqual(hex(frame));
  });
});

describe('the stream of replies', () => {
  const found = hex('AAAAAA9669 0008 00009F 00000000 97');

  it('gives a frame once it is whole', () => {
    const parser = createFrameParser();
    expect(parser.push(found.subarray(0, -1))).toEqual([]);
    expect(parser.push(found.subarray(-1))).toEqual([hex('00009F00000000')]);
    expect(parser.pendingBytes()).toBe(0);
  });

  it('a false header right before the true one does not swallow it', () => {
    expect(createFrameParser().push(hex(`AAAA AAAAAA96 ${Buffer.from(found).toString('hex')}`))).toHaveLength(1);
  });

  it('a frame with a wrong checksum is dropped, and one hidden in it is not', () => {
    const broken = Uint8Array.of(...hex('AAAAAA9669 0010'), ...found, 1);
    expect(createFrameParser().push(broken)).toEqual([hex('00009F00000000')]);
  });

  it('frames come out the same however the line cuts them, whatever lies between', () => {
    const body = fc.uint8Array({ minLength: 3, maxLength: 40 });
    // Noise that holds no AA cannot begin a header, so what must come out is known exactly.
    const noise = fc.uint8Array({ maxLength: 12 }).map((bytes) => bytes.map((byte) => (byte === 0xaa ? 0 : byte)));
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, body), { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 30 })), (parts, cuts) => {
        const stream = Uint8Array.from(parts.flatMap(([before, one]) => [...before, ...frameOf(one)]));
        const parser = createFrameParser();
        const out: Uint8Array[] = [];
        let at = 0;
        for (const cut of [...cuts, stream.length]) {
          out.push(...parser.push(stream.subarray(at, at + cut)));
          at += cut;
        }
        expect(out).toEqual(parts.map(([, one]) => one));
      }),
    );
  });
});

describe('the data of a read', () => {
  const text = new Uint8Array(256).fill(0x20);
  const wlt = new Uint8Array(1024).fill(7);

  it.each([0, 512, 1024])('is split in the three-length form with %i fingerprint bytes', (size) => {
    const data = Uint8Array.of(1, 0, 4, 0, size >> 8, 0, ...text, ...wlt, ...new Uint8Array(size).fill(9));
    expect(data.length + 5 + 2 + 3 + 1).toBe(1297 + size);
    expect(cardBlocksOf(data)).toEqual({ text, wlt, fingerprint: new Uint8Array(size).fill(9) });
  });

  it('is split in the two-length form, and with text alone', () => {
    expect(cardBlocksOf(Uint8Array.of(1, 0, 4, 0, ...text, ...wlt))).toEqual({ text, wlt, fingerprint: new Uint8Array() });
    expect(cardBlocksOf(Uint8Array.of(1, 0, 0, 0, ...text))).toEqual({
      text,
      wlt: new Uint8Array(),
      fingerprint: new Uint8Array(),
    });
  });

  it('is refused when its lengths do not add up', () => {
    expect(cardBlocksOf(Uint8Array.of(1, 0, 4, 0, ...text, ...wlt, 0))).toBeUndefined();
    expect(cardBlocksOf(Uint8Array.of(0, 255, 4, 1, ...text, ...wlt))).toBeUndefined();
    expect(cardBlocksOf(new Uint8Array())).toBeUndefined();
  });
});

it('a SAM id is written as its five numbers, little end first', () => {
  expect(samIdOf(hex('0500 0100 cc143401 87541000 86e93300'))).toBe('05012019041200010702150003402118');
  expect(samIdOf(new Uint8Array(15))).toBeUndefined();
});
