import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Countdown } from '../../ui/countdown/countdown.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { useKiosk } from '../parts/kiosk-context.ts';
import { useSecondsLeft } from '../parts/seconds-left.ts';

/** Nobody has touched the screen for a while: ask before everything is erased. */
export function IdleOverlay({ secondsLeft }: { readonly secondsLeft: number }) {
  const t = useTexts();
  const { intend } = useKiosk();
  const shown = useSecondsLeft(secondsLeft * 1000);
  return (
    <Dialog
      isOpen
      kind="idle"
      title={t('idle.title')}
      onClose={() => intend({ type: 'stay' })}
      actions={
        <>
          <Button kind="danger" onPress={() => intend({ type: 'leave' })}>
            {t('idle.buttonLeave')}
          </Button>
          <Button kind="primary" onPress={() => intend({ type: 'stay' })}>
            {t('idle.buttonStay')}
          </Button>
        </>
      }
    >
      <Countdown seconds={shown} label={t('idle.labelSeconds', { count: shown })} />
      <p>{t('idle.note')}</p>
    </Dialog>
  );
}
