import type { PrintView, ScreenOf } from '#contracts/ipc/view.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Card } from '../../ui/card/card.tsx';
import { Tag, type TagKind } from '../../ui/tag/tag.tsx';
import { useKiosk } from '../parts/kiosk-context.ts';

const states = {
  notPrinted: { kind: 'plain', label: 'result.print.labelNotPrinted' },
  printing: { kind: 'wait', label: 'result.print.labelPrinting' },
  printed: { kind: 'ok', label: 'result.print.labelPrinted' },
  failed: { kind: 'stop', label: 'result.print.labelFailed' },
  unknown: { kind: 'wait', label: 'result.print.labelUnknown' },
} as const satisfies Record<PrintView['state'], { kind: TagKind; label: string }>;

/** What came out of the machine and what did not. An outcome that nobody knows is never printed again by a press. */
export function Printed({ screen }: { readonly screen: ScreenOf<'result'> }) {
  const t = useTexts();
  return (
    <Card title={t('result.titlePaper')}>
      <ul className="prints">
        {screen.document && (
          <Print
            what={t('result.labelDocument')}
            print={screen.document}
            intent={{ type: 'printDocument' }}
            mayPrint={screen.outcome === 'done' && !screen.documentLater}
            note={screen.documentLater && screen.document.state !== 'printed' ? t('result.notePrintLater') : undefined}
          />
        )}
        <Print what={t('result.labelReceipt')} print={screen.receipt} intent={{ type: 'printReceipt' }} mayPrint />
      </ul>
    </Card>
  );
}

interface PrintProps {
  readonly what: string;
  readonly print: PrintView;
  readonly intent: Intent;
  readonly mayPrint: boolean;
  readonly note?: string | undefined;
}

function Print({ what, print, intent, mayPrint, note }: PrintProps) {
  const t = useTexts();
  const { intend } = useKiosk();
  const { kind, label } = states[print.state];
  const offers = mayPrint && (print.state === 'notPrinted' || print.state === 'failed');
  return (
    <li className="print">
      <div className="print-head">
        <strong>{what}</strong>
        <Tag kind={kind}>{t(label)}</Tag>
      </div>
      {print.state === 'failed' && print.code && (
        <p className="note">
          {t('result.notePrintFailed', { what: t(`errors:${print.code}.what`), action: t(`errors:${print.code}.action`) })}
        </p>
      )}
      {note !== undefined && <p className="note">{note}</p>}
      {print.state === 'unknown' && <p className="note">{t('result.noteUnknown')}</p>}
      {offers && (
        <Button kind="quiet" icon="printer" onPress={() => intend(intent)} spoken={what}>
          {print.state === 'failed' ? t('result.buttonPrintAgain') : t('result.buttonPrint')}
        </Button>
      )}
    </li>
  );
}
