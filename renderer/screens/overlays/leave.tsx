import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { useKiosk } from '../parts/kiosk-context.ts';

/** Leaving is asked once, with what would be lost. */
export function LeaveOverlay() {
  const t = useTexts();
  const { intend } = useKiosk();
  const stay = (): void => intend({ type: 'stay' });
  return (
    <Dialog
      isOpen
      kind="confirm"
      title={t('leave.title')}
      onClose={stay}
      actions={
        <>
          <Button kind="danger" onPress={() => intend({ type: 'leaveConfirmed' })}>
            {t('leave.buttonLeave')}
          </Button>
          <Button kind="primary" onPress={stay}>
            {t('leave.buttonStay')}
          </Button>
        </>
      }
    >
      <p>{t('leave.noteUnsaved')}</p>
      <p>{t('leave.noteSaved')}</p>
    </Dialog>
  );
}
