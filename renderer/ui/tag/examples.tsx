import type { ExampleSet } from '../example.ts';
import { Tag } from './tag.tsx';

export const tagExamples: ExampleSet = {
  component: 'tag',
  examples: [
    {
      name: 'plain',
      Show: ({ say }) => <Tag kind="plain">{say('为您准备好了 · 还需 2 步', 'Prepared for you · 2 steps left')}</Tag>,
    },
    { name: 'ok', Show: ({ say }) => <Tag kind="ok">{say('读卡正常', 'Card reader works')}</Tag> },
    { name: 'wait', Show: ({ say }) => <Tag kind="wait">{say('A4 纸将用完', 'A4 paper is running low')}</Tag> },
    { name: 'stop', Show: ({ say }) => <Tag kind="stop">{say('暂停打印', 'Printing is off')}</Tag> },
  ],
};
