import { useState } from 'react';
import { doNothing, type ExampleSet, type Say } from '../example.ts';
import { Choice } from './choice.tsx';

function Levels({ say }: { readonly say: Say }) {
  const [value, setValue] = useState('80');
  return (
    <Choice
      label={say('缴费档次', 'Contribution level')}
      columns={3}
      value={value}
      onChange={setValue}
      options={[
        { value: '60', label: '60%', note: say('每月 678.48 元', '678.48 a month') },
        { value: '80', label: '80%', note: say('每月 904.64 元', '904.64 a month') },
        { value: '100', label: '100%', note: say('每月 1130.80 元', '1130.80 a month') },
      ]}
    />
  );
}

export const choiceExamples: ExampleSet = {
  component: 'choice',
  examples: [
    { name: 'three-columns', Show: Levels },
    {
      name: 'nothing-chosen',
      Show: ({ say }) => (
        <Choice
          label={say('要哪种核验方式？', 'How shall we check who you are?')}
          columns={1}
          onChange={doNothing}
          options={[
            { value: 'face', label: say('刷脸', 'Face'), note: say('约 10 秒', 'About 10 seconds') },
            { value: 'sms', label: say('短信验证码', 'Text message'), note: '139****6027' },
            { value: 'staff', label: say('请大堂工作人员核对', 'Ask the staff') },
          ]}
        />
      ),
    },
    {
      name: 'problem',
      Show: ({ say }) => (
        <Choice
          label={say('是否首次参保？', 'Is this your first registration?')}
          columns={2}
          onChange={doNothing}
          problem={say('请选一项', 'Please choose one')}
          options={[
            { value: 'yes', label: say('是，第一次', 'Yes, the first') },
            { value: 'no', label: say('不是，以前参加过', 'No, I was insured before') },
          ]}
        />
      ),
    },
  ],
};
