import { useRef } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { FaceOval, type FaceOvalState } from '../../ui/face-oval/face-oval.tsx';
import { Tag } from '../../ui/tag/tag.tsx';
import { FaultCard } from '../parts/fault-summary.tsx';
import type { ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { TriesLeft } from '../parts/tries-left.tsx';
import { useGuidance, type Advice } from './use-guidance.ts';

const stepTitles = {
  neutral: 'face.titleNeutral',
  turnLeft: 'face.titleTurnLeft',
  turnRight: 'face.titleTurnRight',
  openMouth: 'face.titleOpenMouth',
} as const;

const hints = {
  starting: 'face.hint.labelStarting',
  good: 'face.hint.labelGood',
  noFace: 'face.hint.labelNoFace',
  severalFaces: 'face.hint.labelSeveralFaces',
  closer: 'face.hint.labelCloser',
  farther: 'face.hint.labelFarther',
  centre: 'face.hint.labelCentre',
  brighter: 'face.hint.labelBrighter',
  notYet: 'face.hint.labelNotYet',
} as const satisfies Record<Advice, string>;

/** Holding still cannot be done larger. */
function hintOf(screen: ScreenProps<'face'>['screen'], advice: Advice) {
  if (screen.state === 'deciding') return 'face.hint.labelDeciding';
  return advice === 'notYet' && screen.step === 'neutral' ? 'face.hint.labelHold' : hints[advice];
}

const ovalStates: Readonly<Record<Advice, FaceOvalState>> = {
  starting: 'idle',
  good: 'good',
  noFace: 'idle',
  severalFaces: 'adjust',
  closer: 'adjust',
  farther: 'adjust',
  centre: 'adjust',
  brighter: 'adjust',
  notYet: 'good',
};

/** S3 face: one movement at a time, the person's own picture as in a mirror, and always another way. */
export function FaceScreen({ screen }: ScreenProps<'face'>) {
  const t = useTexts();
  if (screen.state === 'failed') return <Failed screen={screen} />;
  return <Guiding screen={screen} title={screen.state === 'deciding' ? t('face.titleDeciding') : t(stepTitles[screen.step])} />;
}

function Guiding({ screen, title }: ScreenProps<'face'> & { readonly title: string }) {
  const t = useTexts();
  const video = useRef<HTMLVideoElement>(null);
  const advice = useGuidance(screen, video);
  const isDeciding = screen.state === 'deciding';
  return (
    <ScreenFrame
      title={title}
      lead={screen.hasStandingConsent ? t('face.leadStanding') : t('face.leadPrivacy')}
      primary={
        <NextButton kind="quiet" intent={{ type: 'otherWay' }}>
          {t('common:bar.buttonOtherWay')}
        </NextButton>
      }
    >
      <div className="oval">
        <FaceOval
          videoRef={video}
          state={isDeciding ? 'working' : ovalStates[advice]}
          progress={(screen.stepNumber - 1) / screen.stepTotal}
          label={t('face.labelVideo')}
        />
      </div>
      <p className="centred hint" aria-live="polite">
        <Tag kind={advice === 'good' || isDeciding ? 'ok' : 'plain'}>{t(hintOf(screen, advice))}</Tag>
      </p>
      <TriesLeft count={screen.triesLeft} label={t('face.labelTries', { count: screen.triesLeft })} />
      <p className="note centred">{t('face.noteOther')}</p>
    </ScreenFrame>
  );
}

function Failed({ screen }: ScreenProps<'face'>) {
  const t = useTexts();
  return (
    <ScreenFrame
      title={t('face.titleFailed')}
      primary={<NextButton intent={{ type: 'retry' }}>{t('common:bar.buttonRetry')}</NextButton>}
    >
      <FaultCard code={screen.code ?? 'FAC-001'} />
      <TriesLeft count={screen.triesLeft} label={t('face.labelTries', { count: screen.triesLeft })} />
      <NextButton kind="quiet" intent={{ type: 'otherWay' }}>
        {t('common:bar.buttonOtherWay')}
      </NextButton>
    </ScreenFrame>
  );
}
