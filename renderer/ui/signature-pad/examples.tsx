import { useState } from 'react';
import { doNothing, type ExampleSet, type Say } from '../example.ts';
import { SignaturePad, type Stroke } from './signature-pad.tsx';

/** A line as a finger draws it: close points, a little bent. */
function line(from: readonly [number, number], to: readonly [number, number], bend: number): Stroke {
  const steps = 16;
  return Array.from({ length: steps + 1 }, (_, index) => {
    const share = index / steps;
    const bow = Math.sin(share * Math.PI) * bend;
    return [
      Math.round(from[0] + (to[0] - from[0]) * share + bow / 4),
      Math.round(from[1] + (to[1] - from[1]) * share - bow),
    ] as const;
  });
}

/** 王. */
const written: readonly Stroke[] = [
  line([4250, 2300], [5900, 2050], 160),
  line([4350, 4350], [5750, 4150], 140),
  line([5020, 2300], [5000, 6600], 60),
  line([3950, 6800], [6250, 6450], 200),
];

function Pad({ say, begin }: { readonly say: Say; readonly begin: readonly Stroke[] }) {
  const [strokes, setStrokes] = useState(begin);
  return <SignaturePad strokes={strokes} onChange={setStrokes} {...padTexts(say)} />;
}

function padTexts(say: Say) {
  return {
    label: say('您的签名', 'Your signature'),
    clearLabel: say('重写', 'Clear'),
    undoLabel: say('撤一笔', 'Undo'),
    placeholder: say('请用手指在这里签名', 'Sign here with your finger'),
  };
}

export const signaturePadExamples: ExampleSet = {
  component: 'signature-pad',
  examples: [
    { name: 'empty', Show: ({ say }) => <Pad say={say} begin={[]} /> },
    { name: 'signed', Show: ({ say }) => <Pad say={say} begin={written} /> },
    { name: 'disabled', Show: ({ say }) => <SignaturePad strokes={[]} onChange={doNothing} isDisabled {...padTexts(say)} /> },
  ],
};
