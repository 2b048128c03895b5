import type { SyncRecord, SyncResult } from '#contracts/sync/wire.ts';
import type { ApprovalWorld, Unit } from './approval-world.ts';
import { eventually } from './approval-world.ts';
import type { FakeTerminal } from './harness/acts.ts';
import { newId } from './harness/acts.ts';

/** What tests read of a proposal. */
export interface ProposalSeen {
  readonly party_key: string;
  readonly id: string;
  readonly item_id: string;
  readonly item_version: number;
  readonly state: string;
  readonly detail: string;
  readonly certificate: string;
  readonly base_version: number;
  readonly due_on: string;
  /** Whether somebody could have seen it. */
  readonly is_published: boolean;
}

/** Who acts, as the card says. */
export interface Person {
  readonly name: string;
  readonly idNumber: string;
}

const columns = `party_key, id, item_id, item_version, state, detail, certificate, base_version, due_on::text, sealed <> '' AS is_published`;

/** Proposals of an organisation, oldest first. */
export async function proposalsOf(
  world: ApprovalWorld,
  { organisation }: Pick<Unit, 'organisation'>,
  item: string,
): Promise<ProposalSeen[]> {
  return world.rows<ProposalSeen>(
    `SELECT ${columns} FROM proposal
     WHERE item_id = $2 AND party_key = (SELECT party_key FROM party WHERE uscc = $1) ORDER BY created_at, id`,
    [organisation.uscc, item],
  );
}

export const openStates: ReadonlySet<string> = new Set(['judged', 'queued', 'sent', 'opened', 'unreachable']);

/** Waits for an open proposal of an organisation. @param notThese ids that were there before. */
export async function openProposal(
  world: ApprovalWorld,
  unit: Pick<Unit, 'organisation'>,
  item: string,
  notThese: readonly string[] = [],
): Promise<ProposalSeen> {
  return eventually(`an open proposal of ${item}`, async () =>
    (await proposalsOf(world, unit, item)).find(
      ({ state, id, is_published }) => openStates.has(state) && is_published && !notThese.includes(id),
    ),
  );
}

/** Waits until a proposal is in a state. */
export async function proposalIn(world: ApprovalWorld, id: string, ...states: readonly string[]): Promise<ProposalSeen> {
  return eventually(`proposal in ${states.join(' or ')}`, async () => {
    const [found] = await world.rows<ProposalSeen>(`SELECT ${columns} FROM proposal WHERE id = $1`, [id]);
    return found && states.includes(found.state) ? found : undefined;
  });
}

export interface CaseSeen {
  readonly party_key: string;
  readonly case_number: string;
  readonly status: string;
  readonly step: string;
  readonly state: { readonly waiting: string; readonly reason?: string; readonly outcome?: string };
}

export async function caseWhere(
  world: ApprovalWorld,
  caseNumber: string,
  what: string,
  is: (found: CaseSeen) => boolean,
): Promise<CaseSeen> {
  return eventually(`the case ${what}`, async () => {
    const [found] = await world.rows<CaseSeen>(
      'SELECT party_key, case_number, status, step, state FROM approval_case WHERE case_number = $1',
      [caseNumber],
    );
    return found && is(found) ? found : undefined;
  });
}

let cases = 0;

interface ConfirmChanges {
  readonly baseVersion?: number;
  readonly method?: 'face' | 'staff' | 'sms';
  readonly interactions?: number;
  readonly proposal?: string;
  readonly handover?: object;
  readonly id?: string;
  readonly caseNumber?: string;
}

const address = { name: '王秀梅', phone: '13912346027', district: '370212', street: '株洲路128号601室' };

/** 同意办理 as a terminal journals it. */
export function confirmAct(
  terminal: FakeTerminal,
  person: Person,
  proposal: Pick<ProposalSeen, 'id' | 'item_id' | 'item_version' | 'base_version'>,
  changes: ConfirmChanges = {},
): { readonly record: SyncRecord; readonly caseNumber: string } {
  const body = {
    ...commonOf(terminal, person, changes),
    kind: 'proposal.confirm',
    itemId: proposal.item_id,
    itemVersion: proposal.item_version,
    proposal: changes.proposal ?? proposal.id,
    baseVersion: changes.baseVersion ?? proposal.base_version,
    handover: changes.handover ?? { way: 'courier', address },
    shownHash: '0'.repeat(64),
    interactions: changes.interactions ?? 3,
    consented: false,
  };
  return inVisit(terminal, body);
}

export function declineAct(terminal: FakeTerminal, person: Person, proposal: ProposalSeen, declined = 'notNow') {
  return inVisit(terminal, {
    ...commonOf(terminal, person, {}),
    kind: 'proposal.decline',
    itemId: proposal.item_id,
    itemVersion: proposal.item_version,
    proposal: proposal.id,
    declined,
  });
}

export function withdrawAct(
  terminal: FakeTerminal,
  person: Person,
  about: string,
  item: Pick<ProposalSeen, 'item_id' | 'item_version'>,
  changes: Pick<ConfirmChanges, 'method'> = {},
) {
  return inVisit(terminal, {
    ...commonOf(terminal, person, changes),
    kind: 'case.withdraw',
    itemId: item.item_id,
    itemVersion: item.item_version,
    about,
  });
}

function commonOf(terminal: FakeTerminal, person: Person, { method = 'face', id, caseNumber }: ConfirmChanges) {
  cases += 1;
  const at = new Date().toISOString();
  return {
    schemaVersion: 1,
    id: id ?? newId(),
    terminal: terminal.name,
    caseNumber: caseNumber ?? `QD20261125${terminal.name.slice(1)}${String(cases).padStart(4, '0')}`,
    at,
    actor: { ...person, layout: 'resident' },
    verification: { method, attempt: 1, at, policy: 'test' },
  };
}

interface Body {
  readonly kind: string;
  readonly id: string;
  readonly caseNumber: string;
  readonly [name: string]: unknown;
}

function inVisit(terminal: FakeTerminal, body: Body): { readonly record: SyncRecord; readonly caseNumber: string } {
  const visit = terminal.visit();
  return { record: terminal.record(visit, { ...body, session: visit.id }), caseNumber: body.caseNumber };
}

/** What a receipt says, in one word each. */
export function receiptOf(
  results: readonly SyncResult[],
  record: SyncRecord,
): { code: string; reason: string; ref: string } | undefined {
  const found = results.find(({ id }) => id === record.id);
  if (found?.answer !== 'final') return undefined;
  const { code, reason, ref } = found.receipt;
  return { code, reason, ref };
}

/** Sends one act and returns its receipt, with the centre's own short word for it. */
export async function send(
  world: ApprovalWorld,
  terminal: FakeTerminal,
  record: SyncRecord,
): Promise<{ code: string; reason: string; ref: string; detail: string; duplicate: boolean }> {
  const line = world.line(terminal.name);
  try {
    const ask = async () => (await line.sync([record], { epoch: terminal.epoch })).results[0];
    let result = await ask();
    // As a terminal does it: the same bytes once more.
    for (let tries = 1; result?.answer === 'retry' && tries < 5; tries += 1) result = await ask();
    if (result?.answer !== 'final') throw new Error(`the act was answered ${JSON.stringify(result)}`);
    const [kept] = await world.rows<{ detail: string }>('SELECT detail FROM inbox WHERE terminal_id = $1 AND id = $2', [
      terminal.name,
      record.id,
    ]);
    const { code, reason, ref } = result.receipt;
    return { code, reason, ref, detail: kept?.detail ?? '', duplicate: result.duplicate };
  } finally {
    line.close();
  }
}
