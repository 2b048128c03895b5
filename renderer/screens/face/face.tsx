import { useRef } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { FaceOval } from '../../ui/face-oval/face-oval.tsx';
import { FaultSummary } from '../parts/fault-summary.tsx';
import type { ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { TriesLeft } from '../parts/tries-left.tsx';

const stepTitles = {
  neutral: 'face.titleNeutral',
  turnLeft: 'face.titleTurnLeft',
  turnRight: 'face.titleTurnRight',
  openMouth: 'face.titleOpenMouth',
} as const;

/** S3 face: one movement at a time, the person's own picture as in a mirror, and always another way. */
export function FaceScreen({ screen }: ScreenProps<'face'>) {
  const t = useTexts();
  if (screen.state === 'failed') return <Failed screen={screen} />;
  return <Guiding screen={screen} title={screen.state === 'deciding' ? t('face.titleDeciding') : t(stepTitles[screen.step])} />;
}

function Guiding({ screen, title }: ScreenProps<'face'> & { readonly title: string }) {
  const t = useTexts();
  const video = useRef<HTMLVideoElement>(null);
  return (
    <ScreenFrame
      title={title}
      lead={t('face.leadPrivacy')}
      primary={
        <NextButton kind="quiet" intent={{ type: 'otherWay' }}>
          {t('common:bar.buttonOtherWay')}
        </NextButton>
      }
    >
      <div className="oval-place">
        <FaceOval
          videoRef={video}
          state={screen.state === 'deciding' ? 'working' : 'idle'}
          progress={(screen.stepNumber - 1) / screen.stepTotal}
          label={t('face.labelVideo')}
        />
      </div>
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
      <FaultSummary code={screen.code ?? 'FAC-001'} />
      <TriesLeft count={screen.triesLeft} label={t('face.labelTries', { count: screen.triesLeft })} />
      <NextButton kind="quiet" intent={{ type: 'otherWay' }}>
        {t('common:bar.buttonOtherWay')}
      </NextButton>
    </ScreenFrame>
  );
}
