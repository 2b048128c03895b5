import { groupedCaseNumber } from '#contracts/basics/ids.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { CaseState } from './case-state.tsx';
import { dayText } from './format.ts';
import { useKiosk } from './kiosk-context.ts';

export interface CaseRowProps {
  readonly summary: CaseSummary;
  /** Below the screen's title, or below a card's. */
  readonly heading: 'h2' | 'h3';
}

/** One case in three lines: what, how far, until when. */
export function CaseRow({ summary, heading: Heading }: CaseRowProps) {
  const t = useTexts();
  const language = useLanguage();
  const { view } = useKiosk();
  const isOpen = summary.state === 'accepted' || summary.state === 'processing';
  return (
    <div className="case">
      <div className="case-head">
        <Heading>{summary.title[language]}</Heading>
        <CaseState state={summary.state} />
      </div>
      <p className="note">{t('common:case.labelNumber', { number: groupedCaseNumber(summary.caseNumber) })}</p>
      {isOpen && summary.dueOn && (
        <p className="note">{t('common:case.labelDue', { date: dayText(summary.dueOn, language, localDateOf(view.now)) })}</p>
      )}
    </div>
  );
}
