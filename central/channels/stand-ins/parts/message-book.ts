import { randomUUID } from 'node:crypto';
import type { Clock, Instant } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';

/** From taking a message to its report, ms; a phone network takes longer. */
const reportDelays = { reportAfterMs: 150 } as const;

/** A message as the provider keeps it, and as its control port shows it. */
export interface KeptMessage {
  readonly id: string;
  /** The centre's key, where the provider is told it; '' = it is not. */
  readonly key: string;
  readonly address: string;
  readonly template: string;
  /** What the person reads, by field. */
  readonly params: Readonly<Record<string, string>>;
  readonly at: Instant;
  state: 'waiting' | 'delivered' | 'failed';
  /** When it was delivered or failed. */
  settledAt: Instant | undefined;
}

/** What a provider has taken, in order. Every call of `keep` is a message that a person gets. */
export interface MessageBook {
  keep(message: Pick<KeptMessage, 'key' | 'address' | 'template' | 'params'>, ends: Ending): KeptMessage;
  list(): readonly KeptMessage[];
}

/** How a message will end, and whether the centre is told. */
export interface Ending {
  readonly state: 'delivered' | 'failed';
  readonly isReported: boolean;
}

export function openMessageBook(clock: Clock, report: (message: KeptMessage) => void): MessageBook {
  const messages: KeptMessage[] = [];
  return {
    list: () => messages,
    keep(message, { state, isReported }) {
      const kept: KeptMessage = {
        id: randomUUID(),
        ...message,
        at: instantOf(clock.now()),
        state: 'waiting',
        settledAt: undefined,
      };
      messages.push(kept);
      clock.after(reportDelays.reportAfterMs, () => {
        kept.state = state;
        kept.settledAt = instantOf(clock.now());
        if (isReported) report(kept);
      });
      return kept;
    },
  };
}
