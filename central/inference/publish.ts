import { sql } from 'kysely';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { ProposalOffer } from '#contracts/approval/proposal.ts';
import { readAgents, readContacts, readParties } from '../parties/index.ts';
import type { AgentRow, SealedAgent, SealedFields, SealedPerson } from '../parties/index.ts';
import type { Vocabulary } from '../process/index.ts';
import type { Db, Seals, SubjectSeal, Tx } from '../store/index.ts';
import { atCentre, auditRow, inTransaction, insertAudit } from '../store/index.ts';
import type { Feed } from '../sync/index.ts';
import { buildOffer } from './offer.ts';
import type { OfferSources } from './offer.ts';
import type { ProposalSealer } from './proposal-seal.ts';
import { isOpen } from './proposal-machine.ts';
import type { ProposalRow } from './writes.ts';

export interface OfferParts {
  readonly db: Db;
  readonly seals: Seals;
  readonly vocabulary: Vocabulary;
  readonly itemOf: (id: string, version: number) => Promise<ApprovalItem>;
}

export interface PublishParts extends OfferParts {
  readonly clock: Clock;
  readonly feed: Feed;
  readonly sealer: ProposalSealer;
}

/** One offer for each person who may act for the party. */
export interface PersonalOffer {
  readonly agent: AgentRow;
  readonly person: SealedAgent;
  readonly offer: ProposalOffer;
}

/**
 * Brings the terminals' feed in line with a proposal: sealed offers for those who may act for the party now, nothing for anybody else, nothing
 * once it is settled. May be repeated.
 */
export async function publishProposal(parts: PublishParts, partyKey: string, proposalId: string): Promise<void> {
  // It may be settled while we seal, and whoever settled it may have found nothing yet to take back: the last word is looked for.
  for (let done = ''; ;) {
    const proposal = await findProposal(parts.db, partyKey, proposalId);
    const now = proposal && `${isOpen(proposal.state)} ${proposal.judgement_id}`;
    if (!proposal || now === undefined || now === done) return;
    await bringInLine(parts, proposal);
    done = now;
  }
}

async function bringInLine(parts: PublishParts, proposal: ProposalRow): Promise<void> {
  const { db, feed, sealer } = parts;
  const { party_key: partyKey, id: proposalId } = proposal;
  const offers = isOpen(proposal.state) ? await readOffers(parts, proposal) : [];
  const sealed = await Promise.all(
    offers.map(async ({ agent, person, offer }) => ({
      agent,
      entry: await sealer.seal(person.idNumber, offer, proposal.district),
    })),
  );
  const before = await db
    .selectFrom('proposal_offer')
    .selectAll()
    .where('party_key', '=', partyKey)
    .where('proposal_id', '=', proposalId)
    .execute();
  const gone = before.filter(({ tag }) => !sealed.some(({ entry }) => entry.tag === tag));
  // Offers first: an entry on the feed that is not written down here could never be taken back.
  await inTransaction(db, parts.clock, async (tx) => {
    const first = offers[0];
    if (first) {
      const seal = (await parts.seals.ensure(tx, [partyKey])).get(partyKey);
      const values = Object.fromEntries(first.offer.known.map(({ pointer, value }) => [pointer, value]));
      await tx
        .updateTable('proposal')
        .set({ sealed: seal?.seal({ values }) ?? '' })
        .where('party_key', '=', partyKey)
        .where('id', '=', proposalId)
        .execute();
    }
    await keepOffers(
      tx,
      parts.clock,
      proposal,
      sealed.map(({ agent, entry }) => ({ person_key: agent.person_key, tag: entry.tag })),
    );
  });
  await publishTogether(feed, [
    ...sealed.map(({ entry }) => ({ key: keyOf(proposalId, entry.tag), payload: canonicalJson(entry) })),
    ...gone.map(({ tag }) => ({ key: keyOf(proposalId, tag) })),
  ]);
  for (const { person_key } of gone) {
    await db
      .deleteFrom('proposal_offer')
      .where('party_key', '=', partyKey)
      .where('proposal_id', '=', proposalId)
      .where('person_key', '=', person_key)
      .execute();
  }
}

/** Who is offered it now. That their data were read for it stands in the audit log, once for each person and offer, however often it is published. */
async function keepOffers(
  tx: Tx,
  clock: Clock,
  proposal: ProposalRow,
  offered: readonly { readonly person_key: string; readonly tag: string }[],
): Promise<void> {
  if (offered.length === 0) return;
  const rows = offered.map((one) => ({ party_key: proposal.party_key, proposal_id: proposal.id, ...one }));
  const fresh = await sql<{ person_key: string }>`
    INSERT INTO proposal_offer SELECT * FROM jsonb_populate_recordset(NULL::proposal_offer, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT DO NOTHING RETURNING person_key`.execute(tx);
  await insertAudit(
    tx,
    clock,
    fresh.rows.map(({ person_key }) =>
      auditRow(clock, {
        terminal: atCentre,
        action: 'read.inference',
        actor: 'system:inference',
        session: '',
        personKey: person_key,
        purpose: proposal.item_id,
        verification: 'none',
        outcome: 'ok',
        subject: proposal.id,
      }),
    ),
  );
}

type News = Parameters<Feed['publish']>[1][number];

/** What gathers while the news before it go out, the last of each key; and what went last. */
const gathering = new WeakMap<Feed, { readonly news: Map<string, News>; readonly sent: Promise<unknown> }>();
const going = new WeakMap<Feed, Promise<unknown>>();

/** A stream has one next position: whoever publishes at once with others only makes them run again. Here they go out together. */
function publishTogether(feed: Feed, news: readonly News[]): Promise<unknown> {
  const batch = gathering.get(feed) ?? beginBatch(feed);
  for (const one of news) batch.news.set(one.key, one);
  return batch.sent;
}

function beginBatch(feed: Feed) {
  const news = new Map<string, News>();
  const before = going.get(feed) ?? Promise.resolve();
  const sent = before
    .catch(() => undefined) // told to those whose news they were
    .then(() => {
      gathering.delete(feed);
      return feed.publish('proposals', [...news.values()]);
    });
  const batch = { news, sent };
  gathering.set(feed, batch);
  going.set(feed, sent);
  return batch;
}

function keyOf(proposalId: string, tag: string): string {
  return `${proposalId}:${tag.slice(0, 16)}`;
}

export async function findProposal(db: Db, partyKey: string, proposalId: string): Promise<ProposalRow | undefined> {
  return db.selectFrom('proposal').selectAll().where('party_key', '=', partyKey).where('id', '=', proposalId).executeTakeFirst();
}

/** The offer as each person who may act for the party would read it now. Empty when the party was forgotten. */
export async function readOffers(parts: OfferParts, proposal: ProposalRow): Promise<PersonalOffer[]> {
  const { db, seals } = parts;
  const { party_key: partyKey } = proposal;
  const [record] = await readParties(db, [partyKey]);
  const agents = await readAgents(db, [partyKey]);
  const opened = await seals.find(db, [partyKey, ...agents.map(({ person_key }) => person_key)]);
  const own = opened.get(partyKey);
  if (!record || !own) return [];
  const judgement = await db
    .selectFrom('judgement')
    .select('reason')
    .where('party_key', '=', partyKey)
    .where('id', '=', proposal.judgement_id)
    .executeTakeFirst();
  const item = await parts.itemOf(proposal.item_id, proposal.item_version);
  const certificate = record.certificates.find(({ number }) => number === proposal.certificate);
  const people = agents.flatMap((agent) => {
    const person = opened.get(agent.person_key)?.open<SealedAgent>(agent.sealed);
    return person ? [{ agent, person }] : [];
  });
  const representative = people.find(({ agent }) => agent.role === 'legal-representative')?.person;
  const common = {
    proposal,
    item,
    reason: judgement?.reason ?? '',
    party: record.party,
    printed: certificate ? own.open<SealedFields>(certificate.sealed) : {},
    vocabulary: parts.vocabulary,
    ...(certificate && { certificate }),
    ...(representative && { representative }),
    ...(record.party.kind === 'person' && { person: own.open<SealedPerson>(record.party.sealed) }),
  };
  const [phones, consents] = [
    await phonesOf(db, partyKey, opened),
    await faceConsents(
      db,
      people.map(({ agent }) => agent.person_key),
    ),
  ];
  return people.map(({ agent, person }) => {
    const [phone, faceConsentAt] = [phones.get(agent.person_key), consents.get(agent.person_key)];
    const sources: OfferSources = {
      ...common,
      agent,
      agentPerson: person,
      ...(phone !== undefined && { phone }),
      ...(faceConsentAt !== undefined && { faceConsentAt }),
    };
    return { agent, person, offer: buildOffer(sources) };
  });
}

async function phonesOf(
  db: Db,
  partyKey: string,
  opened: ReadonlyMap<string, SubjectSeal>,
): Promise<ReadonlyMap<string, string>> {
  const contacts = await readContacts(db, partyKey);
  return new Map(
    contacts
      .filter(({ channel, verified_at }) => channel === 'sms' && verified_at !== null)
      .flatMap((contact) => {
        const address = opened.get(contact.person_key)?.open<{ address: string }>(contact.sealed).address;
        return address === undefined ? [] : [[contact.person_key, address] as const];
      }),
  );
}

async function faceConsents(db: Db, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (people.length === 0) return new Map();
  const found = await sql<{ person_key: string; given_at: string }>`
    SELECT person_key, given_at FROM consent
    WHERE person_key = ANY(${[...people]}) AND purpose = 'reminder-face-check' AND dataset = 'face' AND withdrawn_at IS NULL`.execute(
    db,
  );
  return new Map(found.rows.map((row) => [row.person_key, row.given_at]));
}

/** Proposals whose time is over, a bounded number at once. @returns them, for the feed. */
export async function expireProposals(db: Db, clock: Clock): Promise<{ partyKey: string; proposalId: string }[]> {
  const now = instantOf(clock.now());
  const found = await sql<{ party_key: string; id: string }>`
    UPDATE proposal SET state = 'expired', changed_at = ${now}
    WHERE (party_key, id) IN (
      SELECT party_key, id FROM proposal
      WHERE state IN ('judged', 'queued', 'sent', 'opened', 'unreachable', 'held') AND expires_at <= ${now} LIMIT 200 FOR UPDATE SKIP LOCKED)
    RETURNING party_key, id`.execute(db);
  return found.rows.map(({ party_key, id }) => ({ partyKey: party_key, proposalId: id }));
}
