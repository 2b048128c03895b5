import { doNothing, type ExampleSet } from '../example.ts';
import { Tag } from '../tag/tag.tsx';
import { Tile } from './tile.tsx';

export const tileExamples: ExampleSet = {
  component: 'tile',
  examples: [
    {
      name: 'emphasis',
      Show: ({ say }) => (
        <Tile
          emphasis
          icon="card"
          title={say('放上身份证，直接开始', 'Lay down your ID card to begin')}
          note={say('读卡区在屏幕右下方，亮绿灯处', 'The reader is at the lower right, by the green light')}
          onPress={doNothing}
        />
      ),
    },
    {
      name: 'plain',
      Show: ({ say }) => (
        <Tile
          icon="document"
          title={say('我要办事', 'Get something done')}
          note={say('按部门、按事情找，拼音首字母也行', 'By department or by matter')}
          onPress={doNothing}
        />
      ),
    },
    {
      name: 'with-tag',
      Show: ({ say }) => (
        <Tile
          icon="shield"
          title={say('灵活就业人员参保登记', 'Register for social insurance')}
          note={say('约 4 分钟 · 免费', 'About 4 minutes · free')}
          tag={<Tag kind="ok">{say('断网也能办', 'Works offline')}</Tag>}
          onPress={doNothing}
        />
      ),
    },
    {
      name: 'disabled',
      Show: ({ say }) => (
        <Tile
          icon="printer"
          isDisabled
          title={say('我要打印', 'Print')}
          note={say('缴费证明、参保凭证', 'Certificates and statements')}
          tag={<Tag kind="wait">{say('缺纸，工作人员已在处理', 'Out of paper, staff are on it')}</Tag>}
          onPress={doNothing}
        />
      ),
    },
  ],
};
