import type { Selectable } from 'kysely';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { ProposalId, ProposalOffer } from '#contracts/approval/proposal.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import { findProposal, isOpen, readOffers } from '../inference/index.ts';
import type { Db, Tables } from '../store/index.ts';
import { findApprovalCase } from '../tracking/index.ts';
import type { ApprovalCaseRow, MobileLinkRow } from '../tracking/index.ts';
import type { MobileParts } from './parts.ts';

type ProposalRow = Selectable<Tables['proposal']>;

/** How long after a case has ended its link still shows what became of it. */
const shownAfterMs = 30 * 86_400_000;

export interface OpenOffer {
  readonly is: 'offer';
  readonly proposal: ProposalRow;
  readonly item: ApprovalItem;
  readonly offer: ProposalOffer;
  readonly person: { readonly name: string; readonly idNumber: string };
}

export interface CaseStanding {
  readonly is: 'case';
  readonly proposal: ProposalRow;
  readonly item: ApprovalItem;
  readonly row: ApprovalCaseRow;
  readonly summary: CaseSummary;
  /** Whether it was this person who confirmed. */
  readonly isOwn: boolean;
  /** Beginning of the hash that the receipt's QR code has; undefined when there is none. */
  readonly actHash: string | undefined;
}

/**
 * What a link stands for now.
 * expired: the time is over · notAgent: the person does not act for the party any more · declined: settled without a case · superseded: newer facts,
 * perhaps with a proposal of their own · held: being looked into · gone: the need is gone.
 */
export type Standing =
  | OpenOffer
  | CaseStanding
  | { readonly is: 'declined'; readonly proposal: ProposalRow; readonly item: ApprovalItem; readonly isOwn: boolean }
  | {
      readonly is: 'superseded';
      readonly proposal: ProposalRow;
      readonly item: ApprovalItem;
      readonly newer: ProposalId | undefined;
    }
  | { readonly is: 'held' | 'gone' | 'notAgent'; readonly proposal: ProposalRow; readonly item: ApprovalItem }
  | { readonly is: 'expired' };

/** Undefined for a link to nothing. */
export async function readStanding(parts: MobileParts, link: MobileLinkRow): Promise<Standing | undefined> {
  const { db, approval, clock } = parts;
  const proposal = await findProposal(db, link.party_key, link.proposal_id);
  if (!proposal) return undefined;
  const item = await approval.itemOf(proposal.item_id, proposal.item_version);
  if (!(await isAgent(db, link))) return { is: 'notAgent', proposal, item };
  const row = await db
    .selectFrom('approval_case')
    .selectAll()
    .where('party_key', '=', link.party_key)
    .where('proposal_id', '=', link.proposal_id)
    .executeTakeFirst();
  if (row && isOpen(proposal.state) === false) return caseStanding(parts, link, proposal, item, row);
  if (proposal.state === 'expired' || Date.parse(proposal.expires_at) <= clock.now()) return { is: 'expired' };
  switch (proposal.state) {
    case 'confirmed':
    case 'declined':
      return { is: 'declined', proposal, item, isOwn: (await deciderOf(db, link)) === link.person_key };
    case 'superseded':
      return { is: 'superseded', proposal, item, newer: await findNewer(db, proposal) };
    case 'held':
      return { is: 'held', proposal, item };
    case 'withdrawn':
      return { is: 'gone', proposal, item };
    default:
      return openOffer(parts, link, proposal, item);
  }
}

async function openOffer(parts: MobileParts, link: MobileLinkRow, proposal: ProposalRow, item: ApprovalItem): Promise<Standing> {
  const { db, seals, vocabulary, itemOf } = parts.approval;
  const offers = await readOffers({ db, seals, vocabulary, itemOf }, proposal);
  const own = offers.find(({ agent }) => agent.person_key === link.person_key);
  if (!own) return { is: 'notAgent', proposal, item };
  const { name, idNumber } = own.person;
  return { is: 'offer', proposal, item, offer: own.offer, person: { name, idNumber } };
}

async function caseStanding(
  parts: MobileParts,
  link: MobileLinkRow,
  proposal: ProposalRow,
  item: ApprovalItem,
  row: ApprovalCaseRow,
): Promise<Standing> {
  const { db, approval, clock } = parts;
  if (row.closed_at !== null && Date.parse(row.closed_at) + shownAfterMs <= clock.now()) return { is: 'expired' };
  const [summary, act, decider] = [
    await findApprovalCase(db, approval.itemOf, row.act_id),
    await db.selectFrom('inbox').select('hash').where('id', '=', row.act_id).executeTakeFirst(),
    await deciderOf(db, link),
  ];
  if (!summary) throw new Error('a case without its summary');
  return { is: 'case', proposal, item, row, summary, isOwn: decider === link.person_key, actHash: act?.hash.slice(0, 16) };
}

async function isAgent(db: Db, { party_key, person_key }: MobileLinkRow): Promise<boolean> {
  const found = await db
    .selectFrom('party_agent')
    .select('role')
    .where('party_key', '=', party_key)
    .where('person_key', '=', person_key)
    .where('valid_to', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}

async function deciderOf(db: Db, { party_key, proposal_id }: MobileLinkRow): Promise<string | undefined> {
  const found = await db
    .selectFrom('confirmation')
    .select('person_key')
    .where('party_key', '=', party_key)
    .where('proposal_id', '=', proposal_id)
    .executeTakeFirst();
  return found?.person_key;
}

/** The proposal that took another one's place. */
async function findNewer(db: Db, { party_key, item_id, certificate, created_at }: ProposalRow): Promise<ProposalId | undefined> {
  const found = await db
    .selectFrom('proposal')
    .select('id')
    .where('party_key', '=', party_key)
    .where('item_id', '=', item_id)
    .where('certificate', '=', certificate)
    .where('created_at', '>=', created_at)
    .where('state', 'in', ['judged', 'queued', 'sent', 'opened', 'unreachable'])
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  return found?.id as ProposalId | undefined;
}
