/** The part of Electron's `Input` that decides. */
export interface KeyPress {
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/** Keys without a character that a form needs; `Process` and `Unidentified` are what an input method sends while it composes. */
const namedKeys = new Set([
  'Enter',
  'Tab',
  'Backspace',
  'Delete',
  'Escape',
  'Shift',
  'CapsLock',
  'NumLock',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Process',
  'Unidentified',
]);

/**
 * True for what types text or moves the focus. All else is a way out of the terminal or of no use on it: every Ctrl, Alt and
 * Super combination, function keys, Print, Menu, and the browser and media keys of larger keyboards.
 */
export function isAllowedKey(press: KeyPress): boolean {
  if (press.control || press.alt || press.meta) return false;
  return Array.from(press.key).length === 1 || namedKeys.has(press.key);
}
