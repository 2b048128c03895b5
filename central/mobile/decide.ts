import { createHash } from 'node:crypto';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { Result } from '#contracts/basics/result.ts';
import { ok } from '#contracts/basics/result.ts';
import type { DeclineReason, HandoverChoice, ProposalOffer } from '#contracts/approval/proposal.ts';
import { inTransaction } from '../store/index.ts';
import {
  caseStateOf,
  decideProposal,
  lockCase,
  mayTakeBack,
  moveCase,
  openSealedCase,
  planOf,
  writeOutcomes,
} from '../tracking/index.ts';
import type { ConfirmRefusal, MobileLinkRow } from '../tracking/index.ts';
import { nextCaseNumber, recordAct } from './acts.ts';
import type { MobileParts } from './parts.ts';
import { onPhone } from './parts.ts';
import type { CaseStanding, OpenOffer } from './standing.ts';
import type { VisitRow } from './visit.ts';

/** SHA-256 of the offer's canonical JSON, hex: what the person saw is what is applied for. */
export function shownHashOf(offer: ProposalOffer): string {
  return createHash('sha256').update(canonicalJson(offer)).digest('hex');
}

export type PhoneChoice =
  | { readonly decision: 'confirmed'; readonly handover: HandoverChoice }
  | { readonly decision: 'declined'; readonly reason: DeclineReason };

/** Confirms or declines, in one transaction with receipt and audit entry. Two at once: the second is told that it was decided already. */
export async function decide(
  parts: MobileParts,
  link: MobileLinkRow,
  visit: VisitRow,
  { proposal, item, offer, person }: OpenOffer,
  choice: PhoneChoice,
): Promise<Result<void, ConfirmRefusal>> {
  const { approval, clock, random, db } = parts;
  const shownHash = shownHashOf(offer);
  return inTransaction(db, clock, async (tx) => {
    const at = instantOf(clock.now());
    const act = makeUuidV7(clock.now(), random);
    const caseNumber = choice.decision === 'confirmed' ? await nextCaseNumber(tx, clock.now()) : '';
    const common = {
      proposal: proposal.id,
      act,
      caseNumber,
      person,
      personKey: link.person_key,
      method: 'sms',
      via: onPhone,
      interactions: visit.interactions,
      shownHash,
      values: Object.fromEntries(offer.known.map(({ pointer, value }) => [pointer, value])),
    } as const;
    const decided = await decideProposal(
      tx,
      approval,
      { ...common, choice: choice.decision === 'confirmed' ? { ...choice, baseVersion: proposal.base_version } : choice },
      at,
    );
    if (!decided.ok) return decided;
    const details = {
      proposal: proposal.id,
      shownHash,
      interactions: visit.interactions,
      ...(choice.decision === 'confirmed'
        ? { baseVersion: proposal.base_version, handover: choice.handover.way }
        : { reason: choice.reason }),
    };
    const kind = choice.decision === 'confirmed' ? 'proposal.confirm' : 'proposal.decline';
    const { session } = visit;
    await recordAct(
      tx,
      parts,
      { id: act, kind, session, personKey: link.person_key, itemId: item.id, about: caseNumber, details },
      at,
    );
    return ok();
  });
}

/** 撤回: as at a terminal, by who confirmed, until the certificate was ordered. @returns false when it is too late. */
export async function withdraw(
  parts: MobileParts,
  link: MobileLinkRow,
  visit: VisitRow,
  standing: CaseStanding,
): Promise<boolean> {
  if (!(await mayWithdraw(parts, link, standing))) return false;
  return moveByPerson(parts, link, visit, standing, 'withdraw');
}

export function mayWithdraw({ db, approval }: MobileParts, link: MobileLinkRow, standing: CaseStanding): Promise<boolean> {
  return mayTakeBack(db, approval, standing, { personKey: link.person_key, method: 'sms' });
}

/** 已补正: what the case was returned for is put right. */
export function correct(parts: MobileParts, link: MobileLinkRow, visit: VisitRow, standing: CaseStanding): Promise<boolean> {
  return moveByPerson(parts, link, visit, standing, 'corrected');
}

async function moveByPerson(
  parts: MobileParts,
  link: MobileLinkRow,
  { session }: VisitRow,
  { row, item }: CaseStanding,
  type: 'withdraw' | 'corrected',
): Promise<boolean> {
  const kind = type === 'withdraw' ? 'case.withdraw' : 'case.correct';
  const at = instantOf(parts.clock.now());
  const id = makeUuidV7(parts.clock.now(), parts.random);
  return inTransaction(parts.db, parts.clock, async (tx) => {
    const locked = await lockCase(tx, row.party_key, row.case_number);
    const sealed = locked && (await openSealedCase(tx, parts.approval.seals, locked));
    if (!locked || !sealed) return false;
    const before = caseStateOf(locked);
    const move = moveCase(planOf(item, sealed.handover.way), before, { type });
    if (move.state === before) return false;
    await writeOutcomes(tx, parts.approval, [{ row: locked, item, move, actor: 'person', sealed }], at);
    const act = { id, kind, session, personKey: link.person_key, itemId: item.id, about: row.case_number, details: {} } as const;
    await recordAct(tx, parts, act, at);
    parts.log('case.moved', { case: row.case_number, step: move.state.step, waiting: move.state.waiting });
    return true;
  });
}
