import type { ReactNode } from 'react';
import { Button } from '../button/button.tsx';
import { doNothing, type ExampleSet, type Say } from '../example.ts';
import { ActionBar } from './action-bar.tsx';

/** The four ways out that nearly every screen has. */
export function exampleTools(say: Say): ReactNode[] {
  return [
    <Button key="back" kind="tool" icon="back" onPress={doNothing}>
      {say('返回', 'Back')}
    </Button>,
    <Button key="read" kind="tool" icon="speaker" onPress={doNothing}>
      {say('朗读', 'Read aloud')}
    </Button>,
    <Button key="help" kind="tool" icon="help" onPress={doNothing}>
      {say('求助', 'Help')}
    </Button>,
    <Button key="leave" kind="tool" icon="leave" onPress={doNothing}>
      {say('退出', 'Leave')}
    </Button>,
  ];
}

export const actionBarExamples: ExampleSet = {
  component: 'action-bar',
  examples: [
    {
      name: 'with-primary',
      Show: ({ say }) => (
        <ActionBar
          tools={exampleTools(say)}
          primary={
            <Button kind="primary" onPress={doNothing}>
              {say('刷脸同意', 'Agree by face')}
            </Button>
          }
        />
      ),
    },
    {
      name: 'two-tools',
      Show: ({ say }) => (
        <ActionBar
          tools={exampleTools(say).slice(2)}
          primary={
            <Button kind="primary" onPress={doNothing}>
              {say('取卡并退出', 'Take card and leave')}
            </Button>
          }
        />
      ),
    },
    { name: 'tools-only', Show: ({ say }) => <ActionBar tools={exampleTools(say)} /> },
  ],
};
