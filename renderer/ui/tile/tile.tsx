import { useId, type ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import '../base.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import './tile.css';

export interface TileProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly icon: IconName;
  readonly onPress: () => void;
  /** The tile that most people want: filled with the sea. At most one on a screen. */
  readonly emphasis?: boolean | undefined;
  /** A `Tag` that says a state: works offline, needs the network, out of service. */
  readonly tag?: ReactNode;
  readonly isDisabled?: boolean | undefined;
  readonly spoken?: string | undefined;
}

/** A large way in: title, one line of what is behind it, a drawn sign. */
export function Tile({ title, note, icon, onPress, emphasis = false, tag, isDisabled = false, spoken }: TileProps) {
  const spokenId = useId();
  return (
    <AriaButton
      className={emphasis ? 'ui-tile ui-tile-emphasis' : 'ui-tile'}
      onPress={onPress}
      isDisabled={isDisabled}
      {...(spoken === undefined ? {} : { 'aria-describedby': spokenId })}
    >
      <span className="ui-tile-words">
        <span className="ui-tile-title">{title}</span>
        {note !== undefined && <span className="ui-tile-note">{note}</span>}
        {tag !== undefined && <span className="ui-tile-tag">{tag}</span>}
      </span>
      <Icon name={icon} />
      {spoken !== undefined && (
        <span id={spokenId} hidden>
          {spoken}
        </span>
      )}
    </AriaButton>
  );
}
