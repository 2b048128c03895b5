import { groupedCaseNumber } from '#contracts/basics/ids.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { CaseState } from './case-state.tsx';
import { dayText } from './format.ts';
import { useKiosk } from './kiosk-context.ts';

/** One case in three lines: what, how far, until when. */
export function CaseRow({ summary }: { readonly summary: CaseSummary }) {
  const t = useTexts();
  const language = useLanguage();
  const { view } = useKiosk();
  const isOpen = summary.state === 'accepted' || summary.state === 'processing';
  return (
    <div className="case">
      <div className="case-head">
        <h3>{summary.title[language]}</h3>
        <CaseState state={summary.state} />
      </div>
      <p className="note">{t('common:case.labelNumber', { number: groupedCaseNumber(summary.caseNumber) })}</p>
      {isOpen && summary.dueOn && (
        <p className="note">{t('common:case.labelDue', { date: dayText(summary.dueOn, language, localDateOf(view.now)) })}</p>
      )}
    </div>
  );
}
