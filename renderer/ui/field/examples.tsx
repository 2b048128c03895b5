import { useState } from 'react';
import { doNothing, type ExampleSet, type Say } from '../example.ts';
import { Field } from './field.tsx';

function TypedPhone({ say }: { readonly say: Say }) {
  const [value, setValue] = useState('1390532');
  return (
    <Field
      kind="digits"
      maxLength={11}
      label={say('手机号码', 'Mobile number')}
      hint={say('结果会发短信到这个号码', 'The result is sent to this number')}
      value={value}
      onChange={setValue}
      isActive
      onActivate={doNothing}
    />
  );
}

export const fieldExamples: ExampleSet = {
  component: 'field',
  examples: [
    { name: 'active', Show: TypedPhone },
    {
      name: 'empty',
      Show: ({ say }) => (
        <Field
          kind="letters"
          label={say('现住址（街道、小区、门牌）', 'Address (street, estate, door)')}
          placeholder={say('点一下这里填写', 'Touch here to fill in')}
          value=""
          isActive={false}
          onActivate={doNothing}
        />
      ),
    },
    {
      name: 'long-value',
      Show: ({ say }) => (
        <Field
          kind="letters"
          label={say('现住址（街道、小区、门牌）', 'Address (street, estate, door)')}
          value="山东省青岛市即墨区蓝村街道城南社区海岳花园小区 18 号楼 2 单元 1603 户"
          isActive={false}
          onActivate={doNothing}
        />
      ),
    },
    {
      name: 'problem',
      Show: ({ say }) => (
        <Field
          kind="digits"
          maxLength={11}
          label={say('手机号码', 'Mobile number')}
          problem={say('还差 4 位，手机号一共 11 位', '4 digits are missing: a mobile number has 11')}
          value="1390532"
          isActive={false}
          onActivate={doNothing}
        />
      ),
    },
    {
      name: 'code',
      Show: ({ say }) => (
        <Field
          kind="code"
          maxLength={6}
          label={say('短信里的 6 位数字', 'The 6 digits from the message')}
          hint={say('已发到 139****6027', 'Sent to 139****6027')}
          value="4715"
          isActive
          onActivate={doNothing}
        />
      ),
    },
    {
      name: 'secret',
      Show: ({ say }) => (
        <Field kind="secret" label={say('工作人员密码', 'Staff PIN')} value="482915" isActive={false} onActivate={doNothing} />
      ),
    },
  ],
};
