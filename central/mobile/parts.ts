import type { Clock } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Log } from '#contracts/log/events.ts';
import type { VerificationCodes } from '../channels/index.ts';
import type { RateLimit } from '../http/index.ts';
import type { Db } from '../store/index.ts';
import type { openSigner } from '../sync/index.ts';
import type { ApprovalParts } from '../tracking/index.ts';

/** What the page on the phone works with. */
export interface MobileParts {
  /** The lane that people wait on; `approval.db` is the same. */
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly approval: ApprovalParts;
  readonly codes: VerificationCodes;
  readonly signer: Pick<ReturnType<typeof openSigner>, 'receipt'>;
  /** Known to every process of the centre: what a form's token is made with. */
  readonly formSecret: string;
  /** Per address. Phones of one network share a few: wider than that of the other public pages. */
  readonly rateLimit: RateLimit;
}

/** Requests of one address, for `openRateLimit`. */
export const mobileLimits = { perMinute: 240, burst: 60, addresses: 20_000 } as const;

/** `terminal` of receipts, acts and audit entries that came from a phone. */
export const onPhone = 'mobile';
