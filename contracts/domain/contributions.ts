import { z } from 'zod';

const yearMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** One kind of insurance in a person's record: 企业职工基本养老保险, 2009-07 to 2026-10, 208 months paid, 参保缴费. */
export const contributionRow = z.strictObject({
  scheme: z.enum(['pension', 'unemployment', 'workInjury', 'medical', 'maternity']),
  from: yearMonth,
  to: yearMonth,
  months: z.int().min(0).max(1200),
  status: z.enum(['active', 'paused', 'ended']),
});

/** What the social-insurance department answers for one person, with where and when it came from (provenance). */
export const contributionStatement = z.strictObject({
  rows: z.array(contributionRow).max(20),
  source: z.strictObject({ system: z.string().min(1).max(80), at: z.iso.datetime(), version: z.string().min(1).max(40) }),
});
export type ContributionRow = z.infer<typeof contributionRow>;
export type ContributionStatement = z.infer<typeof contributionStatement>;
