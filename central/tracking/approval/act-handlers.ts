import { sql } from 'kysely';
import type { Instant } from '#contracts/basics/clock.ts';
import type { Tx } from '../../store/index.ts';
import type { ActHandler, ActOf, Circumstances, Decision, EffectRows, Judge } from '../../sync/index.ts';
import { moveCase } from './case-machine.ts';
import type { ApprovalCaseRow } from './case-rows.ts';
import { caseStateOf, planOf } from './case-rows.ts';
import { confirmRows, findRefusal, lockProposals, settleProposals } from './confirm.ts';
import type { ConfirmParts, ConfirmRefusal, ConfirmRows, PersonDecision } from './confirm.ts';
import type { CaseOutcome } from './outcomes.ts';
import { openSealedCase, writeOutcomes } from './outcomes.ts';

type ProposalAct = ActOf<'proposal.confirm'> | ActOf<'proposal.decline'>;

/** 同意办理 and 暂不办理 at a terminal, perhaps long ago while the line was down. The receipt's `ref` is the case number. */
export function proposalAct<A extends ProposalAct>(parts: ConfirmParts): ActHandler<A> {
  return { prepare: (tx, acts, circumstances) => prepareDecisions(parts, tx, acts, circumstances) };
}

async function prepareDecisions<A extends ProposalAct>(
  parts: ConfirmParts,
  tx: Tx,
  acts: readonly A[],
  { terminal, at }: Circumstances,
): Promise<Judge<A>> {
  const known = await lockProposals(
    tx,
    parts,
    acts.map(({ proposal }) => proposal),
  );
  const seals = await parts.seals.ensure(
    tx,
    [...known.values()].map(({ proposal }) => proposal.party_key),
  );
  const settled: Parameters<typeof settleProposals>[2][number][] = [];
  const consents: { person_key: string; at: Instant }[] = [];
  const decidedHere = new Set<string>();
  return {
    decide(act) {
      const decision = decisionOf(parts, act, terminal.id);
      const found = known.get(act.proposal);
      const refusal = decidedHere.has(act.proposal)
        ? ({ is: 'stale', detail: 'decided-already' } as const)
        : (findRefusal(found, decision) ?? timeRefusal(found, at));
      if (refusal || !found) return refusalDecision(refusal ?? { is: 'refused', detail: 'unknown-proposal' });
      const seal = seals.get(found.proposal.party_key);
      if (!seal) throw new Error('no seal for a party');
      const rows = confirmRows(parts, found, decision, at, (value) => seal.seal(value));
      decidedHere.add(act.proposal);
      settled.push({ known: found, decision, rows });
      if (act.kind === 'proposal.confirm' && act.consented) consents.push({ person_key: decision.personKey, at });
      return { code: 'applied', ref: act.caseNumber, reason: '', detail: '', rows: effectsOf(rows) };
    },
    expire: () => ({}),
    async finish() {
      await settleProposals(tx, parts, settled, at);
      await keepConsents(tx, consents);
    },
  };
}

/** Its time is over though nobody has swept it yet. */
function timeRefusal(known: Parameters<typeof findRefusal>[0], at: Instant): ConfirmRefusal | undefined {
  const isOver = known !== undefined && Date.parse(known.proposal.expires_at) <= Date.parse(at);
  return isOver ? { is: 'stale', detail: 'expired' } : undefined;
}

function decisionOf(parts: ConfirmParts, act: ProposalAct, terminal: string): PersonDecision {
  const { name, idNumber } = act.actor;
  const common = {
    proposal: act.proposal as string,
    act: act.id as string,
    caseNumber: act.caseNumber as string,
    person: { name, idNumber },
    personKey: parts.pseudonyms.personKey(idNumber),
    method: act.verification.method,
    via: `terminal:${terminal}`,
  };
  if (act.kind === 'proposal.decline')
    return { ...common, interactions: 0, shownHash: '', choice: { decision: 'declined', reason: act.declined } };
  const { baseVersion, handover, interactions, shownHash } = act;
  return { ...common, interactions, shownHash, choice: { decision: 'confirmed', baseVersion, handover } };
}

function effectsOf(rows: ConfirmRows): EffectRows {
  return {
    confirmation: [rows.confirmation],
    ...(rows.approval_case && { approval_case: [rows.approval_case] }),
    approval_step: rows.approval_step,
    staff_task: rows.staff_task,
  };
}

function refusalDecision({ is, detail }: ConfirmRefusal): Decision {
  if (is === 'stale') return { code: 'superseded', ref: '', reason: 'SYN-002', detail, rows: {} };
  return { code: 'rejected', ref: '', reason: 'SYN-001', detail, rows: {} };
}

/** A standing consent: the face check for reminders need not be asked for again. */
async function keepConsents(tx: Tx, consents: readonly { readonly person_key: string; readonly at: Instant }[]): Promise<void> {
  for (const { person_key, at } of consents) {
    await sql`INSERT INTO consent VALUES (${person_key}, 'reminder-face-check', 'face', ${at}, 'terminal', NULL)
      ON CONFLICT (person_key, purpose, dataset) DO UPDATE SET given_at = excluded.given_at, withdrawn_at = NULL`.execute(tx);
  }
}

/** 撤回: possible until the certificate was ordered. */
export function caseWithdraw(parts: ConfirmParts): ActHandler<ActOf<'case.withdraw'>> {
  return {
    async prepare(tx, acts, { at }) {
      const cases = new Map<string, CaseOutcome & { readonly person: string }>();
      for (const { about } of acts) {
        const found = await sql<ApprovalCaseRow>`SELECT * FROM approval_case WHERE case_number = ${about} FOR UPDATE`.execute(tx);
        const [row] = found.rows;
        const sealed = row && (await openSealedCase(tx, parts.seals, row));
        if (!row || !sealed) continue;
        const item = await parts.itemOf(row.item_id, row.item_version);
        const move = moveCase(planOf(item, sealed.handover.way), caseStateOf(row), { type: 'withdraw' });
        cases.set(about, { row, item, move, actor: 'person', person: parts.pseudonyms.personKey(sealed.person.idNumber) });
      }
      const withdrawn: CaseOutcome[] = [];
      return {
        decide(act) {
          const found = cases.get(act.about);
          const personKey = parts.pseudonyms.personKey(act.actor.idNumber);
          if (found?.person !== personKey) return refusalDecision({ is: 'refused', detail: 'unknown-proposal' });
          if (!found.item.assurance.includes(act.verification.method))
            return refusalDecision({ is: 'refused', detail: 'assurance' });
          if (!found.move.state.outcome || withdrawn.includes(found))
            return refusalDecision({ is: 'stale', detail: 'decided-already' });
          withdrawn.push(found);
          return { code: 'applied', ref: act.about, reason: '', detail: '', rows: {}, personKey };
        },
        expire: () => ({}),
        finish: () => writeOutcomes(tx, parts, withdrawn, at),
      };
    },
  };
}
