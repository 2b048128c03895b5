import { z } from 'zod';

/**
 * How a stand-in misbehaves.
 * refuse: says no · rate-limit: asks us to wait · delay: answers after `delayMs` · drop: hangs up before anything is read · outage: 503 ·
 * lose: takes and delivers the message, then hangs up · lose-report: takes it and never reports · report-failed: takes it and reports later that it
 * failed. `times` = for that many sends, absent = until told otherwise.
 */
export const faultRequest = z.strictObject({
  mode: z.enum(['none', 'refuse', 'rate-limit', 'delay', 'drop', 'outage', 'lose', 'lose-report', 'report-failed']),
  times: z.int().min(1).optional(),
  delayMs: z.int().min(0).default(20_000),
  /** Which refusal, in the provider's own words; absent = its usual one. */
  code: z.string().max(64).optional(),
});
export type Fault = z.infer<typeof faultRequest>;

const noFault: Fault = { mode: 'none', delayMs: 0 };

export interface FaultSwitch {
  now(): Fault;
  /** A send went by: a fault that was asked for a number of times ends by itself. */
  spend(): void;
  set(request: unknown): Fault;
}

export function openFaultSwitch(): FaultSwitch {
  let fault = noFault;
  return {
    now: () => fault,
    spend() {
      if (fault.times === undefined) return;
      fault = fault.times > 1 ? { ...fault, times: fault.times - 1 } : noFault;
    },
    set(request) {
      fault = faultRequest.parse(request);
      return fault;
    },
  };
}
