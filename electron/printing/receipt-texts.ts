import { z } from 'zod';
import type { Language } from '#contracts/domain/localized.ts';
import { fillIn, readLocale } from './locale.ts';

const text = z.string().min(1).max(200);
const outcomeTexts = z.strictObject({ status: z.array(text).min(1), todo: z.array(text) });

/** `assets/locales/<lang>/receipt.json`. */
const receiptFile = z.strictObject({
  title: z.strictObject({ done: text, accepted: text, queued: text, refused: text }),
  label: z.strictObject({ item: text, applicant: text, number: text, time: text }),
  section: z.strictObject({ status: text, todo: text }),
  outcome: z.strictObject({ done: outcomeTexts, accepted: outcomeTexts, queued: outcomeTexts, refused: outcomeTexts }),
  /** `{{date}}`. */
  noteDue: text,
  labelApplicantErased: text,
  noteQr: text,
  /** `{{terminal}}`, `{{number}}`. */
  footer: text,
});
type ReceiptFile = z.infer<typeof receiptFile>;

export type ReceiptOutcome = keyof ReceiptFile['title'];

/** What a receipt says besides its content. */
export interface ReceiptTexts extends Pick<ReceiptFile, 'title' | 'label' | 'section' | 'noteQr' | 'footer'> {
  /** Stands for the name once the person's data were erased from this terminal. */
  readonly applicantErased: string;
  /** What is true and what is left to do. `dueOn` `YYYY-MM-DD`; `workingDays` as the item promises. */
  outcome(
    outcome: ReceiptOutcome,
    promise: { readonly dueOn?: string | undefined; readonly workingDays: number },
  ): { readonly statusLines: readonly string[]; readonly todoLines: readonly string[] };
}

const loaded = new Map<Language, ReceiptTexts>();

/** Throws when the file is missing or not as it must be: it ships with the program. */
export function receiptTexts(language: Language): ReceiptTexts {
  const known = loaded.get(language);
  if (known) return known;
  const texts = fromFile(receiptFile.parse(readLocale(language, 'receipt')));
  loaded.set(language, texts);
  return texts;
}

function fromFile(file: ReceiptFile): ReceiptTexts {
  return {
    ...file,
    applicantErased: file.labelApplicantErased,
    outcome(outcome, { dueOn, workingDays }) {
      const { status, todo } = file.outcome[outcome];
      const values = { days: Math.max(1, workingDays) };
      const due = outcome === 'accepted' && dueOn ? [fillIn(file.noteDue, { date: dueOn })] : [];
      return {
        statusLines: [...status.map((line) => fillIn(line, values)), ...due],
        todoLines: todo.map((line) => fillIn(line, values)),
      };
    },
  };
}
