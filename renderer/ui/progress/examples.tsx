import { Button } from '../button/button.tsx';
import { Card } from '../card/card.tsx';
import { doNothing, type ExampleSet } from '../example.ts';
import { Progress } from './progress.tsx';

export const progressExamples: ExampleSet = {
  component: 'progress',
  examples: [
    {
      name: 'known',
      Show: ({ say }) => (
        <Card>
          <Progress value={0.62} label={say('正在打印第 2 页，共 3 页', 'Printing page 2 of 3')} />
        </Card>
      ),
    },
    {
      name: 'unknown',
      Show: ({ say }) => (
        <Card>
          <Progress
            label={say('正在向社保局查询', 'Asking the insurance bureau')}
            note={say('一般不到 10 秒，请不要取走身份证。', 'Mostly under 10 seconds. Please leave your card.')}
            actions={
              <Button kind="plain" icon="cross" onPress={doNothing}>
                {say('不等了', 'Do not wait')}
              </Button>
            }
          />
        </Card>
      ),
    },
  ],
};
