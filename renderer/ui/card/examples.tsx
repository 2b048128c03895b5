import type { ExampleSet } from '../example.ts';
import { Tag } from '../tag/tag.tsx';
import { Card } from './card.tsx';

export const cardExamples: ExampleSet = {
  component: 'card',
  examples: [
    {
      name: 'with-title',
      Show: ({ say }) => (
        <Card title={say('为什么找到您', 'Why we came to you')}>
          <p>
            {say(
              '您公司今天办了名称变更。按规定，资质证书应在 30 天内随之变更（截止 12 月 22 日）。',
              'Your company changed its name today. The licence must follow within 30 days (by 22 December).',
            )}
          </p>
        </Card>
      ),
    },
    {
      name: 'with-aside',
      Show: ({ say }) => (
        <Card
          title={say('已为您填好 9 项', '9 fields are filled in')}
          aside={<Tag kind="ok">{say('来自身份证、社保局', 'From your card and the bureau')}</Tag>}
        >
          <p>{say('姓名 王*梅 · 户籍 即墨区 · 首次参保 2009 年 7 月', 'Name 王*梅 · Jimo · insured since July 2009')}</p>
        </Card>
      ),
    },
    {
      name: 'bare',
      Show: ({ say }) => (
        <Card>{say('照片只用来确认是您本人，比对后马上删除。', 'The picture is deleted right after the check.')}</Card>
      ),
    },
  ],
};
