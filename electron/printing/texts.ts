import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Language } from '#contracts/domain/localized.ts';

const text = z.string().min(1).max(300);

/** `assets/locales/<lang>/receipt.json`: what a receipt says besides its content. `footer` takes `{{terminal}}`, `{{number}}`. */
const receiptTexts = z.strictObject({
  title: z.strictObject({ done: text, accepted: text, queued: text, withdrawn: text, refused: text }),
  label: z.strictObject({ item: text, applicant: text, number: text, time: text }),
  section: z.strictObject({ status: text, todo: text }),
  noteQr: text,
  footer: text,
});
export type ReceiptTexts = z.infer<typeof receiptTexts>;

/** `assets/locales/<lang>/certificate.json`: the sentences of the contribution certificate. */
const certificateTexts = z.strictObject({
  /** `{{number}}`. */
  number: text,
  title: text,
  /** `{{name}}`, `{{idKind}}`, `{{idNumber}}`, `{{city}}`. */
  statement: text,
  idKind: z.strictObject({ resident: text, J: text, I: text, Y: text }),
  column: z.strictObject({ scheme: text, period: text, months: text, status: text }),
  /** `{{from}}`, `{{to}}`. */
  period: text,
  scheme: z.strictObject({ pension: text, unemployment: text, workInjury: text, medical: text, maternity: text }),
  status: z.strictObject({ active: text, paused: text, ended: text }),
  noteNoRows: text,
  /** `{{date}}`, `{{time}}`. */
  provenance: text,
  seal: z.strictObject({ title: text, note: text }),
  /** `{{year}}`, `{{month}}`, `{{day}}` without leading zeros, or `{{iso}}`. */
  date: text,
  /** `{{checkCode}}`. */
  verify: text,
  validity: text,
  /** `{{page}}`, `{{pages}}`. */
  page: text,
});
export type CertificateTexts = z.infer<typeof certificateTexts>;

/** Throws when the file is missing or not as it must be: it ships with the program. */
export function loadReceiptTexts(language: Language): ReceiptTexts {
  return receiptTexts.parse(readLocale(language, 'receipt'));
}

/** Throws like `loadReceiptTexts`. */
export function loadCertificateTexts(language: Language): CertificateTexts {
  return certificateTexts.parse(readLocale(language, 'certificate'));
}

function readLocale(language: Language, name: 'receipt' | 'certificate'): unknown {
  return JSON.parse(readFileSync(new URL(`../../assets/locales/${language}/${name}.json`, import.meta.url), 'utf8'));
}

/** `{{name}}` → its value. Throws when a value is missing: a sentence with a hole never reaches paper. */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {{${name}}}`);
    return value;
  });
}
