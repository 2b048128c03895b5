import { z } from 'zod';
import { localizedText } from './localized.ts';

/** 办件 as the citizen may see it: no personal data, only what happened, when, and what comes next. */
export const caseSummary = z.strictObject({
  caseNumber: z.string(),
  itemId: z.string(),
  title: localizedText,
  state: z.enum(['queued', 'accepted', 'processing', 'done', 'rejected', 'superseded']),
  at: z.iso.datetime(),
  /** Promised day, `YYYY-MM-DD`. */
  dueOn: z.string().optional(),
  steps: z.array(z.strictObject({ at: z.iso.datetime(), what: localizedText })).max(40),
  /** A certificate that was issued. `mayPrint`: it is valid still and may be printed again under its number; an older centre does not say. */
  certificate: z.strictObject({ number: z.string(), checkCode: z.string(), mayPrint: z.boolean().optional() }).optional(),
  /** 撤回: there while who reads this may take the case back; with the version of the item that it runs by. */
  withdrawal: z.strictObject({ itemVersion: z.int().min(1) }).optional(),
});
export type CaseSummary = z.infer<typeof caseSummary>;
