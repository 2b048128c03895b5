import { Card } from '../card/card.tsx';
import { doNothing, type ExampleSet } from '../example.ts';
import { DataRows } from './data-rows.tsx';

export const dataRowsExamples: ExampleSet = {
  component: 'data-rows',
  examples: [
    {
      name: 'changes',
      Show: ({ say }) => (
        <Card title={say('会改成这样', 'What will change')}>
          <DataRows
            rows={[
              {
                name: 'company',
                label: say('企业名称', 'Company'),
                old: '青岛海岳勘察有限公司',
                value: '青岛海岳岩土工程有限公司',
                note: say('来自：市场监管登记，今天 10:12', 'From the company register, today 10:12'),
              },
              { name: 'number', label: say('证书编号', 'Licence no.'), value: 'B237 0210 8845', note: say('不变', 'Unchanged') },
              {
                name: 'address',
                label: say('送到哪里', 'Deliver to'),
                value: say('崂山区 ** 路 ** 号 3 楼', 'Laoshan, ** Road **, 3rd floor'),
                note: say('收件电话 139****6027', 'Phone 139****6027'),
                onEdit: doNothing,
                editLabel: say('更改', 'Change'),
              },
            ]}
          />
        </Card>
      ),
    },
    {
      name: 'rare-name',
      Show: ({ say }) => (
        <Card>
          <DataRows
            rows={[
              { name: 'name', label: say('姓名', 'Name'), value: '䶮𬀩𫖯㛃', note: say('来自身份证', 'From the card') },
              { name: 'id', label: say('证件号码', 'ID number'), value: '3702**********0027' },
            ]}
          />
        </Card>
      ),
    },
  ],
};
