import type { ReactNode } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { Banner } from '../../ui/banner/banner.tsx';
import { useKiosk } from './kiosk-context.ts';

/** For `ScreenFrame`'s banner: nothing while online. */
export function useOfflineBanner(props: OfflineBannerProps = {}): ReactNode {
  const { view } = useKiosk();
  return view.network === 'offline' ? <OfflineBanner {...props} /> : undefined;
}

export interface OfflineBannerProps {
  /** Where room is short: the heading and the one thing that must not be misunderstood. */
  readonly isShort?: boolean;
}

/** Offline, said honestly: what still works, and that stored is not submitted. */
function OfflineBanner({ isShort = false }: OfflineBannerProps) {
  const t = useTexts();
  const { view } = useKiosk();
  return (
    <Banner kind="attention" title={t('common:offline.title')}>
      {!isShort && <p>{t('common:offline.note')}</p>}
      <p className="sentences">
        <span>{t('common:offline.noteStored')}</span>
        {view.queued > 0 && <span>{t('common:offline.labelQueued', { count: view.queued })}</span>}
      </p>
    </Banner>
  );
}
