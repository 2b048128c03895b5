import { useState } from 'react';
import { doNothing, type ExampleSet, type Say } from '../example.ts';
import { SignaturePad, type Stroke } from './signature-pad.tsx';

/** 王, as three lines and an upright. */
const written: readonly Stroke[] = [
  [
    [4000, 2400],
    [4500, 2350],
    [5200, 2300],
    [5900, 2250],
  ],
  [
    [4150, 4600],
    [4700, 4550],
    [5200, 4500],
    [5750, 4450],
  ],
  [
    [4950, 2350],
    [4930, 3500],
    [4910, 5200],
    [4900, 6900],
  ],
  [
    [3600, 7100],
    [4400, 7000],
    [5300, 6900],
    [6400, 6850],
  ],
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
