import { useState } from 'react';
import { Button } from '../button/button.tsx';
import type { ExampleSet, Say } from '../example.ts';
import { Countdown } from './countdown.tsx';

function Running({ say }: { readonly say: Say }) {
  const [seconds, setSeconds] = useState(30);
  return (
    <div className="gallery-stack">
      <Countdown seconds={seconds} label={say('秒后自动退出', 'seconds, then we leave')} />
      <Button kind="plain" onPress={() => setSeconds(seconds - 6)}>
        {say('过 6 秒', '6 seconds later')}
      </Button>
    </div>
  );
}

export const countdownExamples: ExampleSet = {
  component: 'countdown',
  examples: [
    { name: 'full', Show: Running },
    { name: 'over', Show: ({ say }) => <Countdown seconds={0} label={say('秒后自动退出', 'seconds, then we leave')} /> },
  ],
};
