import { useRef, useState, type KeyboardEvent } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import '../base.ts';
import { Icon } from '../icon/icon.tsx';
import './keyboard.css';
import { actionIcons, layouts, neighbour, type Key, type KeyAction, type KeyboardLayout } from './keys.ts';

export type { KeyboardLayout } from './keys.ts';

export interface KeyboardLabels {
  /** Names the whole keyboard: 数字键盘. */
  readonly keyboard: string;
  readonly delete: string;
  readonly clear: string;
  readonly done: string;
  /** Needed by `letters` only. */
  readonly space?: string | undefined;
  /** Needed by `letters` only. */
  readonly shift?: string | undefined;
}

export interface KeyboardProps {
  readonly layout: KeyboardLayout;
  /** Types `text` at the end of the active field. */
  readonly onInsert: (text: string) => void;
  /** Takes the last character away. */
  readonly onDelete: () => void;
  readonly onClear?: (() => void) | undefined;
  readonly onDone?: (() => void) | undefined;
  readonly labels: KeyboardLabels;
}

/**
 * The keyboard on the screen. Keys never take the focus from the field when touched. With arrow keys and Enter it is one stop
 * in the focus order, and the arrows walk over its keys.
 */
export function Keyboard(props: KeyboardProps) {
  const { layout, labels } = props;
  const { columns, rows } = layouts[layout];
  const [isUpper, setUpper] = useState(false);
  const [stop, setStop] = useState<readonly [number, number]>([0, 0]);
  const board = useRef<HTMLDivElement>(null);
  const stopOrFirst = rows[stop[0]]?.keys[stop[1]] === undefined ? ([0, 0] as const) : stop;

  const walk = (event: KeyboardEvent): void => {
    if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const next = neighbour(rows, stopOrFirst, event.key);
    setStop(next);
    board.current?.querySelector<HTMLElement>(`[data-key="${next.join('-')}"]`)?.focus();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the focus is on one of its keys, never on the toolbar
    <div className="ui-keyboard" role="toolbar" aria-label={labels.keyboard} ref={board} onKeyDown={walk}>
      <div className={`ui-keyboard-rows ui-keyboard-columns-${columns}`}>
        {rows.map((keyRow, rowIndex) =>
          keyRow.keys.map((key, keyIndex) => (
            <KeyButton
              key={`${layout}-${rowIndex}-${keyIndex}`}
              at={[rowIndex, keyIndex]}
              keyOf={key}
              indent={keyIndex === 0 ? keyRow.indent : 0}
              isStop={stopOrFirst[0] === rowIndex && stopOrFirst[1] === keyIndex}
              onReach={setStop}
              isUpper={isUpper}
              onShift={() => setUpper(!isUpper)}
              board={props}
            />
          )),
        )}
      </div>
    </div>
  );
}

interface KeyButtonProps {
  readonly at: readonly [number, number];
  readonly keyOf: Key;
  readonly indent: number;
  readonly isStop: boolean;
  readonly onReach: (at: readonly [number, number]) => void;
  readonly isUpper: boolean;
  readonly onShift: () => void;
  readonly board: KeyboardProps;
}

function KeyButton({ at, keyOf, indent, isStop, onReach, isUpper, onShift, board }: KeyButtonProps) {
  const text = keyOf.type === 'text' ? (isUpper ? keyOf.text.toUpperCase() : keyOf.text) : labelOf(keyOf.type, board.labels);
  const act = actionOf(keyOf, text, board, onShift);
  // A key types when the finger comes down, so that quick typing loses nothing. 完成 waits until the finger is off again:
  // what comes in the keyboard's place must not be pressed by the same touch.
  const whenPressed = keyOf.type === 'done' ? { onPress: () => act?.() } : { onPressStart: () => act?.() };
  const icon = keyOf.type === 'text' ? undefined : actionIcons[keyOf.type];
  return (
    <AriaButton
      className={`ui-key ui-key-${keyOf.type} ui-key-span-${keyOf.span} ui-key-indent-${indent}`}
      data-key={at.join('-')}
      excludeFromTabOrder={!isStop}
      preventFocusOnPress
      isDisabled={act === undefined}
      onFocus={() => onReach(at)}
      {...(keyOf.type === 'shift' ? { 'aria-pressed': isUpper } : {})}
      {...whenPressed}
    >
      {icon && <Icon name={icon} />}
      <span className={icon ? 'ui-key-word' : undefined}>{text}</span>
    </AriaButton>
  );
}

function labelOf(action: KeyAction, labels: KeyboardLabels): string {
  return labels[action] ?? '';
}

function actionOf(key: Key, text: string, board: KeyboardProps, onShift: () => void): (() => void) | undefined {
  switch (key.type) {
    case 'text':
      return () => board.onInsert(text);
    case 'space':
      return () => board.onInsert(' ');
    case 'delete':
      return board.onDelete;
    case 'clear':
      return board.onClear;
    case 'done':
      return board.onDone;
    case 'shift':
      return onShift;
  }
}
