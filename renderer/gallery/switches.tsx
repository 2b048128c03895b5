import type { Say } from '../ui/example.ts';
import { Choice } from '../ui/choice/choice.tsx';
import { writeAddress, type GallerySettings } from './address.ts';

interface Switch {
  readonly name: keyof GallerySettings;
  readonly label: readonly [zh: string, en: string];
  readonly options: readonly { readonly value: string; readonly label: readonly [zh: string, en: string] }[];
}

const switches: readonly Switch[] = [
  {
    name: 'language',
    label: ['语言', 'Language'],
    options: [
      { value: 'zh-CN', label: ['中文', '中文'] },
      { value: 'en', label: ['English', 'English'] },
    ],
  },
  {
    name: 'text',
    label: ['字号', 'Text'],
    options: [
      { value: 'standard', label: ['标准', 'Standard'] },
      { value: 'elder', label: ['长者', 'Elder'] },
    ],
  },
  {
    name: 'contrast',
    label: ['对比度', 'Contrast'],
    options: [
      { value: 'standard', label: ['标准', 'Standard'] },
      { value: 'high', label: ['高', 'High'] },
    ],
  },
  {
    name: 'orientation',
    label: ['屏幕方向', 'Panel'],
    options: [
      { value: 'portrait', label: ['竖屏', 'Portrait'] },
      { value: 'landscape', label: ['横屏', 'Landscape'] },
    ],
  },
];

/** Changes the address; everything else follows it. */
export function Switches({ settings, say }: { readonly settings: GallerySettings; readonly say: Say }) {
  return (
    <header className="gallery-switches">
      {switches.map(({ name, label, options }) => (
        <Choice
          key={name}
          label={say(...label)}
          columns={2}
          value={settings[name]}
          options={options.map((option) => ({ value: option.value, label: say(...option.label) }))}
          onChange={(value) => location.assign(writeAddress({ settings: { ...settings, [name]: value } }))}
        />
      ))}
    </header>
  );
}
