import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { FaceStep } from '#contracts/ipc/view.ts';

const actions = ['turnLeft', 'turnRight', 'openMouth'] as const satisfies readonly FaceStep[];
const actionsAsked = 2;

/** The neutral face, then two different actions, each order as likely as any other: nobody can have the right video ready. */
export function randomSteps(random: RandomBytes): readonly FaceStep[] {
  const left: FaceStep[] = [...actions];
  const drawn: FaceStep[] = [];
  while (drawn.length < actionsAsked) drawn.push(...left.splice(below(left.length, random), 1));
  return ['neutral', ...drawn];
}

/** A whole number in 0..limit-1 without bias; limit at most 256. */
function below(limit: number, random: RandomBytes): number {
  const fair = 256 - (256 % limit);
  for (;;) {
    const byte = random(1)[0] ?? 0;
    if (byte < fair) return byte % limit;
  }
}
