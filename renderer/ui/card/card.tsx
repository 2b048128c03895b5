import { useId, type ReactNode } from 'react';
import '../base.ts';
import './card.css';

export interface CardProps {
  readonly title?: string | undefined;
  /** Beside the title: a `Tag`, or one small button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A sheet of paper on the sand: one matter, with its title. */
export function Card({ title, aside, children }: CardProps) {
  const titleId = useId();
  const hasHead = title !== undefined || aside !== undefined;
  return (
    <section className="ui-card" {...(title === undefined ? {} : { 'aria-labelledby': titleId })}>
      {hasHead && (
        <div className="ui-card-head">
          {title !== undefined && (
            <h2 className="ui-card-title" id={titleId}>
              {title}
            </h2>
          )}
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}
