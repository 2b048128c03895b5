import type { CasesFrom } from '#contracts/ipc/view.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { Banner } from '../../ui/banner/banner.tsx';

/** Says plainly when the list is not the whole truth. */
export function CasesFromNote({ from }: { readonly from: CasesFrom }) {
  const t = useTexts();
  if (from === 'centre') return undefined;
  const title = from === 'local' ? t('home.noteLocal') : t('home.noteUnavailable');
  return <Banner kind={from === 'local' ? 'info' : 'attention'} title={title} />;
}
