import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from '#contracts/basics/clock.ts';
import { makeGate } from '#electron/main/gate.ts';
import { weighs } from '#electron/main/weight.ts';

/** A clock that moves only when told. */
function standingClock(): Clock & { advance: (ms: number) => void } {
  let at = 0;
  return { now: () => at, monotonic: () => at, after: () => () => {}, advance: (ms) => (at += ms) };
}

describe('the gate', () => {
  test('lets a known method with a fitting input through, as the schema made it', () => {
    expect(makeGate(standingClock())('session.intend', { type: 'touch' })).toEqual({
      ok: true,
      value: { method: 'session.intend', input: { type: 'touch' } },
    });
  });

  test('refuses anything else with IPC-002 and without a throw', () => {
    const gate = makeGate(standingClock());
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (method, input) => {
        expect(gate(method, input)).toMatchObject({ ok: false, error: { code: 'IPC-002' } });
      }),
    );
  });

  test('names the field that was wrong, never its value', () => {
    const refused = makeGate(standingClock())('session.intend', { type: 'setField', name: 'phone', value: ['13912346027'] });
    expect(refused).toEqual({ ok: false, error: { code: 'IPC-002', raw: 'session.intend: value' } });
  });

  test('slows a page down that calls too often, and only in the method that it overdid', () => {
    const clock = standingClock();
    const gate = makeGate(clock);
    const report = { kind: 'error', where: 'loop' };
    const admitted = Array.from({ length: 100 }, () => gate('ui.report', report).ok).filter(Boolean).length;
    expect(admitted).toBe(20);
    expect(gate('view.get', {}).ok).toBe(true);
    clock.advance(1_000);
    expect([1, 2, 3].map(() => gate('ui.report', report).ok)).toEqual([true, true, false]);
  });
});

describe('weight', () => {
  test.each([
    ['a text', 'x'.repeat(50), 100],
    ['bytes', new Uint8Array(100), 100],
    ['a list', [1, 2], 20],
    ['nothing', null, 8],
  ])('%s fits its limit and not one byte less', (_what, value, bytes) => {
    expect(weighs(value, bytes)).toBe(true);
    expect(weighs(value, bytes - 1)).toBe(false);
  });

  test('what is nested too deep never fits', () => {
    let value: unknown = 1;
    for (let i = 0; i < 100; i++) value = [value];
    expect(weighs(value, 1e9)).toBe(false);
  });
});
