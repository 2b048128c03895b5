import './icon.css';
import { shapes, type IconName } from './shapes.ts';

export type { IconName } from './shapes.ts';

export interface IconProps {
  readonly name: IconName;
  /** What the sign says where no word stands beside it; without it the sign is silent. */
  readonly label?: string | undefined;
}

/** A drawn sign, as large as `--icon` of its surroundings and in the colour of the words beside it. */
export function Icon({ name, label }: IconProps) {
  const spoken = label === undefined ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const);
  return (
    <svg className="ui-icon" viewBox="0 0 24 24" focusable="false" {...spoken}>
      <path d={shapes[name]} />
    </svg>
  );
}
