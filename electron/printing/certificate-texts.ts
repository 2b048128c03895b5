import { z } from 'zod';
import type { Language } from '#contracts/domain/localized.ts';
import { readLocale } from './locale.ts';

const text = z.string().min(1).max(300);

/** `assets/locales/<lang>/certificate.json`: the sentences of the contribution certificate. */
const certificateFile = z.strictObject({
  /** `{{number}}`. */
  number: text,
  title: text,
  /** `{{name}}`, `{{idKind}}`, `{{idNumber}}`. */
  statement: text,
  idKind: z.strictObject({ resident: text, J: text, I: text, Y: text }),
  column: z.strictObject({ scheme: text, period: text, months: text, status: text }),
  /** `{{from}}`, `{{to}}`. */
  period: text,
  scheme: z.strictObject({ pension: text, unemployment: text, workInjury: text, medical: text, maternity: text }),
  status: z.strictObject({ active: text, paused: text, ended: text }),
  noteNoRows: text,
  /** `{{year}}`, `{{month}}`, `{{day}}`, `{{time}}`. */
  provenance: text,
  seal: z.strictObject({ title: text, note: text }),
  department: text,
  /** `{{year}}`, `{{month}}`, `{{day}}`. */
  date: text,
  /** `{{number}}`, `{{checkCode}}`. */
  verify: text,
  validity: text,
  /** `{{page}}`, `{{pages}}`. */
  page: text,
});
export type CertificateTexts = z.infer<typeof certificateFile>;

/** Throws when the file is missing or not as it must be: it ships with the program. */
export function certificateTexts(language: Language): CertificateTexts {
  return certificateFile.parse(readLocale(language, 'certificate'));
}
