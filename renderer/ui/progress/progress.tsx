import type { ReactNode } from 'react';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import '../base.ts';
import './progress.css';

export interface ProgressProps {
  /** What is being done, as a sentence. */
  readonly label: string;
  /** 0..1; absent while nobody can say how far it is. */
  readonly value?: number | undefined;
  readonly note?: string | undefined;
  /** The way out of the work, where it can be left. */
  readonly actions?: ReactNode;
}

/** Long work under way: what it is, how far it is, how to leave it. */
export function Progress({ label, value, note, actions }: ProgressProps) {
  const isKnown = value !== undefined;
  return (
    <div className="ui-progress">
      <ProgressBar
        aria-label={label}
        className="ui-progress-bar"
        {...(isKnown ? { value, minValue: 0, maxValue: 1 } : { isIndeterminate: true })}
      >
        {({ valueText }) => (
          <>
            <div className="ui-progress-head">
              <span className="ui-progress-label">{label}</span>
              {isKnown && <span className="ui-progress-value">{valueText}</span>}
            </div>
            <div className="ui-progress-track">
              <div
                className={isKnown ? 'ui-progress-fill' : 'ui-progress-fill ui-progress-unknown'}
                style={isKnown ? { inlineSize: `${Math.round(value * 100)}%` } : undefined}
              />
            </div>
          </>
        )}
      </ProgressBar>
      {note !== undefined && <p className="ui-progress-note">{note}</p>}
      {actions !== undefined && <div className="ui-progress-actions">{actions}</div>}
    </div>
  );
}
