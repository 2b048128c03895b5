import { useTexts } from '../../strings/use-texts.ts';
import { Banner } from '../../ui/banner/banner.tsx';

/** Offline: what confirming does, and what it does not do yet. */
export function StoredFirst() {
  const t = useTexts();
  return (
    <Banner kind="attention" title={t('review.titleOffline')}>
      <p>{t('common:offline.noteStored')}</p>
    </Banner>
  );
}
