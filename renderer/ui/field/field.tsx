import { useEffect, useRef } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField } from 'react-aria-components/TextField';
import '../base.ts';
import { Icon } from '../icon/icon.tsx';
import './field.css';
import { groupsFor, splitGroups } from './groups.ts';

/** `digits` and `letters` are shown as typed, `code` in one box per character, `secret` as dots and never spoken. */
export type FieldKind = 'digits' | 'letters' | 'code' | 'secret';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  /** What is wrong and what to do, in one sentence. */
  readonly problem?: string | undefined;
  /** The keyboard on the screen types into this field. */
  readonly isActive: boolean;
  readonly onActivate: () => void;
  /** A physical keyboard typed; without it the field takes keys from the screen only. */
  readonly onChange?: ((value: string) => void) | undefined;
  readonly kind: FieldKind;
  /** In characters; a rare character is one. `code` draws so many boxes (6 when absent). */
  readonly maxLength?: number | undefined;
  readonly placeholder?: string | undefined;
}

/**
 * A field that shows what is typed on the screen and takes a physical keyboard as well. The real input lies unseen over the
 * drawn value, so that groups, boxes and a caret as thick as a finger's width of a letter can be drawn by us, and a screen
 * reader still meets a plain text field. The caret is always at the end: the keys on the screen type there.
 */
export function Field(props: FieldProps) {
  const { label, hint, value, problem, isActive, onActivate, onChange, kind, maxLength } = props;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isActive) input.current?.focus();
  }, [isActive]);
  const caretToEnd = (): void => input.current?.setSelectionRange(value.length, value.length);
  return (
    <TextField
      className={`ui-field ui-field-${kind}${isActive ? ' ui-field-active' : ''}`}
      value={value}
      isReadOnly={onChange === undefined}
      isInvalid={problem !== undefined}
      onChange={(typed) => onChange?.(accept(typed, kind, maxLength))}
      onFocus={onActivate}
      type={kind === 'secret' ? 'password' : 'text'}
      inputMode="none"
      autoComplete="off"
      spellCheck="false"
    >
      <Label className="ui-field-label">{label}</Label>
      <div className="ui-field-box">
        <Drawn {...props} />
        <Input className="ui-field-input" ref={input} onPointerUp={caretToEnd} onKeyUp={caretToEnd} />
      </div>
      {hint !== undefined && problem === undefined && (
        <Text slot="description" className="ui-field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="ui-field-problem">
        <Icon name="warning" />
        {problem}
      </FieldError>
    </TextField>
  );
}

function accept(typed: string, kind: FieldKind, maxLength: number | undefined): string {
  const fitting = kind === 'digits' || kind === 'code' ? typed.replaceAll(/\D/g, '') : typed;
  return Array.from(fitting).slice(0, maxLength).join('');
}

function Drawn({ kind, value, maxLength, placeholder, isActive }: FieldProps) {
  const caret = isActive ? <i className="ui-field-caret" /> : null;
  if (kind === 'code') return <Boxes value={value} count={maxLength ?? 6} isActive={isActive} />;
  if (value === '') {
    return (
      <div className="ui-field-drawn" aria-hidden="true">
        {caret}
        <span className="ui-field-placeholder">{placeholder}</span>
      </div>
    );
  }
  const parts = kind === 'secret' ? Array.from(value, () => '●') : splitGroups(value, groupsFor(kind, maxLength));
  return (
    <div className="ui-field-drawn" aria-hidden="true">
      {parts.map((part, index) => (
        <span className="ui-field-group" key={index}>
          {part}
        </span>
      ))}
      {caret}
    </div>
  );
}

function Boxes({ value, count, isActive }: { readonly value: string; readonly count: number; readonly isActive: boolean }) {
  const characters = Array.from(value);
  const next = Math.min(characters.length, count - 1);
  return (
    <div className="ui-field-boxes" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <span className={isActive && index === next ? 'ui-field-cell ui-field-cell-next' : 'ui-field-cell'} key={index}>
          {characters[index]}
          {isActive && index === characters.length && <i className="ui-field-caret" />}
        </span>
      ))}
    </div>
  );
}
