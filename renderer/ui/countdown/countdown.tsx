import { useState } from 'react';
import '../base.ts';
import './countdown.css';

export interface CountdownProps {
  /** Seconds left, as the host counts them; this component has no clock of its own. */
  readonly seconds: number;
  /** Says what happens at zero: 秒后自动退出. */
  readonly label: string;
}

/** The seconds that are left, as a number and as a ring that empties. */
export function Countdown({ seconds, label }: CountdownProps) {
  const [most, setMost] = useState(seconds);
  if (seconds > most) setMost(seconds);
  const left = most > 0 ? Math.max(0, seconds) / most : 0;
  return (
    <div className="ui-countdown" role="timer" aria-label={label}>
      <svg className="ui-countdown-ring" viewBox="0 0 120 120" aria-hidden="true">
        <circle className="ui-countdown-track" cx="60" cy="60" r="52" />
        <circle
          className="ui-countdown-left"
          cx="60"
          cy="60"
          r="52"
          pathLength="100"
          style={{ strokeDasharray: `${Math.round(left * 100)} 100` }}
        />
      </svg>
      <span className="ui-countdown-number">{Math.max(0, Math.ceil(seconds))}</span>
      <span className="ui-countdown-label">{label}</span>
    </div>
  );
}
