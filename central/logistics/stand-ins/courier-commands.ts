import { z } from 'zod';

/** Bodies of the control port of the courier's stand-in. */
export const settingsRequest = z.strictObject({ callbackBase: z.string().optional(), stepMs: z.int().min(0).optional() });
export interface Settings {
  callbackBase: string | undefined;
  stepMs: number;
}

/**
 * outage: hangs up before any work · delay: answers after `delayMs` · drop-answer: does the work, then hangs up · rate-limit: A1005 ·
 * trouble: A1009, its own systems are down. `times` = for that many requests, absent = until told otherwise.
 */
export const faultRequest = z.strictObject({
  mode: z.enum(['none', 'outage', 'delay', 'drop-answer', 'rate-limit', 'trouble']),
  times: z.int().min(1).optional(),
  delayMs: z.int().min(0).default(20_000),
});
/** What the address check of the next new orders says: 1 a person looks, 2 accepted, 3 not served. */
export const filterRequest = z.strictObject({ result: z.enum(['1', '2', '3']), times: z.int().min(1).default(1) });
export const decideRequest = z.strictObject({ orderId: z.string(), result: z.enum(['2', '3']) });
export const moveRequest = z.strictObject({
  orderId: z.string(),
  what: z
    .enum(['next', 'nobody-home', 'refuse', 'bad-address', 'locker', 'lose', 'damage', 'return', 'redirect', 'unknown-code'])
    .default('next'),
  /** Whether the step is pushed to the centre. */
  push: z.boolean().default(true),
});
/** repeat: the last entry again · backwards: all entries, newest first · forged, stale: the last entry, wrongly signed. */
export const pushRequest = z.strictObject({ orderId: z.string(), how: z.enum(['repeat', 'backwards', 'forged', 'stale']) });

export type Fault = z.infer<typeof faultRequest>;
export const noFault: Fault = { mode: 'none', delayMs: 0 };
export type PushHow = z.infer<typeof pushRequest>['how'];
