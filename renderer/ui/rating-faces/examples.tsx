import { useState } from 'react';
import { doNothing, type ExampleSet, type Say } from '../example.ts';
import { RatingFaces } from './rating-faces.tsx';

function texts(say: Say) {
  return {
    label: say('这次办得怎么样？', 'How was it?'),
    options: [
      { score: 5, label: say('非常满意', 'Very good') },
      { score: 4, label: say('满意', 'Good') },
      { score: 3, label: say('基本满意', 'Fair') },
      { score: 2, label: say('不满意', 'Poor') },
      { score: 1, label: say('非常不满意', 'Very poor') },
    ],
  };
}

function Rated({ say }: { readonly say: Say }) {
  const [value, setValue] = useState(4);
  return <RatingFaces {...texts(say)} value={value} onChange={setValue} />;
}

export const ratingFacesExamples: ExampleSet = {
  component: 'rating-faces',
  examples: [
    { name: 'nothing-chosen', Show: ({ say }) => <RatingFaces {...texts(say)} onChange={doNothing} /> },
    { name: 'chosen', Show: Rated },
  ],
};
