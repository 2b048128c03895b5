import type { OutsideChannel } from '../channel-port.ts';
import type { DispatchInput, DispatchPolicy, Notification, PartyContact } from './types.ts';

/** Whether a contact's address is known to be the party's, and still. */
export function isVerified({ verifiedAt }: PartyContact, policy: DispatchPolicy, nowMs: number): boolean {
  return verifiedAt !== undefined && nowMs - Date.parse(verifiedAt) <= policy.contactValidMs;
}

/** Contacts that may be written to, in the order in which they are tried; one per channel. */
export function contactsInOrder(input: DispatchInput, policy: DispatchPolicy): readonly PartyContact[] {
  const nowMs = Date.parse(input.now);
  const usable = latestPerChannel(input.contacts.filter((contact) => isVerified(contact, policy, nowMs))).filter(
    ({ channel, optedOut }) => !optedOut && input.texts.includes(channel),
  );
  return policy.order.flatMap((rank) => usable.filter(({ channel }) => rank.includes(channel)).sort(byLastVerified));
}

/** Nobody may be written to because those who could be do not want it. */
export function refusesAll(input: DispatchInput, policy: DispatchPolicy): boolean {
  const verified = latestPerChannel(input.contacts.filter((contact) => isVerified(contact, policy, Date.parse(input.now))));
  return verified.length > 0 && verified.every(({ optedOut }) => optedOut);
}

/** What happened in one channel so far. */
export interface ChannelHistory {
  /** No further message goes out here. */
  readonly isSpent: boolean;
  readonly tries: number;
  /** Until when a provider is not asked again for this message; Infinity = never. */
  restsUntil(provider: string): number;
}

/** Only a refusal that surely took nothing, and that is no matter of the person or the text, leaves a channel open. */
export function historyOf(channel: OutsideChannel, sent: readonly Notification[], policy: DispatchPolicy): ChannelHistory {
  const here = sent.filter((one) => one.channel === channel);
  const rests = new Map<string, number>();
  let isSpent = here.length >= policy.triesPerChannel;
  for (const { state, refusal, provider, at } of here) {
    const until = state === 'refused' ? restAfter(refusal, Date.parse(at), policy) : undefined;
    if (until === undefined) isSpent = true;
    else rests.set(provider, Math.max(until, rests.get(provider) ?? until));
  }
  return { isSpent, tries: here.length, restsUntil: (provider) => rests.get(provider) ?? Number.NEGATIVE_INFINITY };
}

function restAfter(refusal: Notification['refusal'], atMs: number, policy: DispatchPolicy): number | undefined {
  switch (refusal?.code) {
    case 'provider-down':
      return refusal.taken === 'no' ? atMs + policy.downAgainMs : undefined;
    case 'rate-limited':
      return atMs + Math.max(1, refusal.afterMs);
    case 'rejected':
      return refusal.what === 'account' ? Number.POSITIVE_INFINITY : undefined;
    case 'not-reachable':
    case 'opted-out':
    case 'quota':
    case undefined:
      return undefined;
  }
}

function latestPerChannel(contacts: readonly PartyContact[]): PartyContact[] {
  const latest = new Map<OutsideChannel, PartyContact>();
  for (const contact of [...contacts].sort(byLastVerified))
    if (!latest.has(contact.channel)) latest.set(contact.channel, contact);
  return [...latest.values()];
}

function byLastVerified(a: PartyContact, b: PartyContact): number {
  return Date.parse(b.verifiedAt ?? '') - Date.parse(a.verifiedAt ?? '');
}
