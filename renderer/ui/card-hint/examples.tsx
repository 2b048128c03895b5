import type { ExampleSet } from '../example.ts';
import { CardHint } from './card-hint.tsx';

export const cardHintExamples: ExampleSet = {
  component: 'card-hint',
  examples: [
    { name: 'labelled', Show: ({ say }) => <CardHint label={say('把身份证平放在亮灯处', 'Lay the card flat by the light')} /> },
    { name: 'silent', Show: () => <CardHint /> },
  ],
};
