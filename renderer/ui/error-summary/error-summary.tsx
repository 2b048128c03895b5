import '../base.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import './error-summary.css';

export interface ErrorSummaryProps {
  /** What happened. */
  readonly what: string;
  /** What the person can do now. */
  readonly action: string;
  /** Whether data, money and card are safe. */
  readonly safety: string;
  /** Who comes, or whom to call. */
  readonly who: string;
  /** For staff only, small and last. */
  readonly code?: string | undefined;
}

/** A fault in four sentences, always in this order. */
export function ErrorSummary({ what, action, safety, who, code }: ErrorSummaryProps) {
  return (
    <div className="ui-fault">
      <p className="ui-fault-what">{what}</p>
      <ul className="ui-fault-lines">
        <Line icon="arrow-right" text={action} />
        <Line icon="shield" text={safety} />
        <Line icon="staff" text={who} />
      </ul>
      {code !== undefined && <p className="ui-fault-code">{code}</p>}
    </div>
  );
}

function Line({ icon, text }: { readonly icon: IconName; readonly text: string }) {
  return (
    <li className="ui-fault-line">
      <span className="ui-fault-sign">
        <Icon name={icon} />
      </span>
      <span>{text}</span>
    </li>
  );
}
