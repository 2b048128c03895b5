import type { ProposalState } from '#contracts/approval/proposal.ts';
import type { Instant } from '#contracts/basics/clock.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { Notification, OutsideChannel } from '../../channels/index.ts';
import { planNext } from '../../channels/index.ts';
import { findProposal } from '../../inference/index.ts';
import { readContacts } from '../../parties/index.ts';
import type { ContactRow } from '../../parties/index.ts';
import type { Job, JobOutcome, Tx } from '../../store/index.ts';
import { inTransaction } from '../../store/index.ts';
import { insertTasks, taskRow } from './case-rows.ts';
import type { TemplateCode } from './message-content.ts';
import type { MessageParts } from './message-parts.ts';
import { ownRow } from './message-parts.ts';
import type { Sending } from './message-send.ts';
import { askForLostAnswers, carryOutSend, claimSend } from './message-send.ts';
import type { NotificationRow } from './notification-store.ts';
import { countSince, insertNotification, readNotifications } from './notification-store.ts';
import type { ProposalRow } from './proposal-row.ts';
import { lockProposal, moveProposalRow } from './proposal-row.ts';

/** The pauses between two looks. */
const delays = { longestMs: 60 * 60_000, soonMs: 1_000 } as const;

const openStates: ReadonlySet<ProposalState> = new Set(['judged', 'queued', 'sent', 'opened', 'unreachable']);

/** `proposal.message`: one look at a proposal: the next message, or how long to wait for what. */
export async function workProposalMessage(parts: MessageParts, { data }: Job): Promise<JobOutcome> {
  const [partyKey, proposalId] = [String(data['partyKey']), String(data['proposalId'])];
  if (await askForLostAnswers(parts, partyKey, proposalId)) return { is: 'again', afterMs: delays.soonMs };
  const next = await inTransaction(parts.db, parts.clock, (tx) => takeStep(tx, parts, partyKey, proposalId));
  if (!('send' in next)) return next;
  await carryOutSend(parts, next.send);
  return { is: 'again', afterMs: delays.soonMs };
}

/**
 * Plans the next step and writes down that it is taken, the proposal's row locked: reports, repeated jobs and other processes may look at the same
 * proposal at once, and only one of them sends.
 */
async function takeStep(
  tx: Tx,
  parts: MessageParts,
  partyKey: string,
  proposalId: string,
): Promise<JobOutcome | { readonly send: Sending }> {
  const proposal = await lockProposal(tx, partyKey, proposalId);
  if (!proposal || proposal.state === 'held') return { is: 'done' };
  const contacts = await readContacts(tx, partyKey);
  const sent = (await readNotifications(tx, partyKey, proposalId)).filter(({ template }) => template === 'proposal');
  const now = parts.clock.now();
  const step = planNext(
    {
      now: instantOf(now),
      dueAt: proposal.expires_at,
      outcome: outcomeOf(proposal.state),
      contacts: contacts.map(contactOf),
      texts: ['sms', 'wechat', 'alipay', 'app', 'kiosk'],
      providers: [...parts.ports.values()].map(({ channel, provider }) => ({ channel, provider })),
      sent: sent.map(notificationOf),
      sentToPersonToday: await countSince(tx, [...new Set(contacts.map(({ person_key }) => person_key))], startOfDay(now)),
    },
    parts.policy,
  );
  switch (step.is) {
    case 'stop':
      return { is: 'done' };
    case 'wait':
      return { is: 'again', afterMs: Math.min(delays.longestMs, Math.max(delays.soonMs, Date.parse(step.until) - now)) };
    case 'unreachable':
      await keepInbox(tx, parts, proposal);
      await callByStaff(tx, parts, proposal);
      await moveProposalRow({ ...parts, db: tx }, proposal, 'loseReach', step.why);
      return { is: 'done' };
    case 'send': {
      if (step.channel !== 'kiosk' && step.channel !== 'staff')
        return {
          send: await claimSend(
            tx,
            parts,
            { proposal, contact: newest(contacts, step.channel), template: 'proposal' },
            step.channel,
          ),
        };
      if (step.channel === 'kiosk') await keepInbox(tx, parts, proposal);
      else await callByStaff(tx, parts, proposal);
      return { is: 'again', afterMs: delays.soonMs };
    }
  }
}

/** `case.message`: one text about a case, by the first channel that takes it. Nobody waits for an answer. */
export async function workCaseMessage(parts: MessageParts, { data }: Job): Promise<JobOutcome> {
  const [partyKey, caseNumber] = [String(data['partyKey']), String(data['caseNumber'])];
  const code = String(data['template']) as TemplateCode;
  const found = await parts.db
    .selectFrom('approval_case')
    .select(['proposal_id', 'case_number'])
    .where('party_key', '=', partyKey)
    .where('case_number', '=', caseNumber)
    .executeTakeFirst();
  const proposal = found && (await findProposal(parts.db, partyKey, found.proposal_id));
  if (!proposal) return { is: 'done' };
  if (await askForLostAnswers(parts, partyKey, proposal.id)) return { is: 'again', afterMs: delays.soonMs };
  for (;;) {
    const next = await inTransaction(parts.db, parts.clock, (tx) => takeCaseStep(tx, parts, proposal, code, caseNumber));
    if (!('send' in next)) return next;
    if (await carryOutSend(parts, next.send)) return { is: 'done' };
  }
}

/** The next channel for a text about a case. One that surely took nothing is tried again later, before the text is given up. */
async function takeCaseStep(
  tx: Tx,
  parts: MessageParts,
  { party_key, id }: ProposalRow,
  code: TemplateCode,
  caseNumber: string,
): Promise<JobOutcome | { readonly send: Sending }> {
  const proposal = await lockProposal(tx, party_key, id);
  const before = (await readNotifications(tx, party_key, id)).filter(({ template }) => template === code);
  if (!proposal || before.some(({ state }) => state === 'waiting' || state === 'delivered')) return { is: 'done' };
  if (before.some(({ state }) => state === 'sending')) return { is: 'again', afterMs: delays.soonMs };
  const contacts = await readContacts(tx, party_key);
  const untried = parts.policy.order
    .flat()
    .find((channel) => newest(contacts, channel) && !before.some((one) => one.channel === channel));
  if (untried)
    return {
      send: await claimSend(tx, parts, { proposal, contact: newest(contacts, untried), template: code, caseNumber }, untried),
    };
  const [down] = parts.policy.order.flat().filter((channel) => {
    const here = before.filter((one) => one.channel === channel);
    return newest(contacts, channel) && here.length < parts.policy.triesPerChannel && here.length > 0 && here.every(wasDown);
  });
  if (!down) return { is: 'done' };
  const again = Math.max(...before.map(({ at }) => Date.parse(at))) + parts.policy.downAgainMs;
  if (again > parts.clock.now()) return { is: 'again', afterMs: again - parts.clock.now() };
  return { send: await claimSend(tx, parts, { proposal, contact: newest(contacts, down), template: code, caseNumber }, down) };
}

function wasDown({ state, refusal }: NotificationRow): boolean {
  const { code, taken } = (refusal ?? {}) as { code?: string; taken?: string };
  return state === 'refused' && code === 'provider-down' && taken === 'no';
}

/** What every terminal shows anyway; written down so that it is not done twice. */
async function keepInbox(tx: Tx, parts: MessageParts, proposal: ProposalRow): Promise<void> {
  await insertNotification(tx, ownRow(parts, proposal, 'kiosk', 'terminal-feed'));
}

async function callByStaff(tx: Tx, parts: MessageParts, proposal: ProposalRow): Promise<void> {
  await insertTasks(tx, [
    taskRow({
      id: makeUuidV7(parts.clock.now(), parts.random),
      district: proposal.district,
      role: 'caseworker',
      kind: 'call-person',
      itemId: proposal.item_id,
      partyKey: proposal.party_key,
      proposalId: proposal.id,
      step: 'reach',
      dueOn: proposal.due_on,
      at: instantOf(parts.clock.now()),
    }),
  ]);
  await insertNotification(tx, ownRow(parts, proposal, 'staff', 'staff-task'));
}

function outcomeOf(state: ProposalState): 'open' | 'confirmed' | 'declined' | 'withdrawn' {
  if (openStates.has(state)) return 'open';
  return state === 'confirmed' || state === 'declined' ? state : 'withdrawn';
}

function contactOf(row: ContactRow): Parameters<typeof planNext>[0]['contacts'][number] {
  return {
    channel: row.channel,
    verifiedAt: row.verified_at ?? undefined,
    optedOut: row.opt_out_at !== null,
    ...(row.quota !== null && { quota: row.quota }),
  };
}

function notificationOf(row: NotificationRow): Notification {
  return {
    channel: row.channel as Notification['channel'],
    provider: row.provider,
    at: row.at,
    state: row.state,
    ...(row.refusal && { refusal: row.refusal as NonNullable<Notification['refusal']> }),
  };
}

function newest(contacts: readonly ContactRow[], channel: OutsideChannel): ContactRow | undefined {
  return contacts
    .filter((contact) => contact.channel === channel && contact.verified_at !== null && contact.opt_out_at === null)
    .toSorted((a, b) => Date.parse(b.verified_at ?? '') - Date.parse(a.verified_at ?? ''))[0];
}

function startOfDay(nowMs: number): Instant {
  return instantOf(Date.parse(`${localDateOf(nowMs)}T00:00:00+08:00`));
}
