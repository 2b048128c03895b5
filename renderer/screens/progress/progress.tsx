import { useState } from 'react';
import { localDateOf, localMinuteOf } from '#contracts/basics/clock.ts';
import { groupedCaseNumber } from '#contracts/basics/ids.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { Progress } from '../../ui/progress/progress.tsx';
import { Timeline } from '../../ui/timeline/timeline.tsx';
import { CaseRow } from '../parts/case-row.tsx';
import { CaseState } from '../parts/case-state.tsx';
import { CasesFromNote } from '../parts/cases-from-note.tsx';
import { dayText } from '../parts/format.ts';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { PageTurner, usePages } from '../parts/pages.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';

/** S14: every case of this person, and each step of the one that is looked at. */
export function ProgressScreen({ screen }: ScreenProps<'progress'>) {
  const t = useTexts();
  const [openNumber, setOpenNumber] = useState<string>();
  const open = screen.cases.find((summary) => summary.caseNumber === openNumber);
  if (screen.state === 'loading') {
    return (
      <ScreenFrame title={t('progress.titleLoading')}>
        <Progress label={t('progress.labelLoading')} />
      </ScreenFrame>
    );
  }
  if (open) return <CaseDetail summary={open} onClose={() => setOpenNumber(undefined)} />;
  if (screen.cases.length === 0) {
    return (
      <ScreenFrame title={t('progress.titleNone')} lead={t('progress.noteNone')}>
        <CasesFromNote from={screen.casesFrom} />
      </ScreenFrame>
    );
  }
  return <CaseList screen={screen} onOpen={setOpenNumber} />;
}

function CaseList({ screen, onOpen }: ScreenProps<'progress'> & { readonly onOpen: (caseNumber: string) => void }) {
  const t = useTexts();
  const { view } = useKiosk();
  const pages = usePages(screen.cases, view.settings.textSize === 'elder' ? 2 : 4);
  return (
    <ScreenFrame title={t('progress.title')} lead={t('progress.leadCount', { count: screen.cases.length })}>
      <CasesFromNote from={screen.casesFrom} />
      {pages.shown.map((summary) => (
        <Card key={summary.caseNumber}>
          <div className="case-open">
            <CaseRow summary={summary} />
            <Button kind="quiet" onPress={() => onOpen(summary.caseNumber)} spoken={groupedCaseNumber(summary.caseNumber)}>
              {t('progress.buttonOpen')}
            </Button>
          </div>
        </Card>
      ))}
      <PageTurner pages={pages} />
    </ScreenFrame>
  );
}

function CaseDetail({ summary, onClose }: { readonly summary: CaseSummary; readonly onClose: () => void }) {
  const t = useTexts();
  const language = useLanguage();
  const { view } = useKiosk();
  const today = localDateOf(view.now);
  const rows = [
    { name: 'at', label: t('progress.labelSubmitted'), value: localMinuteOf(Date.parse(summary.at)) },
    ...(summary.dueOn
      ? [{ name: 'due', label: t('progress.labelPromise'), value: dayText(summary.dueOn, language, today) }]
      : []),
    ...(summary.certificate
      ? [
          { name: 'certificate', label: t('progress.labelCertificate'), value: summary.certificate.number },
          { name: 'check', label: t('progress.labelCheckCode'), value: summary.certificate.checkCode },
        ]
      : []),
  ];
  return (
    <ScreenFrame
      title={summary.title[language]}
      lead={t('common:case.labelNumber', { number: groupedCaseNumber(summary.caseNumber) })}
      tools={['help', 'leave']}
      primary={
        <Button kind="quiet" icon="list" onPress={onClose}>
          {t('progress.buttonList')}
        </Button>
      }
    >
      <Card title={t('progress.titleSteps')} aside={<CaseState state={summary.state} />}>
        {summary.steps.length === 0 && <p className="note">{t('progress.noteNoSteps')}</p>}
        <Timeline
          entries={summary.steps.map((step, index) => ({
            at: localMinuteOf(Date.parse(step.at)),
            what: step.what[language],
            state: index === summary.steps.length - 1 && isUnderWay(summary) ? 'now' : 'done',
          }))}
        />
      </Card>
      <Card>
        <DataRows rows={rows} />
      </Card>
    </ScreenFrame>
  );
}

function isUnderWay({ state }: CaseSummary): boolean {
  return state === 'queued' || state === 'accepted' || state === 'processing';
}
