import { Card } from '../card/card.tsx';
import type { ExampleSet } from '../example.ts';
import { Timeline } from './timeline.tsx';

export const timelineExamples: ExampleSet = {
  component: 'timeline',
  examples: [
    {
      name: 'under-way',
      Show: ({ say }) => (
        <Card>
          <Timeline
            entries={[
              {
                at: say('今天 14:26', 'Today 14:26'),
                what: say('您刷脸同意，申请已登记', 'You agreed; registered'),
                state: 'done',
              },
              { at: say('今天 14:27', 'Today 14:27'), what: say('社保局已收到', 'Received by the bureau'), state: 'done' },
              { at: say('正在办', 'Under way'), what: say('社保局审核', 'The bureau checks it'), state: 'now' },
              {
                at: say('11 月 26 日前', 'By 26 November'),
                what: say('出结果，短信通知您', 'Result, by message'),
                state: 'next',
              },
            ]}
          />
        </Card>
      ),
    },
    {
      name: 'stopped',
      Show: ({ say }) => (
        <Card>
          <Timeline
            entries={[
              { at: '11-20 09:12', what: say('申请已提交', 'Submitted'), state: 'done' },
              { at: '11-21 16:40', what: say('没有通过：户籍信息不一致', 'Refused: the records differ'), state: 'stop' },
            ]}
          />
        </Card>
      ),
    },
  ],
};
