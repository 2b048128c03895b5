import type { ExampleSet } from '../example.ts';
import { Hero } from './hero.tsx';

export const heroExamples: ExampleSet = {
  component: 'hero',
  examples: [
    {
      name: 'day',
      Show: () => (
        <div className="gallery-hero">
          <Hero />
        </div>
      ),
    },
  ],
};
