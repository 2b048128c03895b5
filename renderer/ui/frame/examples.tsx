import { useState } from 'react';
import { ActionBar } from '../action-bar/action-bar.tsx';
import { exampleTools } from '../action-bar/examples.tsx';
import { Button } from '../button/button.tsx';
import { Card } from '../card/card.tsx';
import { DataRows } from '../data-rows/data-rows.tsx';
import { doNothing, type ExampleSet, type Say } from '../example.ts';
import { Field } from '../field/field.tsx';
import { Hero } from '../hero/hero.tsx';
import { Keyboard } from '../keyboard/keyboard.tsx';
import { Stepper } from '../stepper/stepper.tsx';
import { Tag } from '../tag/tag.tsx';
import { Tile } from '../tile/tile.tsx';
import { ExampleTopBar } from '../top-bar/examples.tsx';
import { Frame } from './frame.tsx';

function Attract({ say }: { readonly say: Say }) {
  return (
    <Frame
      top={<ExampleTopBar say={say} />}
      title={say('您好，要办什么？', 'Hello. What can we do?')}
      lead={say('社保 · 医保 · 公积金 · 不动产 · 企业事项', 'Insurance · housing fund · property · company')}
      hero={<Hero />}
      bar={<ActionBar tools={exampleTools(say)} />}
    >
      <div className="gallery-tiles">
        <Tile
          emphasis
          icon="card"
          title={say('放上身份证，直接开始', 'Lay down your ID card')}
          note={say('读卡区在屏幕右下方，亮绿灯处', 'The reader is at the lower right')}
          onPress={doNothing}
        />
        <Tile
          icon="document"
          title={say('我要办事', 'Services')}
          note={say('按部门、按事情找', 'Find a service')}
          onPress={doNothing}
        />
        <Tile
          icon="printer"
          title={say('我要打印', 'Print')}
          note={say('缴费证明、参保凭证', 'Certificates')}
          onPress={doNothing}
        />
      </div>
    </Frame>
  );
}

function Content({ say }: { readonly say: Say }) {
  return (
    <Frame
      top={<ExampleTopBar say={say} />}
      steps={<Stepper current={2} total={3} label={say('第 2 步，共 3 步', 'Step 2 of 3')} />}
      title={say('请核对，没问题就签名', 'Check, then sign')}
      lead={say('点“更改”可以改正。', 'Touch “Change” to correct something.')}
      bar={
        <ActionBar
          tools={exampleTools(say)}
          primary={
            <Button kind="primary" onPress={doNothing}>
              {say('确认提交', 'Submit')}
            </Button>
          }
        />
      }
    >
      <Card title={say('您填的', 'What you filled in')} aside={<Tag kind="ok">{say('来自身份证', 'From your card')}</Tag>}>
        <DataRows
          rows={[
            { name: 'name', label: say('姓名', 'Name'), value: '王*梅' },
            {
              name: 'phone',
              label: say('手机', 'Phone'),
              value: '139****6027',
              onEdit: doNothing,
              editLabel: say('更改', 'Change'),
            },
          ]}
        />
      </Card>
    </Frame>
  );
}

function Docked({ say }: { readonly say: Say }) {
  const [value, setValue] = useState('139');
  return (
    <Frame
      top={<ExampleTopBar say={say} isOffline />}
      steps={<Stepper current={1} total={3} label={say('第 1 步，共 3 步', 'Step 1 of 3')} />}
      title={say('再填 1 项就好', 'One more field')}
      docked={
        <Keyboard
          layout="letters"
          labels={{
            keyboard: say('屏幕键盘', 'Keyboard'),
            delete: say('删除', 'Delete'),
            clear: say('清空', 'Clear'),
            done: say('完成', 'Done'),
            space: say('空格', 'Space'),
            shift: say('大写', 'Capitals'),
          }}
          onInsert={(text) => setValue((before) => before + text)}
          onDelete={() => setValue((before) => before.slice(0, -1))}
          onClear={() => setValue('')}
          onDone={doNothing}
        />
      }
      bar={
        <ActionBar
          tools={exampleTools(say)}
          primary={
            <Button kind="primary" onPress={doNothing}>
              {say('下一步', 'Next')}
            </Button>
          }
        />
      }
    >
      <Field
        kind="letters"
        label={say('现住址', 'Address')}
        value={value}
        onChange={setValue}
        isActive
        onActivate={doNothing}
        hint={say('街道、小区、门牌', 'Street, estate, door')}
      />
    </Frame>
  );
}

export const frameExamples: ExampleSet = {
  component: 'frame',
  examples: [
    { name: 'attract', alone: true, Show: Attract },
    { name: 'content', alone: true, Show: Content },
    { name: 'docked-keyboard', alone: true, Show: Docked },
  ],
};
