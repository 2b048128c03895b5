import { useState } from 'react';
import { localDateOf, localMinuteOf } from '#contracts/basics/clock.ts';
import { groupedCaseNumber } from '#contracts/basics/ids.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { Language } from '#contracts/domain/localized.ts';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { Tile } from '../../ui/tile/tile.tsx';
import { Timeline, type TimelineEntry } from '../../ui/timeline/timeline.tsx';
import { Busy } from '../parts/busy.tsx';
import { CaseRow } from '../parts/case-row.tsx';
import { CaseState } from '../parts/case-state.tsx';
import { CasesFromNote } from '../parts/cases-from-note.tsx';
import { FaultCard } from '../parts/fault-summary.tsx';
import { chunks } from '../parts/chunks.ts';
import { dayText } from '../parts/format.ts';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';

/** S14: every case of this person, and each step of the one that is looked at. */
export function ProgressScreen({ screen }: ScreenProps<'progress'>) {
  const t = useTexts();
  const { intend } = useKiosk();
  const [openNumber, setOpenNumber] = useState<string>();
  const open = screen.cases.find((summary) => summary.caseNumber === openNumber);
  if (screen.state === 'loading') {
    return (
      <ScreenFrame title={t('progress.titleLoading')} isSparse>
        <Busy label={t('progress.labelLoading')} />
      </ScreenFrame>
    );
  }
  if (open) return <CaseDetail summary={open} onClose={() => setOpenNumber(undefined)} />;
  if (screen.casesFrom === 'unavailable') return <Unavailable />;
  if (screen.cases.length === 0) {
    return (
      <ScreenFrame title={t('progress.titleNone')} lead={t('progress.noteNone')} isSparse>
        <Tile
          title={t('progress.buttonServices')}
          note={t('progress.noteServices')}
          icon="document"
          onPress={() => intend({ type: 'again' })}
        />
        {screen.casesFrom !== 'centre' && <CasesFromNote from={screen.casesFrom} />}
      </ScreenFrame>
    );
  }
  return <CaseList screen={screen} onOpen={setOpenNumber} />;
}

/** Not being able to look is not the same as there being nothing. */
function Unavailable() {
  const t = useTexts();
  return (
    <ScreenFrame
      title={t('progress.titleUnavailable')}
      primary={<NextButton intent={{ type: 'retry' }}>{t('progress.buttonRetry')}</NextButton>}
    >
      <FaultCard code="NET-003" />
    </ScreenFrame>
  );
}

function ToServices() {
  const t = useTexts();
  return (
    <NextButton kind="quiet" intent={{ type: 'again' }}>
      {t('progress.buttonServices')}
    </NextButton>
  );
}

function CaseList({ screen, onOpen }: ScreenProps<'progress'> & { readonly onOpen: (caseNumber: string) => void }) {
  const t = useTexts();
  return (
    <ScreenFrame
      title={t('progress.title')}
      lead={t('progress.leadCount', { count: screen.cases.length })}
      primary={<ToServices />}
    >
      {screen.casesFrom !== 'centre' && <CasesFromNote from={screen.casesFrom} />}
      {screen.cases.map((summary) => (
        <Card key={summary.caseNumber}>
          <div className="case-open">
            <CaseRow summary={summary} heading="h2" />
            <Button kind="plain" onPress={() => onOpen(summary.caseNumber)} spoken={groupedCaseNumber(summary.caseNumber)}>
              {t('progress.buttonOpen')}
            </Button>
          </div>
        </Card>
      ))}
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
  const entries = entriesOf(summary, language);
  return (
    <ScreenFrame
      title={summary.title[language]}
      lead={t('common:case.labelNumber', { number: groupedCaseNumber(summary.caseNumber) })}
      onBack={onClose}
      primary={
        <Button kind="quiet" icon="list" onPress={onClose}>
          {t('progress.buttonList')}
        </Button>
      }
    >
      <Card>
        <DataRows rows={rows} />
      </Card>
      {chunks(entries, 6).map((some, index) => (
        <Card
          key={index}
          title={index === 0 ? t('progress.titleSteps') : undefined}
          aside={index === 0 ? <CaseState state={summary.state} /> : undefined}
        >
          <Timeline entries={some} />
        </Card>
      ))}
      {summary.certificate?.mayPrint && <PrintAgain caseNumber={summary.caseNumber} />}
      {summary.withdrawal && <Withdraw caseNumber={summary.caseNumber} />}
    </ScreenFrame>
  );
}

/** 再次打印, which the certificate's foot promises. */
function PrintAgain({ caseNumber }: { readonly caseNumber: string }) {
  const t = useTexts();
  const { intend } = useKiosk();
  return (
    <Card>
      <div className="case-open">
        <p>{t('progress.notePrintAgain')}</p>
        <Button kind="plain" icon="printer" onPress={() => intend({ type: 'printCertificate', caseNumber })}>
          {t('progress.buttonPrintAgain')}
        </Button>
      </div>
    </Card>
  );
}

/** 撤回 is asked once, with what it means. */
function Withdraw({ caseNumber }: { readonly caseNumber: string }) {
  const t = useTexts();
  const { intend } = useKiosk();
  const [isAsking, setIsAsking] = useState(false);
  const keep = (): void => setIsAsking(false);
  return (
    <>
      <div>
        <Button kind="plain" onPress={() => setIsAsking(true)}>
          {t('progress.buttonWithdraw')}
        </Button>
      </div>
      <Dialog
        isOpen={isAsking}
        kind="confirm"
        title={t('progress.titleWithdraw')}
        onClose={keep}
        actions={
          <>
            <Button kind="danger" onPress={() => intend({ type: 'withdrawCase', caseNumber })}>
              {t('progress.buttonWithdrawYes')}
            </Button>
            <Button kind="primary" onPress={keep}>
              {t('progress.buttonWithdrawNo')}
            </Button>
          </>
        }
      >
        <p>{t('progress.noteWithdraw')}</p>
        <p>{t('progress.noteWithdrawLater')}</p>
      </Dialog>
    </>
  );
}

function entriesOf(summary: CaseSummary, language: Language): readonly TimelineEntry[] {
  return summary.steps.map((step, index) => ({
    at: localMinuteOf(Date.parse(step.at)).slice(5),
    what: step.what[language],
    state: index < summary.steps.length - 1 ? 'done' : lastState(summary),
  }));
}

function lastState(summary: CaseSummary): TimelineEntry['state'] {
  if (summary.state === 'rejected') return 'stop';
  return isUnderWay(summary) ? 'now' : 'done';
}

function isUnderWay({ state }: CaseSummary): boolean {
  return state === 'queued' || state === 'accepted' || state === 'processing';
}
