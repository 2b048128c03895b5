import type { ApprovalItem } from '#contracts/approval/item.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { ChannelPort, OutsideChannel } from '../../channels/index.ts';
import { renderMessage, stateAfterQuery, stateAfterSend } from '../../channels/index.ts';
import { readOffers } from '../../inference/index.ts';
import { readContacts } from '../../parties/index.ts';
import type { ContactRow, PartyRow } from '../../parties/index.ts';
import type { Tx } from '../../store/index.ts';
import { templateOf } from './message-content.ts';
import type { TemplateCode } from './message-content.ts';
import type { MessageParts } from './message-parts.ts';
import { ownRow } from './message-parts.ts';
import { makeMobileLink } from './mobile-link.ts';
import type { NotificationRow } from './notification-store.ts';
import { changeConsent, insertNotification, readNotifications, settleNotification, useQuota } from './notification-store.ts';
import type { ProposalRow } from './proposal-row.ts';
import { moveProposalRow } from './proposal-row.ts';

/** How long an answer may be under way before the provider is asked what became of the message. */
const lostAnswerMs = 10_000;

/** A message that is written down and goes out now. */
export interface Sending {
  readonly row: NotificationRow;
  readonly proposal: ProposalRow;
  readonly contact: ContactRow | undefined;
  readonly template: TemplateCode;
  readonly caseNumber?: string;
}

/** Before anything goes out: after a crash the provider is asked whether it has it. */
export async function claimSend(
  tx: Tx,
  parts: MessageParts,
  asked: Omit<Sending, 'row'>,
  channel: OutsideChannel,
): Promise<Sending> {
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
export async function carryOutSend(
  parts: MessageParts,
  { row, proposal, contact, template, caseNumber }: Sending,
): Promise<boolean> {
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

/** After a crash or a lost answer: the provider knows. @returns true while an answer may still be under way. */
export async function askForLostAnswers(parts: MessageParts, partyKey: string, proposalId: string): Promise<boolean> {
  let waits = false;
  for (const row of await readNotifications(parts.db, partyKey, proposalId)) {
    if (row.state !== 'sending') continue;
    const age = parts.clock.now() - Date.parse(row.at);
    if (age < lostAnswerMs) {
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
