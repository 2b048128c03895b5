import { describe, expect, test } from 'vitest';
import { isAllowedKey } from '#electron/main/keys.ts';

const plain = { control: false, alt: false, meta: false };

describe('keys of a terminal', () => {
  test.each(['a', 'Z', '7', ' ', '@', '王', '𬀩', 'Enter', 'Tab', 'Backspace', 'ArrowUp', 'Process'])(
    '%s types or moves',
    (key) => {
      expect(isAllowedKey({ ...plain, key })).toBe(true);
    },
  );

  test.each([
    'F1',
    'F5',
    'F11',
    'F12',
    'F24',
    'Meta',
    'Alt',
    'Control',
    'ContextMenu',
    'PrintScreen',
    'BrowserBack',
    'LaunchMail',
  ])('%s does nothing', (key) => {
    expect(isAllowedKey({ ...plain, key })).toBe(false);
  });

  test.each(['control', 'alt', 'meta'] as const)('no letter with %s held', (modifier) => {
    expect(isAllowedKey({ ...plain, key: 'r', [modifier]: true })).toBe(false);
  });
});
