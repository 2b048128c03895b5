import type { ExampleSet } from '../example.ts';
import { ReceiptHint } from './receipt-hint.tsx';

export const receiptHintExamples: ExampleSet = {
  component: 'receipt-hint',
  examples: [
    { name: 'labelled', Show: ({ say }) => <ReceiptHint label={say('回执从下方出口出来', 'The receipt comes out below')} /> },
    { name: 'silent', Show: () => <ReceiptHint /> },
  ],
};
