import { Button } from '../button/button.tsx';
import { doNothing, type ExampleSet } from '../example.ts';
import { Banner } from './banner.tsx';

export const bannerExamples: ExampleSet = {
  component: 'banner',
  examples: [
    {
      name: 'info',
      Show: ({ say }) => <Banner kind="info" title={say('照片用后即删，不会保存', 'The picture is deleted after use')} />,
    },
    { name: 'ok', Show: ({ say }) => <Banner kind="ok" title={say('已核对是您本人', 'We checked that it is you')} /> },
    {
      name: 'attention',
      Show: ({ say }) => (
        <Banner kind="attention" title={say('网络断了，但还能办登记', 'No network, but you can still register')}>
          {say('先存在本机，联网后自动提交，结果发短信。', 'It is kept here and sent later. You get a message.')}
        </Banner>
      ),
    },
    {
      name: 'stop',
      Show: ({ say }) => (
        <Banner
          kind="stop"
          title={say('没有读到身份证', 'The card could not be read')}
          action={
            <Button kind="plain" icon="refresh" onPress={doNothing}>
              {say('再试一次', 'Try again')}
            </Button>
          }
        >
          {say('请把卡放平，等绿灯亮。', 'Lay it flat and wait for the green light.')}
        </Banner>
      ),
    },
  ],
};
