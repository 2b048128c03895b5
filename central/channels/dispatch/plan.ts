import { instantOf } from '#contracts/basics/clock.ts';
import { kioskInbox, staffCall } from '../channel-port.ts';
import { nextLocalDay, quietUntil } from './quiet-hours.ts';
import { contactsInOrder, historyOf, isVerified, refusesAll } from './reach.ts';
import type { DispatchInput, DispatchPolicy, DispatchStep, PartyContact, WaitReason } from './types.ts';

/**
 * The next step of telling a party about one proposal. Pure: the same input gives the same step, so that it can be planned again after
 * a crash. One message is open at a time; the next channel is taken when the one before failed, is silent, or was not answered; the
 * first confirmation ends it, and so does the deadline.
 */
export function planNext(input: DispatchInput, policy: DispatchPolicy): DispatchStep {
  if (input.outcome !== 'open') return { is: 'stop', why: input.outcome };
  if (Date.parse(input.now) >= Date.parse(input.dueAt)) return { is: 'stop', why: 'expired' };
  const open = openUntil(input, policy);
  if (open) return waitFor(input, open.until, open.why);
  const next = nextOutside(input, policy);
  if (next === 'none') return afterAll(input, policy);
  if ('rests' in next) return waitFor(input, next.rests, 'provider');
  const hold = heldBack(input, policy, next.contact);
  if (hold) return waitFor(input, hold.until, hold.why);
  return { is: 'send', channel: next.contact.channel, provider: next.provider, attempt: next.attempt };
}

/** The window of a message that may still be reported or answered; the longest, when a report came late. */
function openUntil(
  input: DispatchInput,
  policy: DispatchPolicy,
): { readonly until: number; readonly why: WaitReason } | undefined {
  const windows = input.sent.flatMap(({ channel, state, at }) => {
    if (channel === 'kiosk' || channel === 'staff' || state === 'failed' || state === 'refused') return [];
    const isThere = state === 'delivered';
    const until = Date.parse(at) + (isThere ? policy.answerWithinMs : policy.reportWithinMs);
    return [{ until, why: isThere ? ('answer' as const) : ('report' as const) }];
  });
  const now = Date.parse(input.now);
  return windows.filter(({ until }) => until > now).sort((a, b) => b.until - a.until)[0];
}

interface Candidate {
  readonly contact: PartyContact;
  readonly provider: string;
  readonly attempt: number;
}

/** The first channel that can take it now; `rests` = one can soon; none = every channel is spent. */
function nextOutside(input: DispatchInput, policy: DispatchPolicy): Candidate | { readonly rests: number } | 'none' {
  const now = Date.parse(input.now);
  let soonest = Number.POSITIVE_INFINITY;
  for (const contact of contactsInOrder(input, policy)) {
    const history = historyOf(contact.channel, input.sent, policy);
    if (history.isSpent || contact.quota === 0) continue;
    const choices = input.providers
      .filter(({ channel }) => channel === contact.channel)
      .map(({ provider }) => ({ provider, from: history.restsUntil(provider) }));
    const ready = choices.find(({ from }) => from <= now);
    if (ready) return { contact, provider: ready.provider, attempt: history.tries + 1 };
    const first = Math.min(...choices.map(({ from }) => from));
    if (first - now <= policy.providerPatienceMs) return { rests: first };
    soonest = Math.min(soonest, first);
  }
  return soonest === Number.POSITIVE_INFINITY ? 'none' : { rests: soonest };
}

/** What keeps a message back that could go out: the hour, unless it is urgent, and how much the person got today. */
function heldBack(
  input: DispatchInput,
  policy: DispatchPolicy,
  contact: PartyContact,
): { readonly until: number; readonly why: WaitReason } | undefined {
  const now = Date.parse(input.now);
  if (input.sentToPersonToday >= policy.perPersonPerDay) return { until: nextLocalDay(now), why: 'person-limit' };
  const isUrgent = Date.parse(input.dueAt) - now <= policy.urgentWithinMs;
  const quiet = isUrgent ? undefined : quietUntil(contact.quiet ?? policy.quiet, now);
  return quiet === undefined ? undefined : { until: quiet, why: 'quiet-hours' };
}

/** No message is open and no channel is left. */
function afterAll(input: DispatchInput, policy: DispatchPolicy): DispatchStep {
  const has = (channel: 'kiosk' | 'staff'): boolean => input.sent.some((one) => one.channel === channel);
  const wasReached = input.sent.some(({ channel, state }) => channel !== 'kiosk' && channel !== 'staff' && state === 'delivered');
  if (!wasReached) {
    if (refusesAll(input, policy)) return { is: 'stop', why: 'opted-out' };
    if (has('kiosk') && has('staff')) return waitFor(input, Date.parse(input.dueAt), 'deadline');
    const isKnown = input.contacts.some((contact) => isVerified(contact, policy, Date.parse(input.now)));
    return { is: 'unreachable', why: isKnown ? 'all-failed' : 'no-verified-contact' };
  }
  if (!has('kiosk')) return { is: 'send', ...kioskInbox, attempt: 1 };
  const callAt = Date.parse(input.dueAt) - policy.staffCallBeforeMs;
  if (has('staff')) return waitFor(input, Date.parse(input.dueAt), 'deadline');
  return callAt <= Date.parse(input.now) ? { is: 'send', ...staffCall, attempt: 1 } : waitFor(input, callAt, 'deadline');
}

/** Never beyond the deadline. */
function waitFor(input: DispatchInput, until: number, why: WaitReason): DispatchStep {
  const due = Date.parse(input.dueAt);
  return { is: 'wait', until: instantOf(Math.min(until, due)), why: until < due ? why : 'deadline' };
}
