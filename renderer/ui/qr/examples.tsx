import type { ExampleSet } from '../example.ts';
import { Qr } from './qr.tsx';

export const qrExamples: ExampleSet = {
  component: 'qr',
  examples: [
    {
      name: 'verify',
      Show: ({ say }) => (
        <Qr data="https://example.cn/v/QD2026112304267715?c=7K2M9QXD" label={say('扫码核对这次办理', 'Scan to check this act')} />
      ),
    },
    {
      name: 'long',
      Show: ({ say }) => <Qr data={'e-station'.repeat(40)} label={say('内容很长的二维码', 'A code with much in it')} />,
    },
  ],
};
