import type { Texts } from '../../strings/use-texts.ts';
import type { KeyboardLabels } from '../../ui/keyboard/keyboard.tsx';

/** Words on the docked keyboard's own keys. */
export function keyboardLabels(t: Texts): KeyboardLabels {
  return {
    keyboard: t('common:keyboard.label'),
    delete: t('common:keyboard.buttonDelete'),
    clear: t('common:keyboard.buttonClear'),
    done: t('common:keyboard.buttonDone'),
    space: t('common:keyboard.buttonSpace'),
    shift: t('common:keyboard.buttonShift'),
  };
}
