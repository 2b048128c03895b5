import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Dialog } from '../../ui/dialog/dialog.tsx';
import { Icon, type IconName } from '../../ui/icon/icon.tsx';
import { useKiosk } from '../parts/kiosk-context.ts';

/** S15: people who help, here and by telephone, and what they can see of this screen. */
export function HelpOverlay() {
  const t = useTexts();
  const { view, intend } = useKiosk();
  const close = (): void => intend({ type: 'closeHelp' });
  const points: readonly { icon: IconName; title: string; note: string }[] = [
    { icon: 'staff', title: t('help.titleStaff'), note: t('help.noteStaff') },
    { icon: 'headset', title: t('help.titleHotline'), note: t('help.noteHotline') },
    { icon: 'phone', title: t('help.titleSite', { phone: view.terminal.phone }), note: t('help.noteSite') },
    { icon: 'shield', title: t('help.titleShared'), note: t('help.noteShared') },
  ];
  return (
    <Dialog
      isOpen
      kind="info"
      title={t('help.title')}
      onClose={close}
      actions={
        <Button kind="primary" onPress={close}>
          {t('help.buttonClose')}
        </Button>
      }
    >
      <ul className="points">
        {points.map(({ icon, title, note }) => (
          <li key={icon} className="point">
            <span className="point-sign">
              <Icon name={icon} />
            </span>
            <div>
              <h3>{title}</h3>
              <p className="note">{note}</p>
            </div>
          </li>
        ))}
      </ul>
      <p className="note">{t('help.noteConsent')}</p>
    </Dialog>
  );
}
