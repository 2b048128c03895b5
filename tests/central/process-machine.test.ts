import { describe, expect, it } from 'vitest';
import type { ItemEvent, ItemVersionState } from '#central/process/index.ts';
import { moveSuspension, moveVersion, versionStates } from '#central/process/index.ts';

const draft: ItemVersionState = { state: 'draft', author: 'an', sha256: 'a' };
const today = '2026-11-25';

function after(events: readonly ItemEvent[], from = draft): ItemVersionState {
  return events.reduce((state, event) => {
    const moved = moveVersion(state, event);
    if (!moved.ok) throw new Error(moved.error.code);
    return moved.value;
  }, from);
}

const test = { is: 'test', sha256: 'a', faults: 0 } as const;
const approve = { is: 'approve', by: 'bo' } as const;
const publish = { is: 'publish', from: today, today } as const;
const begin = { is: 'begin', today } as const;
const code = (state: ItemVersionState, event: ItemEvent): string => {
  const moved = moveVersion(state, event);
  return moved.ok ? moved.value.state : moved.error.code;
};

describe('the life of a version', () => {
  it('goes from draft to retired', () => {
    const states = [after([]), after([test]), after([test, approve]), after([test, approve, publish, begin])].map(
      ({ state }) => state,
    );
    expect([...states, after([test, approve, publish, begin, { is: 'retire', on: today }]).state]).toEqual([...versionStates]);
  });

  it('needs a second person, never the author', () => {
    expect(code(after([test]), { is: 'approve', by: 'an' })).toBe('same_person');
    // Whoever changes somebody else's draft has written it.
    const changed = after([test, { is: 'edit', by: 'bo', sha256: 'b' }, { is: 'test', sha256: 'b', faults: 0 }]);
    expect(code(changed, approve)).toBe('same_person');
    expect(code(changed, { is: 'approve', by: 'an' })).toBe('approved');
  });

  it('approves what was tested and nothing else', () => {
    expect(code(draft, approve)).toBe('not_tested');
    expect(code(after([test, { is: 'edit', by: 'an', sha256: 'b' }]), approve)).toBe('not_tested');
    expect(code({ ...after([test]), sha256: 'b' }, approve)).toBe('content_changed');
    expect(code(draft, { is: 'test', sha256: 'b', faults: 0 })).toBe('content_changed');
    const failed = after([{ is: 'test', sha256: 'a', faults: 3 }]);
    expect(failed.state).toBe('draft');
    expect(code(failed, approve)).toBe('rules_failed');
  });

  it('never edits what was approved', () => {
    for (const events of [
      [test, approve],
      [test, approve, publish, begin],
      [test, approve, publish, begin, { is: 'retire', on: today }],
    ] as const) {
      expect(code(after(events), { is: 'edit', by: 'an', sha256: 'b' })).toBe('published');
      expect(code(after(events), test)).toBe('published');
      expect(code(after(events), approve)).toMatch(/^already_/);
    }
  });

  it('publishes what was approved, from today on, and begins on its day', () => {
    expect(code(after([test]), publish)).toBe('not_approved');
    expect(code(after([test, approve]), { ...publish, from: '2026-11-24' })).toBe('in_the_past');
    const later = after([test, approve, { ...publish, from: '2026-12-01' }]);
    expect(later.state).toBe('approved');
    expect(code(later, begin)).toBe('not_yet');
    expect(code(later, { is: 'begin', today: '2026-12-01' })).toBe('live');
    expect(code(after([test, approve]), begin)).toBe('not_approved');
    expect(code(after([test, approve, publish, begin]), publish)).toBe('already_published');
    expect(code(draft, { is: 'retire', on: today })).toBe('not_approved');
    expect(code(after([test, approve, publish, begin, { is: 'retire', on: today }]), publish)).toBe('already_retired');
  });

  it('does not leave a draft that nothing was changed in', () => {
    expect(code(after([test]), { is: 'edit', by: 'an', sha256: 'a' })).toBe('tested');
  });
});

describe('suspension', () => {
  const places = ['370200', '370283'];
  const moved = (suspended: readonly string[], is: 'suspend' | 'resume', district: string): readonly string[] | string => {
    const result = moveSuspension(new Set(suspended), places, { is, district });
    return result.ok ? [...result.value] : result.error.code;
  };

  it('is by district, and of places that carry the item out', () => {
    expect(moved([], 'suspend', '370283')).toEqual(['370283']);
    expect(moved(['370283'], 'suspend', '370283')).toBe('already_suspended');
    expect(moved([], 'suspend', '370285')).toBe('not_offered_there');
    expect(moved(['370283', '370200'], 'resume', '370283')).toEqual(['370200']);
    expect(moved([], 'resume', '370283')).toBe('not_suspended');
  });
});
