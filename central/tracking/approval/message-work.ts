import { sql } from 'kysely';
import type { Instant } from '#contracts/basics/clock.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { ProposalState } from '#contracts/approval/proposal.ts';
import type {
  CallbackRequest,
  ChannelPort,
  DispatchPolicy,
  Notification,
  OutsideChannel,
  RenderSettings,
} from '../../channels/index.ts';
import { planNext, renderMessage, stateAfterQuery, stateAfterSend } from '../../channels/index.ts';
import type { ProposalEvent } from '../../inference/index.ts';
import { findProposal, moveProposal, readOffers, statesBefore } from '../../inference/index.ts';
import { readContacts } from '../../parties/index.ts';
import type { ContactRow, PartyRow } from '../../parties/index.ts';
import type { Vocabulary } from '../../process/index.ts';
import type { Db, Job, JobOutcome, Tx } from '../../store/index.ts';
import { inTransaction } from '../../store/index.ts';
import { insertTasks, taskRow } from './case-rows.ts';
import { templateOf } from './message-content.ts';
import type { TemplateCode } from './message-content.ts';
import { makeMobileLink } from './mobile-link.ts';
import type { NotificationRow } from './notification-store.ts';
import {
  changeConsent,
  countSince,
  findNotification,
  insertNotification,
  readNotifications,
  settleNotification,
  useQuota,
} from './notification-store.ts';
import type { CaseParts } from './outcomes.ts';

export interface MessageParts extends CaseParts {
  readonly db: Db;
  readonly ports: ReadonlyMap<OutsideChannel, ChannelPort>;
  readonly policy: DispatchPolicy;
  readonly settings: RenderSettings;
  readonly vocabulary: Vocabulary;
}

type ProposalRow = NonNullable<Awaited<ReturnType<typeof findProposal>>>;

/** How long an answer may be under way before the provider is asked what became of the message, and the longest pause between two looks. */
const delays = { lostAnswerMs: 10_000, publishedMs: 30_000, longestMs: 60 * 60_000, soonMs: 1_000 } as const;

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
  // Nobody is told of what cannot be opened yet.
  if (proposal.sealed === '' && parts.clock.now() - Date.parse(proposal.created_at) < delays.publishedMs)
    return { is: 'again', afterMs: delays.soonMs };
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
      providers: [...parts.ports.values()].map(({ channel, provider }) => ({ channel, provider, availableAt: undefined })),
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

/** A message that is written down and goes out now. */
interface Sending {
  readonly row: NotificationRow;
  readonly proposal: ProposalRow;
  readonly contact: ContactRow | undefined;
  readonly template: TemplateCode;
  readonly caseNumber?: string;
}

/** Before anything goes out: after a crash the provider is asked whether it has it. */
async function claimSend(tx: Tx, parts: MessageParts, asked: Omit<Sending, 'row'>, channel: OutsideChannel): Promise<Sending> {
  const row: NotificationRow = {
    ...ownRow(parts, asked.proposal, channel, parts.ports.get(channel)?.provider ?? ''),
    person_key: asked.contact?.person_key ?? '',
    template: asked.template,
    state: 'sending',
  };
  await insertNotification(tx, row);
  return { ...asked, row };
}

/** @returns false when the provider surely did not take it. */
async function carryOutSend(parts: MessageParts, { row, proposal, contact, template, caseNumber }: Sending): Promise<boolean> {
  const channel = row.channel as OutsideChannel;
  const port = parts.ports.get(channel);
  const item = await parts.itemOf(proposal.item_id, proposal.item_version);
  const opened = contact && (await parts.seals.find(parts.db, [contact.person_key, proposal.party_key]));
  const address = contact && opened?.get(contact.person_key)?.open<{ address: string }>(contact.sealed).address;
  const content = port && (await contentFor(parts, proposal, item, port, { code: template, caseNumber, to: row.person_key }));
  if (!port || !contact || address === undefined || !content) {
    await settleNotification(parts.db, row, {
      state: 'refused',
      refusal: { code: 'rejected', what: 'content' },
      code: 'content',
    });
    return false;
  }
  const sent = await port.send({ key: row.id, address, content });
  const { state, refusal } = stateAfterSend(sent);
  await settleNotification(parts.db, row, {
    state,
    refusal,
    code: refusal?.code,
    providerRef: sent.ok ? sent.value.providerId : undefined,
  });
  if (!sent.ok && sent.error.code === 'opted-out')
    await changeConsent(parts.db, channel, contact.address_key, 'refused', instantOf(parts.clock.now()));
  if (state === 'refused') return false;
  await useQuota(parts.db, contact);
  if (template === 'proposal' && state === 'waiting') await moveProposalRow(parts, proposal, 'send');
  return true;
}

async function contentFor(
  parts: MessageParts,
  proposal: ProposalRow,
  item: ApprovalItem,
  port: ChannelPort,
  { code, caseNumber, to }: { readonly code: TemplateCode; readonly caseNumber: string | undefined; readonly to: string },
): Promise<Parameters<ChannelPort['send']>[0]['content'] | undefined> {
  const linked = port.channel !== 'sms' && to !== '';
  const template = templateOf(item, code, { smsProviders: port.channel === 'sms' ? port.provider.split('+') : [], linked });
  if (!template) return undefined;
  const all = await paramsFor(parts, proposal, item, caseNumber);
  if (linked) {
    const { party_key, id: proposal_id } = proposal;
    all['token'] = await makeMobileLink(parts.db, parts, { party_key, proposal_id, person_key: to, channel: port.channel });
  }
  // What is missing stays missing: half a text does not go out.
  const params = Object.fromEntries(
    Object.keys(template.params).flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])),
  );
  const rendered = renderMessage(template, params, port.channel, parts.settings);
  if (rendered.ok) return rendered.value;
  parts.log('channel.failed', {
    channel: port.channel,
    item: item.id,
    problem: rendered.error[0]?.code,
    where: rendered.error[0]?.where,
  });
  return undefined;
}

/** What texts may name (`textParams`), of what is known; the first offer has old and new as the person reads them. */
async function paramsFor(
  parts: MessageParts,
  proposal: ProposalRow,
  item: ApprovalItem,
  caseNumber: string | undefined,
): Promise<Record<string, string>> {
  const [first] = await readOffers(parts, proposal);
  const [party, certificate] = await Promise.all([
    parts.db.selectFrom('party').selectAll().where('party_key', '=', proposal.party_key).executeTakeFirst(),
    parts.db
      .selectFrom('party_certificate')
      .select('valid_to')
      .where('party_key', '=', proposal.party_key)
      .where('number', '=', proposal.certificate)
      .where('version', '=', proposal.base_version)
      .executeTakeFirst(),
  ]);
  const title = parts.vocabulary.certificateTypes.get(item.certificateType)?.title['zh-CN'] ?? item.title['zh-CN'];
  const changes = first?.offer.changes ?? [];
  const named: Record<string, string | undefined> = {
    item: item.title['zh-CN'],
    due: proposal.due_on,
    certificate: title,
    party: await nameOf(parts, party),
    before: changes.map(({ before }) => before).join('，'),
    after: changes.map(({ after }) => after).join('，'),
    validTo: certificate?.valid_to ?? undefined,
    source: parts.vocabulary.sources.get(party?.source ?? '')?.['zh-CN'],
    case: caseNumber,
  };
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

async function nameOf(parts: MessageParts, party: PartyRow | undefined): Promise<string> {
  if (!party) return '—';
  if (party.kind === 'organisation') return party.facts['name'] ?? '—';
  return (
    (await parts.seals.find(parts.db, [party.party_key])).get(party.party_key)?.open<{ name: string }>(party.sealed).name ?? '—'
  );
}

/** After a crash or a lost answer: the provider knows. @returns true while an answer may still be under way. */
async function askForLostAnswers(parts: MessageParts, partyKey: string, proposalId: string): Promise<boolean> {
  let waits = false;
  for (const row of await readNotifications(parts.db, partyKey, proposalId)) {
    if (row.state !== 'sending') continue;
    const age = parts.clock.now() - Date.parse(row.at);
    if (age < delays.lostAnswerMs) {
      waits = true;
      continue;
    }
    const port = parts.ports.get(row.channel as OutsideChannel);
    const contact = (await readContacts(parts.db, partyKey)).find(
      ({ channel, person_key }) => channel === row.channel && person_key === row.person_key,
    );
    const address =
      contact &&
      (await parts.seals.find(parts.db, [contact.person_key])).get(contact.person_key)?.open<{ address: string }>(contact.sealed)
        .address;
    const found = port && address !== undefined ? await port.query(row.id, address) : undefined;
    if (found?.ok) await settleNotification(parts.db, row, stateAfterQuery(found.value));
    // A provider that cannot be asked, or does not answer: its report is all there is, and a second message would be one too many.
    else if (found?.error === 'provider-down' && age < parts.policy.reportWithinMs) waits = true;
    else await settleNotification(parts.db, row, { state: 'waiting' });
  }
  return waits;
}

async function lockProposal(tx: Tx, partyKey: string, proposalId: string): Promise<ProposalRow | undefined> {
  const found = await sql<ProposalRow>`
    SELECT * FROM proposal WHERE party_key = ${partyKey} AND id = ${proposalId}::uuid FOR UPDATE`.execute(tx);
  return found.rows[0];
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

function ownRow(parts: MessageParts, proposal: ProposalRow, channel: Notification['channel'], provider: string): NotificationRow {
  return {
    party_key: proposal.party_key,
    id: makeUuidV7(parts.clock.now(), parts.random),
    proposal_id: proposal.id,
    person_key: '',
    channel,
    provider,
    template: 'proposal',
    provider_ref: null,
    refusal: null,
    state: 'waiting',
    tries: 1,
    code: '',
    at: instantOf(parts.clock.now()),
    reported_at: null,
  };
}

/** Never overtakes a person's decision. */
export async function moveProposalRow(
  parts: Pick<CaseParts, 'clock' | 'log'> & { readonly db: Db },
  proposal: Pick<ProposalRow, 'party_key' | 'id' | 'state'>,
  event: ProposalEvent,
  detail = '',
): Promise<void> {
  const state = moveProposal(proposal.state, event);
  if (state === proposal.state) return;
  await sql`
    UPDATE proposal SET state = ${state}, detail = ${detail}, changed_at = ${instantOf(parts.clock.now())}
    WHERE party_key = ${proposal.party_key} AND id = ${proposal.id} AND state = ANY(${[...statesBefore(event)]})`.execute(
    parts.db,
  );
  parts.log('proposal.moved', { proposal: proposal.id, state });
}

/** A provider's callback: what became of messages, and who allows or refuses them. */
export async function takeChannelCallback(
  parts: MessageParts,
  channel: OutsideChannel,
  request: CallbackRequest,
): Promise<{ readonly status: 200 | 403 | 503; readonly contentType: string; readonly body: string }> {
  const port = parts.ports.get(channel);
  const read = port && (await port.readCallback(request));
  if (!port || !read) return { status: 403, contentType: 'text/plain', body: '' };
  // What we do not read is answered all the same, or it comes again and again.
  if (!read.ok)
    return { status: read.error === 'later' ? 503 : read.error === 'unknown' ? 200 : 403, contentType: 'text/plain', body: '' };
  for (const news of read.value.news) {
    if (news.is === 'consent') {
      await changeConsent(
        parts.db,
        channel,
        parts.pseudonyms.digest(`contact-${channel}`, news.address),
        news.change,
        instantOf(parts.clock.now()),
      );
      continue;
    }
    const addressKey = news.address === undefined ? undefined : parts.pseudonyms.digest(`contact-${channel}`, news.address);
    const row = await findNotification(parts.db, { channel, key: news.key, providerRef: news.providerId, addressKey });
    if (!row || news.state === 'waiting') continue;
    await settleNotification(parts.db, row, {
      state: news.state,
      code: news.raw,
      reportedAt: news.at,
      providerRef: news.providerId,
    });
    if (row.template === 'proposal')
      await parts.jobs.enqueue(parts.db, 'proposal.message', [
        { data: { partyKey: row.party_key, proposalId: row.proposal_id } },
      ]);
  }
  return { status: 200, contentType: read.value.reply.contentType, body: read.value.reply.body };
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
