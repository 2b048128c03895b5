import { useState } from 'react';
import type { ExampleSet, Say } from '../example.ts';
import { Field } from '../field/field.tsx';
import { Keyboard, type KeyboardLayout } from './keyboard.tsx';

function Typing({ say, layout }: { readonly say: Say; readonly layout: KeyboardLayout }) {
  const [value, setValue] = useState('');
  const labels = {
    keyboard: say('屏幕键盘', 'Keyboard on the screen'),
    delete: say('删除', 'Delete'),
    clear: say('清空', 'Clear'),
    done: say('完成', 'Done'),
    space: say('空格', 'Space'),
    shift: say('大写', 'Capitals'),
  };
  return (
    <div className="gallery-stack">
      <Field
        kind={layout === 'letters' ? 'letters' : 'digits'}
        maxLength={layout === 'letters' ? 40 : 11}
        label={say('试着输入', 'Type here')}
        value={value}
        onChange={setValue}
        isActive
        onActivate={() => undefined}
      />
      <Keyboard
        layout={layout}
        labels={labels}
        onInsert={(text) => setValue((before) => before + text)}
        onDelete={() => setValue((before) => Array.from(before).slice(0, -1).join(''))}
        onClear={() => setValue('')}
        onDone={() => undefined}
      />
    </div>
  );
}

export const keyboardExamples: ExampleSet = {
  component: 'keyboard',
  examples: [
    { name: 'digits', Show: ({ say }) => <Typing say={say} layout="digits" /> },
    { name: 'letters', Show: ({ say }) => <Typing say={say} layout="letters" /> },
  ],
};
