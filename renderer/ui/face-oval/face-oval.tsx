import type { Ref } from 'react';
import '../base.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import './face-oval.css';

export type FaceOvalState = 'idle' | 'good' | 'adjust' | 'working' | 'failed';

export interface FaceOvalProps {
  readonly state: FaceOvalState;
  readonly videoRef: Ref<HTMLVideoElement>;
  /** 0..1 of the movements done; drawn on the ring. */
  readonly progress?: number | undefined;
  readonly label: string;
}

const badges: Readonly<Partial<Record<FaceOvalState, IconName>>> = { good: 'check', adjust: 'warning', failed: 'cross' };

/** The person's own picture as in a mirror, in a ring whose shape, badge and colour all tell the state. */
export function FaceOval({ state, videoRef, progress, label }: FaceOvalProps) {
  const badge = badges[state];
  return (
    <figure className={`ui-oval ui-oval-${state}`} aria-label={label}>
      <video className="ui-oval-video" ref={videoRef} autoPlay muted playsInline aria-hidden="true" tabIndex={-1} />
      <svg className="ui-oval-ring" viewBox="0 0 680 820" aria-hidden="true">
        <ellipse className="ui-oval-line" cx="340" cy="410" rx="322" ry="392" />
        {progress !== undefined && (
          <path
            className="ui-oval-done"
            d="M340 18a322 392 0 0 1 0 784a322 392 0 0 1 0-784"
            pathLength="100"
            style={{ strokeDasharray: `${Math.round(Math.min(1, Math.max(0, progress)) * 100)} 100` }}
          />
        )}
      </svg>
      {badge && (
        <span className="ui-oval-badge">
          <Icon name={badge} />
        </span>
      )}
    </figure>
  );
}
