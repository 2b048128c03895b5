import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { Icon } from '#renderer/ui/icon/icon.tsx';
import type { IconName } from '#renderer/ui/icon/icon.tsx';
import { useSay } from './strings.tsx';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
  readonly icon?: IconName;
  /** Where the words alone do not tell which thing it is about. */
  readonly label?: string;
}

/** The one next step of a pane. */
export function Main({ children, onPress, isDisabled = false, label }: ButtonProps) {
  return (
    <Button
      className="button button-main"
      onPress={onPress}
      isDisabled={isDisabled}
      {...(label !== undefined && { 'aria-label': label })}
    >
      {children}
    </Button>
  );
}

export function Plain({ children, onPress, isDisabled = false, icon, label }: ButtonProps) {
  return (
    <Button className="button" onPress={onPress} isDisabled={isDisabled} {...(label !== undefined && { 'aria-label': label })}>
      {icon && <Icon name={icon} />}
      {children}
    </Button>
  );
}

export function Danger({ children, onPress, isDisabled = false }: ButtonProps) {
  return (
    <Button className="button button-danger" onPress={onPress} isDisabled={isDisabled}>
      {children}
    </Button>
  );
}

export interface Option {
  readonly id: string;
  readonly text: string;
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

export function Choice({ label, options, value, onChange }: ChoiceProps) {
  return (
    <Select className="choice" value={value} onChange={(key) => onChange(String(key))}>
      <Label>{label}</Label>
      <Button className="button choice-button">
        <SelectValue />
        <span className="choice-arrow" aria-hidden="true" />
      </Button>
      <Popover className="choice-list">
        <ListBox items={options}>
          {({ id, text }) => (
            <ListBoxItem id={id} className="choice-option">
              {text}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isLong?: boolean;
  readonly type?: 'text' | 'date' | 'number' | 'search';
  readonly onEnter?: () => void;
}

export function Text({ label, value, onChange, isLong = false, type = 'text', onEnter }: TextProps) {
  return (
    <TextField
      className="text"
      value={value}
      onChange={onChange}
      type={type === 'number' || type === 'date' ? 'text' : type}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter?.();
      }}
      autoComplete="off"
    >
      <Label>{label}</Label>
      {isLong ? <TextArea rows={3} /> : <Input />}
    </TextField>
  );
}

/** Leads to the next page of a list. */
export function More({
  next,
  isFirst,
  onFirst,
  onNext,
}: {
  readonly next: string | undefined;
  readonly isFirst: boolean;
  readonly onFirst: () => void;
  readonly onNext: (cursor: string) => void;
}) {
  const say = useSay();
  if (next === undefined && isFirst) return null;
  return (
    <nav className="more" aria-label={say('list.pages')}>
      <Plain isDisabled={isFirst} onPress={onFirst}>
        {say('list.buttonFirst')}
      </Plain>
      <Plain isDisabled={next === undefined} onPress={() => next !== undefined && onNext(next)}>
        {say('list.buttonNext')}
      </Plain>
    </nav>
  );
}
