import { useEffect, useRef, useState, type RefObject } from 'react';
import type { ScreenOf } from '#contracts/ipc/view.ts';
import type { Guidance } from '../../face/guidance.ts';
import type { Hint } from '../../face/guidance-core.ts';
import { useKiosk } from '../parts/kiosk-context.ts';

/** What the guidance says now: nothing yet, all is well, or what to change. */
export type Advice = 'starting' | 'good' | Hint;

/** Shows the camera in `video`, looks at the face, and sends the pictures that the host asks for. */
export function useGuidance(screen: ScreenOf<'face'>, video: RefObject<HTMLVideoElement | null>): Advice {
  const { camera, sendFrame, intend } = useKiosk();
  const [advice, setAdvice] = useState<Advice>('starting');
  const guidance = useRef<Guidance>(null);
  const { challenge, step } = screen;
  const newest = useRef({ challenge, step });

  useEffect(() => {
    newest.current = { challenge, step };
    // Before the host has drawn its challenge there is nothing that a picture could answer.
    if (challenge !== '') guidance.current?.setChallenge(challenge, step);
  }, [challenge, step]);

  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    let isGone = false;
    camera.current?.open(element);
    void import('../../face/guidance.ts').then(({ createGuidance }) => {
      if (isGone) return;
      const made = createGuidance({
        video: element,
        onHint: (hint) => setAdvice(hint ?? 'good'),
        send: sendFrame,
        // Guidance that cannot work is no reason to keep a person waiting: there are other ways.
        onFailed: () => intend({ type: 'otherWay' }),
      });
      guidance.current = made;
      if (newest.current.challenge !== '') made.setChallenge(newest.current.challenge, newest.current.step);
      made.start();
    });
    const held = camera.current;
    return () => {
      isGone = true;
      guidance.current?.stop();
      guidance.current = null;
      held?.close();
    };
  }, [video, camera, sendFrame, intend]);

  return advice;
}
