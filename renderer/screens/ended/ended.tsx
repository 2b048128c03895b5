import { useTexts } from '../../strings/use-texts.ts';
import { Banner } from '../../ui/banner/banner.tsx';
import { Card } from '../../ui/card/card.tsx';
import { Icon } from '../../ui/icon/icon.tsx';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';

const erased = ['ended.erasedCard', 'ended.erasedFace', 'ended.erasedForm'] as const;

/** The end of a visit: what was erased, and that the card must not be left behind. */
export function EndedScreen({ screen }: ScreenProps<'ended'>) {
  const t = useTexts();
  const { view } = useKiosk();
  return (
    <ScreenFrame
      title={screen.cardPresent ? t('ended.titleTake') : t('ended.titleDone')}
      lead={t('ended.leadErased')}
      tools={['help']}
      banner={
        screen.code && (
          <Banner kind="info" title={t(`errors:${screen.code}.what`)}>
            <p>{t(`errors:${screen.code}.action`)}</p>
          </Banner>
        )
      }
      isSparse
      primary={
        <NextButton kind="quiet" intent={{ type: 'finish' }}>
          {t('ended.buttonHome')}
        </NextButton>
      }
    >
      {screen.cardPresent && (
        <div className="outcome outcome-wait">
          <span className="outcome-sign">
            <Icon name="card" />
          </span>
          <p className="outcome-number">{t('ended.labelHint')}</p>
        </div>
      )}
      <Card title={t('ended.titleErased')}>
        <ul className="checks">
          {erased.map((line) => (
            <li key={line}>
              <Icon name="check" />
              <span>{t(line)}</span>
            </li>
          ))}
        </ul>
        {view.queued > 0 && <p className="note">{t('ended.noteQueued')}</p>}
      </Card>
      <p className="note centred">{t('ended.noteTake')}</p>
    </ScreenFrame>
  );
}
