import { z } from 'zod';

/**
 * How the stand-in misbehaves. down: hangs up · slow: answers after `delayMs` · error: 500 · bad-signature · wrong-person: a rightly
 * signed record of somebody else · lost-reply: does the work, then hangs up. `times` = for that many requests, absent = until told otherwise.
 */
export const faultRequest = z.strictObject({
  mode: z.enum(['none', 'down', 'slow', 'error', 'bad-signature', 'wrong-person', 'lost-reply']),
  times: z.int().min(1).optional(),
  delayMs: z.int().min(0).default(20_000),
});
export type Fault = z.infer<typeof faultRequest>;

export const noFault: Fault = { mode: 'none', delayMs: 0 };
