import type { ExampleSet } from '../example.ts';
import { Icon, type IconName } from './icon.tsx';
import { shapes } from './shapes.ts';

const names = Object.keys(shapes).sort() as IconName[];

export const iconExamples: ExampleSet = {
  component: 'icon',
  examples: [
    {
      name: 'all',
      Show: () => (
        <ul className="gallery-icons">
          {names.map((name) => (
            <li key={name}>
              <Icon name={name} />
              <small>{name}</small>
            </li>
          ))}
        </ul>
      ),
    },
    { name: 'with-label', Show: ({ say }) => <Icon name="printer" label={say('打印机正常', 'Printer works')} /> },
  ],
};
