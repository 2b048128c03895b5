import { Children, type ReactNode } from 'react';
import '../base.ts';
import './action-bar.css';

export interface ActionBarProps {
  /** `Button`s of kind `tool`: back, read aloud, help, leave, in this order wherever they are. */
  readonly tools: ReactNode;
  /** The one next step: a `Button`, always in the same corner. */
  readonly primary?: ReactNode;
}

/** The ways out of a screen and the one way on, within a seated person's reach. */
export function ActionBar({ tools, primary }: ActionBarProps) {
  return (
    <footer className="ui-bar">
      <div className="ui-bar-tools">{Children.toArray(tools)}</div>
      {primary !== undefined && <div className="ui-bar-primary">{primary}</div>}
    </footer>
  );
}
