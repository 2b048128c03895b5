import { useState } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { RatingFaces } from '../../ui/rating-faces/rating-faces.tsx';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { useSecondsLeft } from '../parts/seconds-left.ts';
import { Reasons } from './reasons.tsx';

const scores = [5, 4, 3, 2, 1] as const;
const lowestWithoutReasons = 3;

/** S13 好差评: voluntary, nothing chosen beforehand, and leaving it is as large a step as giving it. */
export function RateScreen({ screen }: ScreenProps<'rate'>) {
  const t = useTexts();
  const { intend } = useKiosk();
  const [score, setScore] = useState<number>();
  const [reasons, setReasons] = useState<readonly string[]>([]);
  const secondsLeft = useSecondsLeft(screen.endsInMs);
  const asksReasons = score !== undefined && score < lowestWithoutReasons;
  return (
    <ScreenFrame title={t('rate.title')} lead={t('rate.lead')} tools={['help', 'leave']} isSparse>
      <RatingFaces
        label={t('rate.label')}
        options={scores.map((value) => ({ score: value, label: t(`rate.label${value}`) }))}
        value={score}
        onChange={setScore}
      />
      {asksReasons && <Reasons chosen={reasons} onChange={setReasons} />}
      <div className="pair equal">
        <Button kind="quiet" onPress={() => intend({ type: 'skipRating' })}>
          {t('rate.buttonSkip')}
        </Button>
        <NextButton
          kind="quiet"
          isDisabled={score === undefined}
          intent={{ type: 'rate', score: score ?? 3, reasons: asksReasons ? [...reasons] : [] }}
        >
          {t('rate.buttonSend')}
        </NextButton>
      </div>
      <p className="note centred">{t('rate.labelSeconds', { count: secondsLeft })}</p>
      <p className="note centred">{t('rate.noteComplaint')}</p>
    </ScreenFrame>
  );
}
