import { useId, type ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import '../base.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import './button.css';

/**
 * `primary` the one next step of a screen · `quiet` a step of equal worth beside it · `tool` the ways out in the action bar ·
 * `plain` a small thing inside content · `danger` what cannot be taken back.
 */
type ButtonKind = 'primary' | 'quiet' | 'tool' | 'plain' | 'danger';

export interface ButtonProps {
  readonly kind: ButtonKind;
  readonly icon?: IconName | undefined;
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly isDisabled?: boolean | undefined;
  /** Pressed and being worked on: keeps its place and the focus, takes no second press. */
  readonly isPending?: boolean | undefined;
  /** What is said after the visible words, when they alone do not tell where the press leads. */
  readonly spoken?: string | undefined;
}

export function Button({ kind, icon, children, onPress, isDisabled = false, isPending = false, spoken }: ButtonProps) {
  const spokenId = useId();
  return (
    <AriaButton
      className={`ui-button ui-button-${kind}`}
      onPress={onPress}
      isDisabled={isDisabled}
      isPending={isPending}
      {...(spoken === undefined ? {} : { 'aria-describedby': spokenId })}
    >
      {icon && <Icon name={icon} />}
      <span className="ui-button-words">{children}</span>
      {isPending && <span className="ui-button-pending" aria-hidden="true" />}
      {spoken !== undefined && (
        <span id={spokenId} hidden>
          {spoken}
        </span>
      )}
    </AriaButton>
  );
}
