import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { FaultSummary } from '../parts/fault-summary.tsx';
import { useKiosk } from '../parts/kiosk-context.ts';
import { CardGoneOverlay } from './card-gone.tsx';

export interface FaultOverlayProps {
  readonly code: ErrorCode;
  readonly canRetry: boolean;
}

/** S16: something went wrong, in four sentences, with the way on. */
export function FaultOverlay({ code, canRetry }: FaultOverlayProps) {
  const t = useTexts();
  const { intend } = useKiosk();
  if (code === 'SES-002') return <CardGoneOverlay />;
  const close = (): void => intend({ type: 'stay' });
  return (
    <Dialog
      isOpen
      kind="fault"
      title={t('fault.title')}
      onClose={close}
      actions={
        <>
          <Button kind={canRetry ? 'quiet' : 'primary'} onPress={close}>
            {t('fault.buttonClose')}
          </Button>
          {canRetry && (
            <Button kind="primary" icon="refresh" onPress={() => intend({ type: 'retry' })}>
              {t('common:bar.buttonRetry')}
            </Button>
          )}
        </>
      }
    >
      <FaultSummary code={code} />
    </Dialog>
  );
}
