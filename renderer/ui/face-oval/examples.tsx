import { useRef } from 'react';
import type { ExampleSet, Say } from '../example.ts';
import { FaceOval, type FaceOvalState } from './face-oval.tsx';

const states: readonly { readonly state: FaceOvalState; readonly progress?: number; readonly zh: string; readonly en: string }[] =
  [
    { state: 'idle', zh: '镜头里还没有人', en: 'Nobody in the picture yet' },
    { state: 'good', progress: 0.5, zh: '距离合适，光线合适', en: 'Good distance, good light' },
    { state: 'adjust', progress: 0.25, zh: '请再靠近一点', en: 'Come a little closer' },
    { state: 'working', zh: '正在比对', en: 'Comparing' },
    { state: 'failed', zh: '没有认出来', en: 'Not recognised' },
  ];

function Oval({ say, index }: { readonly say: Say; readonly index: number }) {
  const video = useRef<HTMLVideoElement>(null);
  const shown = states[index];
  if (!shown) return null;
  return <FaceOval state={shown.state} progress={shown.progress} videoRef={video} label={say(shown.zh, shown.en)} />;
}

export const faceOvalExamples: ExampleSet = {
  component: 'face-oval',
  examples: states.map(({ state }, index) => ({
    name: state,
    Show: ({ say }: { readonly say: Say }) => <Oval say={say} index={index} />,
  })),
};
