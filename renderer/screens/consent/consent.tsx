import { useTexts } from '../../strings/use-texts.ts';
import { Banner } from '../../ui/banner/banner.tsx';
import { Button } from '../../ui/button/button.tsx';
import { Card } from '../../ui/card/card.tsx';
import { Icon, type IconName } from '../../ui/icon/icon.tsx';
import { useKiosk } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';

const lines = [
  { icon: 'card', title: 'consent.titleCard', note: 'consent.noteCard' },
  { icon: 'face', title: 'consent.titleFace', note: 'consent.noteFace' },
  { icon: 'shield', title: 'consent.titleSend', note: 'consent.noteSend' },
] as const satisfies readonly { icon: IconName; title: string; note: string }[];

/** What is used, for what, and what becomes of it, before any of it is used. */
export function ConsentScreen() {
  const t = useTexts();
  const { intend } = useKiosk();
  return (
    <ScreenFrame
      title={t('consent.title')}
      lead={t('consent.lead')}
      tools={['help', 'leave']}
      extraTool={
        <Button kind="tool" icon="cross" onPress={() => intend({ type: 'decline' })}>
          {t('consent.buttonDecline')}
        </Button>
      }
      primary={<NextButton intent={{ type: 'agree' }}>{t('consent.buttonAgree')}</NextButton>}
    >
      {lines.map(({ icon, title, note }) => (
        <Card key={title}>
          <div className="point point-large">
            <span className="point-sign">
              <Icon name={icon} />
            </span>
            <div>
              <h2>{t(title)}</h2>
              <p>{t(note)}</p>
            </div>
          </div>
        </Card>
      ))}
      <Banner
        kind="info"
        title={t('consent.noteOther')}
        action={
          <Button kind="plain" onPress={() => intend({ type: 'otherWay' })}>
            {t('consent.buttonOther')}
          </Button>
        }
      />
    </ScreenFrame>
  );
}
