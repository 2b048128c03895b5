import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { languages } from '#contracts/domain/localized.ts';
import type { Language } from '#contracts/domain/localized.ts';

const sentences = z.strictObject({ status: z.array(z.string().min(1)).min(1), todo: z.array(z.string().min(1)) });

/** What a receipt says of each outcome: assets/locales/<language>/outcome.json. `{{phone}}` and `{{days}}` are filled in. */
const outcomeTexts = z.strictObject({
  done: sentences,
  accepted: sentences,
  queued: sentences,
  /** Of a certificate: nothing is printed by itself. */
  queuedPaper: sentences,
  withdrawn: sentences,
  refused: sentences,
  applicantErased: z.string().min(1),
});
export type OutcomeTexts = z.infer<typeof outcomeTexts>;

const read = (language: Language): OutcomeTexts =>
  outcomeTexts.parse(JSON.parse(readFileSync(new URL(`../../assets/locales/${language}/outcome.json`, import.meta.url), 'utf8')));

const loaded = Object.fromEntries(languages.map((language) => [language, read(language)])) as Record<Language, OutcomeTexts>;

export function outcomeTextsOf(language: Language): OutcomeTexts {
  return loaded[language];
}
