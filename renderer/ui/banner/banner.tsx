import type { ReactNode } from 'react';
import '../base.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import './banner.css';

type BannerKind = 'info' | 'ok' | 'attention' | 'stop';

export interface BannerProps {
  readonly kind: BannerKind;
  readonly title: string;
  readonly children?: ReactNode;
  /** One button beside the words. */
  readonly action?: ReactNode;
}

const signs: Readonly<Record<BannerKind, IconName>> = { info: 'info', ok: 'check', attention: 'warning', stop: 'cross' };

/** What the person should know on this screen; `stop` is spoken at once, the others when the speaker is free. */
export function Banner({ kind, title, children, action }: BannerProps) {
  return (
    <div className={`ui-banner ui-banner-${kind}`} role={kind === 'stop' ? 'alert' : 'status'}>
      <span className="ui-banner-sign">
        <Icon name={signs[kind]} />
      </span>
      <div className="ui-banner-words">
        <p className="ui-banner-title">{title}</p>
        {children !== undefined && <div className="ui-banner-body">{children}</div>}
      </div>
      {action !== undefined && <div className="ui-banner-action">{action}</div>}
    </div>
  );
}
