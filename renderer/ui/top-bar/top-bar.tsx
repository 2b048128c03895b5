import type { ReactNode } from 'react';
import '../base.ts';
import { Icon } from '../icon/icon.tsx';
import './top-bar.css';

export interface TopBarProps {
  /** Where this machine stands: 即墨蓝村 · 政务自助E站. */
  readonly place: string;
  /** As it is read: 14:26. */
  readonly time: string;
  readonly network: { readonly state: 'online' | 'offline'; readonly label: string };
  /** Language and text size. */
  readonly extra?: ReactNode;
}

/** Where I am, and is it working. */
export function TopBar({ place, time, network, extra }: TopBarProps) {
  return (
    <header className="ui-top">
      <strong className="ui-top-place">{place}</strong>
      <span className={`ui-top-network ui-top-${network.state}`}>
        <Icon name={network.state === 'online' ? 'network' : 'network-off'} />
        {network.label}
      </span>
      <time className="ui-top-time">{time}</time>
      {extra !== undefined && <div className="ui-top-extra">{extra}</div>}
    </header>
  );
}
