import { useState } from 'react';
import { doNothing, type ExampleSet, type Say } from '../example.ts';
import { Button } from './button.tsx';

function Pending({ say }: { readonly say: Say }) {
  const [isPending, setPending] = useState(true);
  return (
    <Button kind="primary" isPending={isPending} onPress={() => setPending(true)}>
      {say('正在提交', 'Submitting')}
    </Button>
  );
}

export const buttonExamples: ExampleSet = {
  component: 'button',
  examples: [
    {
      name: 'primary',
      Show: ({ say }) => (
        <Button kind="primary" onPress={doNothing}>
          {say('下一步', 'Next step')}
        </Button>
      ),
    },
    {
      name: 'quiet',
      Show: ({ say }) => (
        <Button kind="quiet" icon="face" onPress={doNothing}>
          {say('换一种方式', 'Another way')}
        </Button>
      ),
    },
    {
      name: 'tool',
      Show: ({ say }) => (
        <Button kind="tool" icon="speaker" onPress={doNothing} spoken={say('把这一页读给您听', 'Reads this page to you')}>
          {say('朗读', 'Read aloud')}
        </Button>
      ),
    },
    {
      name: 'plain',
      Show: ({ say }) => (
        <Button kind="plain" icon="pen" onPress={doNothing}>
          {say('更改', 'Change')}
        </Button>
      ),
    },
    {
      name: 'danger',
      Show: ({ say }) => (
        <Button kind="danger" onPress={doNothing}>
          {say('放弃并退出', 'Give up and leave')}
        </Button>
      ),
    },
    {
      name: 'disabled',
      Show: ({ say }) => (
        <Button kind="primary" isDisabled onPress={doNothing}>
          {say('请先签名', 'Sign first')}
        </Button>
      ),
    },
    { name: 'pending', Show: Pending },
    {
      name: 'long-words',
      Show: ({ say }) => (
        <Button kind="primary" icon="printer" onPress={doNothing}>
          {say('打印社会保险缴费证明（两页）', 'Print the social insurance certificate (two pages)')}
        </Button>
      ),
    },
  ],
};
