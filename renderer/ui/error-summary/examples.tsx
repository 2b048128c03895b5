import { Card } from '../card/card.tsx';
import type { ExampleSet, Say } from '../example.ts';
import { ErrorSummary } from './error-summary.tsx';

function texts(say: Say) {
  return {
    what: say('读卡器没有反应。', 'The card reader does not answer.'),
    action: say('请把身份证拿起来，再放一次。', 'Lift your card and lay it down again.'),
    safety: say('没有读到任何信息，也没有提交任何内容。', 'Nothing was read and nothing was sent.'),
    who: say('大堂工作人员已收到通知，马上就来。', 'The staff have been told and are coming.'),
  };
}

export const errorSummaryExamples: ExampleSet = {
  component: 'error-summary',
  examples: [
    {
      name: 'citizen',
      Show: ({ say }) => (
        <Card>
          <ErrorSummary {...texts(say)} />
        </Card>
      ),
    },
    {
      name: 'staff',
      Show: ({ say }) => (
        <Card>
          <ErrorSummary {...texts(say)} code="IDR-004" />
        </Card>
      ),
    },
  ],
};
