import { localDateOf } from '#contracts/basics/clock.ts';
import { groupedCaseNumber } from '#contracts/basics/ids.ts';
import type { ScreenOf } from '#contracts/ipc/view.ts';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { Icon, type IconName } from '../../ui/icon/icon.tsx';
import { Qr } from '../../ui/qr/qr.tsx';
import { FaultCard } from '../parts/fault-summary.tsx';
import { dayText, resultTimeText } from '../parts/format.ts';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { Printed } from './printed.tsx';

const titles = {
  done: 'result.titleDone',
  accepted: 'result.titleAccepted',
  queued: 'result.titleQueued',
  withdrawn: 'result.titleWithdrawn',
  refused: 'result.titleRefused',
} as const;

/** S12: what became of it, no more than is true; what comes next; what was printed. */
export function ResultScreen({ screen }: ScreenProps<'result'>) {
  const t = useTexts();
  const { intend } = useKiosk();
  return (
    <ScreenFrame
      title={titleOf(screen, t)}
      tools={['help']}
      extraTool={
        <Button kind="tool" icon="home" onPress={() => intend({ type: 'again' })}>
          {t('result.buttonAgain')}
        </Button>
      }
      primary={<NextButton intent={{ type: 'finish' }}>{t('result.buttonFinish')}</NextButton>}
    >
      <Outcome screen={screen} />
      {screen.outcome === 'refused' ? <FaultCard code={screen.code ?? 'SYN-001'} /> : <Next screen={screen} />}
      <Printed screen={screen} />
      {screen.qr !== '' && (
        <Card>
          <div className="beside">
            <div>
              <h2>{t('result.titleQr')}</h2>
              <p className="note">{t('result.noteQr')}</p>
            </div>
            <Qr data={screen.qr} label={t('result.labelQr')} />
          </div>
        </Card>
      )}
    </ScreenFrame>
  );
}

/** "Take it" only where it has come out. */
function titleOf(screen: ScreenOf<'result'>, t: ReturnType<typeof useTexts>): string {
  if (screen.outcome === 'done' && screen.document?.state !== 'printed') return t('result.titleDoneNoPaper');
  return t(titles[screen.outcome]);
}

const signs = {
  done: { icon: 'check', kind: 'ok' },
  accepted: { icon: 'check', kind: 'ok' },
  queued: { icon: 'hourglass', kind: 'wait' },
  withdrawn: { icon: 'check', kind: 'ok' },
  refused: { icon: 'cross', kind: 'stop' },
} as const satisfies Record<ScreenOf<'result'>['outcome'], { icon: IconName; kind: string }>;

/** The sign of the outcome beside the number that finds it again. */
function Outcome({ screen }: { readonly screen: ScreenOf<'result'> }) {
  const t = useTexts();
  const language = useLanguage();
  const { icon, kind } = signs[screen.outcome];
  return (
    <div className={`outcome outcome-${kind}`}>
      <span className="outcome-sign">
        <Icon name={icon} />
      </span>
      <div>
        <p>{screen.item.title[language]}</p>
        <p className="outcome-number">{groupedCaseNumber(screen.caseNumber)}</p>
        <p className="note">{t('result.noteNumber')}</p>
      </div>
    </div>
  );
}

function Next({ screen }: { readonly screen: ScreenOf<'result'> }) {
  const t = useTexts();
  const language = useLanguage();
  const { view } = useKiosk();
  const due = screen.dueOn && t('result.labelDue', { date: dayText(screen.dueOn, language, localDateOf(view.now)) });
  const rows = {
    done: [{ name: 'done', label: t('result.labelToday'), value: t('result.noteDone'), note: t('result.noteDoneCheck') }],
    accepted: [
      {
        name: 'accepted',
        label: due ?? resultTimeText(t, screen.item),
        value: t(screen.item.flow === 'proposal' ? 'result.noteReminder' : 'result.noteAccepted'),
        note: t('result.noteAcceptedCheck'),
      },
    ],
    queued: [
      {
        name: 'queued',
        label: t('result.labelOnline'),
        value: t(screen.document ? 'result.noteQueuedPaper' : 'result.noteQueued'),
        note: t('result.noteQueuedHonest'),
      },
    ],
    withdrawn: [
      {
        name: 'withdrawn',
        label: t('result.labelWithdrawn'),
        value: t('result.noteWithdrawn'),
        note: t('result.noteWithdrawnLater'),
      },
    ],
    refused: [],
  }[screen.outcome];
  return (
    <Card title={t('result.titleNext')}>
      <DataRows rows={rows} />
    </Card>
  );
}
