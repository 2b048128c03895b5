import { useTexts } from '../../strings/use-texts.ts';
import { Banner } from '../../ui/banner/banner.tsx';
import { useKiosk } from './kiosk-context.ts';

/** Offline, said honestly: what still works, and that stored is not submitted. Nothing while online. */
export function OfflineBanner() {
  const t = useTexts();
  const { view } = useKiosk();
  if (view.network === 'online') return undefined;
  return (
    <Banner kind="attention" title={t('common:offline.title')}>
      <p>{t('common:offline.note')}</p>
      <p>
        {t('common:offline.noteStored')}
        {view.queued > 0 && ` ${t('common:offline.labelQueued', { count: view.queued })}`}
      </p>
    </Banner>
  );
}
