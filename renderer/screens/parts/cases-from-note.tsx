import type { CasesFrom } from '#contracts/ipc/view.ts';
import { useTexts } from '../../strings/use-texts.ts';

const notes = { local: 'home.noteLocal', loading: 'home.noteLoading', unavailable: 'home.noteUnavailable' } as const;

/** Says plainly when the list is not the whole truth. */
export function CasesFromNote({ from }: { readonly from: CasesFrom }) {
  const t = useTexts();
  if (from === 'centre') return undefined;
  return <p className="note">{t(notes[from])}</p>;
}
