import { useEffect, useRef, type ReactNode } from 'react';
import '../base.ts';
import './frame.css';

export interface FrameProps {
  /** `TopBar`. */
  readonly top: ReactNode;
  readonly children: ReactNode;
  /** `ActionBar`. */
  readonly bar: ReactNode;
  /** `Stepper`, above the title. */
  readonly steps?: ReactNode;
  /** A sentence that a neighbour would say. */
  readonly title: string;
  readonly lead?: string | undefined;
  /** Illustration behind the title; the attract screen only. */
  readonly hero?: ReactNode;
  /** `Keyboard`, always at the same place. */
  readonly docked?: ReactNode;
}

/**
 * The one frame of every screen: where I am and whether it works (top), what I do (middle), the ways out (bar). Portrait has
 * the bar at the bottom, landscape at the right hand; both keep it within a seated person's reach.
 */
export function Frame({ top, children, bar, steps, title, lead, hero, docked }: FrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => focusUnlessTyping(heading.current), [title]);
  const classes = ['ui-frame', hero && 'ui-frame-with-hero', docked && 'ui-frame-with-docked'].filter(Boolean).join(' ');
  return (
    <div className={classes}>
      {top}
      <main className="ui-frame-main">
        {hero && <div className="ui-frame-hero">{hero}</div>}
        <div className="ui-frame-head">
          {steps}
          <h1 className="ui-frame-title" ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <p className="ui-frame-lead">{lead}</p>}
        </div>
        <div className="ui-frame-content">{children}</div>
      </main>
      {docked && <div className="ui-frame-docked">{docked}</div>}
      {bar}
    </div>
  );
}

/** A new screen begins at its title, for the ear and for the keypad; a field that has taken the focus keeps it. */
function focusUnlessTyping(heading: HTMLElement | null): void {
  if (document.activeElement instanceof HTMLInputElement) return;
  heading?.focus({ preventScroll: true });
}
