import { z } from 'zod';

/**
 * How a source system misbehaves.
 * Any call: down = hangs up · slow = answers after `delayMs` · error = 500 · bad-signature · garbage = signed, but no JSON · wrong-shape = signed JSON
 * of no known form · lost-reply = does the work, then hangs up.
 * Pages only: bad-envelope, stranger-key, wrong-consumer = one envelope is not to be believed · conflict = one number twice, with other content ·
 * out-of-order · duplicates = each twice, and old ones again · withhold = leaves out `seq`, or the first one · replay = the first page again,
 * whatever was asked · rewound = has forgotten all · big-page = larger than agreed.
 * `times` = for that many calls, absent = until told otherwise.
 */
const pageModes = [
  'bad-envelope',
  'stranger-key',
  'wrong-consumer',
  'conflict',
  'out-of-order',
  'duplicates',
  'withhold',
  'replay',
  'rewound',
  'big-page',
] as const;
const callModes = ['none', 'down', 'slow', 'error', 'bad-signature', 'garbage', 'wrong-shape', 'lost-reply'] as const;

const sourceFault = z.strictObject({
  mode: z.enum([...callModes, ...pageModes]),
  times: z.int().min(1).optional(),
  delayMs: z.int().min(0).default(20_000),
  seq: z.int().min(1).optional(),
});
export type SourceFault = z.infer<typeof sourceFault>;
export type PageMode = (typeof pageModes)[number];

const noFault: SourceFault = { mode: 'none', delayMs: 0 };

export interface SourceFaults {
  now(): SourceFault;
  /** The fault for this call, which it uses up. @param isPage page faults wait for a page. */
  take(isPage: boolean): SourceFault;
  set(request: unknown): SourceFault;
}

export function isPageMode(mode: SourceFault['mode']): mode is PageMode {
  return (pageModes as readonly string[]).includes(mode);
}

export function openSourceFaults(): SourceFaults {
  let fault = noFault;
  return {
    now: () => fault,
    take(isPage) {
      const taken = fault;
      if (isPageMode(taken.mode) && !isPage) return noFault;
      if (taken.times !== undefined) fault = taken.times > 1 ? { ...taken, times: taken.times - 1 } : noFault;
      return taken;
    },
    set(request) {
      fault = sourceFault.parse(request);
      return fault;
    },
  };
}
