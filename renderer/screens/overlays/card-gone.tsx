import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { CardHint } from '../../ui/card-hint/card-hint.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { useKiosk } from '../parts/kiosk-context.ts';

/** The card was taken in the middle of a visit: the same card brings it back, nothing else does. */
export function CardGoneOverlay() {
  const t = useTexts();
  const { intend } = useKiosk();
  return (
    <Dialog
      isOpen
      kind="idle"
      title={t('cardGone.title')}
      actions={
        <Button kind="danger" onPress={() => intend({ type: 'leave' })}>
          {t('leave.buttonLeave')}
        </Button>
      }
    >
      <div className="picture picture-small">
        <CardHint label={t('cardGone.title')} />
      </div>
      <p>{t('cardGone.noteSame')}</p>
      <p>{t('cardGone.noteOtherwise')}</p>
    </Dialog>
  );
}
