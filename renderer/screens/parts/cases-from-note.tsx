import type { CasesFrom } from '#contracts/ipc/view.ts';
import { useTexts } from '../../strings/use-texts.ts';

/** Says plainly when the list is not the whole truth. */
export function CasesFromNote({ from }: { readonly from: CasesFrom }) {
  const t = useTexts();
  if (from === 'centre') return undefined;
  return <p className="note">{from === 'local' ? t('home.noteLocal') : t('home.noteUnavailable')}</p>;
}
