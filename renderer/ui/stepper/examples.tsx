import type { ExampleSet } from '../example.ts';
import { Stepper } from './stepper.tsx';

export const stepperExamples: ExampleSet = {
  component: 'stepper',
  examples: [
    { name: 'first', Show: ({ say }) => <Stepper current={1} total={3} label={say('第 1 步，共 3 步', 'Step 1 of 3')} /> },
    {
      name: 'in-between',
      Show: ({ say }) => (
        <Stepper current={2} total={4} label={say('第 2 步，共 4 步 · 灵活就业人员参保登记', 'Step 2 of 4 · Social insurance')} />
      ),
    },
    { name: 'many', Show: ({ say }) => <Stepper current={6} total={7} label={say('第 6 步，共 7 步', 'Step 6 of 7')} /> },
  ],
};
