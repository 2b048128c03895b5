import type { FormValues } from '#contracts/domain/form.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';

/** The kinds of work that follow from an accepted act, with what each carries in the outbox. */
export const topics = { submit: 'department.submit', result: 'department.result', news: 'channel.case-news' } as const;

interface AboutCase {
  readonly personKey: string;
  readonly actId: string;
  readonly caseNumber: string;
  readonly itemId: string;
}

/** Hands an application over to its department. */
export interface SubmitPayload extends AboutCase {
  readonly itemVersion: number;
  readonly person: { readonly name: string; readonly idNumber: string };
  readonly values: FormValues;
}

/** Asks the department what has become of it. */
export interface ResultPayload extends AboutCase {
  readonly phone: string;
}

/** Tells the person by SMS. */
export interface NewsPayload extends AboutCase {
  readonly phone: string;
  readonly text: LocalizedText;
}
