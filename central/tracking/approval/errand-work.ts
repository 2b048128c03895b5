import { sql } from 'kysely';
import { instantOf } from '#contracts/basics/clock.ts';
import type { Instant } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type {
  CallbackRequest,
  CourierContact,
  CourierKey,
  CourierPort,
  DeliveryEvent,
  Errand,
  ErrandEffect,
  ErrandEvent,
  GovernmentAccount,
  Leg,
  RouteReport,
} from '../../logistics/index.ts';
import { advance, isFinal, planErrand, readContact } from '../../logistics/index.ts';
import type { Db, Job, JobOutcome, Tx } from '../../store/index.ts';
import { inTransaction } from '../../store/index.ts';
import type { CaseEffect, CaseEvent, CaseMove } from './case-machine.ts';
import { moveCase } from './case-machine.ts';
import type { ApprovalCaseRow, SealedCase } from './case-rows.ts';
import { appendNotes, caseStateOf, insertTasks, lockCase, planOf, taskRow } from './case-rows.ts';
import { routesEveryMs, writesOf } from './errand-effects.ts';
import { eventsOfDone } from './errand-tasks.ts';
import { findErrand, findOrder, insertOrder, insertReport, saveErrand, settleOrder } from './errand-store.ts';
import type { CaseParts } from './outcomes.ts';
import { openSealedCase, writeOutcomes } from './outcomes.ts';

/** A courier that does not answer is asked again after so long. */
const downMs = 5_000;

export interface ErrandWorkParts extends CaseParts {
  readonly db: Db;
  readonly courier: CourierPort;
  readonly account: GovernmentAccount;
  /** Where certificates leave from and come back to, by the district that decides. */
  readonly deskOf: (district: string) => CourierContact;
}

/** Everything about an errand that a transaction needs, its case locked. */
interface Locked {
  readonly row: ApprovalCaseRow;
  readonly item: ApprovalItem;
  readonly sealed: SealedCase;
  readonly errand: Errand;
}

/**
 * `case.courier`: `{partyKey, caseNumber}` begins the errand; with `do` it carries out one effect of it: `order`, `search`, `cancel`, `proof`, `routes`,
 * `remind`. The courier is asked outside of any transaction, by a key of ours; what it answers moves the errand in one.
 */
export async function workErrand(parts: ErrandWorkParts, job: Job): Promise<JobOutcome> {
  const [partyKey, caseNumber] = [String(job.data['partyKey']), String(job.data['caseNumber'])];
  const leg: Leg = job.data['leg'] === 'deliver' ? 'deliver' : 'pickup';
  const key = String(job.data['key'] ?? '') as CourierKey;
  const tell = async (event: DeliveryEvent): Promise<JobOutcome> => {
    await moveErrand(parts, partyKey, caseNumber, [{ type: 'leg', leg, event } as ErrandEvent]);
    return { is: 'done' };
  };
  switch (job.data['do']) {
    case undefined:
      await moveErrand(parts, partyKey, caseNumber, [{ type: 'begin' }, { type: 'newMade' }]);
      return { is: 'done' };
    case 'order':
      return placeOrder(parts, partyKey, caseNumber, leg, key, tell);
    case 'search': {
      const found = await parts.courier.search(key);
      if (!found.ok) return { is: 'again', afterMs: downMs };
      if (found.value.is !== 'found') return tell({ type: 'searched', key, outcome: found.value.is });
      return tell({ type: 'searched', key, outcome: found.value.state, waybill: found.value.waybill });
    }
    case 'cancel': {
      const cancelled = await parts.courier.cancel(key);
      if (cancelled.ok) return tell({ type: 'orderCancelled', key });
      return cancelled.error.code === 'too_late' ? tell({ type: 'cancelTooLate', key }) : { is: 'again', afterMs: downMs };
    }
    case 'proof': {
      const asked = await parts.courier.proof(String(job.data['waybill']) as RouteReport['waybill']);
      return asked.ok ? { is: 'done' } : { is: 'again', afterMs: routesEveryMs };
    }
    case 'routes':
      return askRoutes(parts, partyKey, caseNumber, leg);
    case 'remind':
      await moveErrand(parts, partyKey, caseNumber, [{ type: 'exchangeCheckDue' }]);
      return { is: 'done' };
    default:
      throw new Error('an errand job that nobody knows');
  }
}

/** A staff member did a task. @returns false when it means nothing now. */
export async function reportErrand(parts: ErrandWorkParts, partyKey: string, caseNumber: string, task: string): Promise<boolean> {
  const errand = await findErrand(parts.db, partyKey, caseNumber);
  const events = errand ? eventsOfDone(task, errand) : [];
  return events.length === 0 || moveErrand(parts, partyKey, caseNumber, events);
}

/** The scanner at the desk has the old certificate of a case. */
export async function scanOldCertificate(parts: ErrandWorkParts, caseNumber: string): Promise<boolean> {
  const found = await parts.db
    .selectFrom('approval_case')
    .select('party_key')
    .where('case_number', '=', caseNumber)
    .executeTakeFirst();
  if (!found) return false;
  const errand = await findErrand(parts.db, found.party_key, caseNumber);
  if (errand?.old !== 'atDesk' && errand?.old !== 'deposited') return false;
  const moved = await reportErrand(parts, found.party_key, caseNumber, 'scan-old-certificate');
  if (moved) {
    await sql`UPDATE staff_task SET state = 'done', decision = 'done', done_at = ${instantOf(parts.clock.now())}
      WHERE party_key = ${found.party_key} AND case_number = ${caseNumber} AND kind = 'scan-old-certificate' AND state IN ('open', 'claimed')`.execute(
      parts.db,
    );
  }
  return moved;
}

/** What the courier pushes. @returns its HTTP status and the words that it wants to hear. */
export async function takeCourierPush(
  parts: ErrandWorkParts,
  request: CallbackRequest,
): Promise<{ readonly status: 200 | 403 | 400 | 503; readonly reply: ReturnType<CourierPort['callbackReply']> }> {
  const read = await parts.courier.readCallback(request);
  if (!read.ok) {
    const status = read.error === 'outage' ? 503 : read.error === 'malformed' ? 400 : 403;
    return { status, reply: parts.courier.callbackReply(false) };
  }
  for (const report of read.value) await takeReport(parts, report);
  return { status: 200, reply: parts.courier.callbackReply(true) };
}

async function takeReport(parts: ErrandWorkParts, report: RouteReport): Promise<void> {
  const order = await findOrder(parts.db, report);
  if (!order) return;
  const leg: Leg = order.direction;
  await moveErrand(parts, order.party_key, order.case_number, [{ type: 'leg', leg, event: { type: 'reported', report } }], (tx) =>
    insertReport(tx, order.order_key, report, { place: report.place, event: report.event }),
  );
}

/** Pushes may be lost: while a parcel is under way the courier is asked as well. */
async function askRoutes(parts: ErrandWorkParts, partyKey: string, caseNumber: string, leg: Leg): Promise<JobOutcome> {
  const errand = await findErrand(parts.db, partyKey, caseNumber);
  if (!errand || isFinal(errand[leg]) || errand.state === 'done' || errand.state === 'withdrawn') return { is: 'done' };
  const { waybill } = errand[leg];
  if (waybill === undefined) return { is: 'again', afterMs: routesEveryMs };
  const routes = await parts.courier.routes(waybill);
  if (routes.ok) for (const report of routes.value) await takeReport(parts, report);
  return { is: 'again', afterMs: routesEveryMs };
}

async function placeOrder(
  parts: ErrandWorkParts,
  partyKey: string,
  caseNumber: string,
  leg: Leg,
  key: CourierKey,
  tell: (event: DeliveryEvent) => Promise<JobOutcome>,
): Promise<JobOutcome> {
  const found = await parts.db
    .selectFrom('approval_case')
    .selectAll()
    .where('party_key', '=', partyKey)
    .where('case_number', '=', caseNumber)
    .executeTakeFirst();
  const sealed = found && (await openSealedCase(parts.db, parts.seals, found));
  const errand = await findErrand(parts.db, partyKey, caseNumber);
  if (!found || !errand || sealed?.handover.way !== 'courier') return { is: 'done' };
  const { name, phone, district, street } = sealed.handover.address;
  const citizen = readContact({ name, phone, province: '', city: '', district, street });
  if (!citizen.ok) return tell({ type: 'orderRefused', key, reason: 'address_not_understood' });
  const desk = parts.deskOf(found.district);
  const [sender, receiver] = leg === 'pickup' ? [citizen.value, desk] : [desk, citizen.value];
  const { appointment } = errand[leg];
  const placed = await parts.courier.order({
    key,
    direction: leg,
    sender,
    receiver,
    cargo: { name: '行政许可证件', count: 1 },
    account: parts.account,
    ...(appointment && { appointment }),
  });
  if (placed.ok) {
    parts.log('courier.ordered', { case: caseNumber, leg, state: placed.value.state });
    return tell({ type: 'ordered', key, waybill: placed.value.waybill, state: placed.value.state });
  }
  parts.log('courier.failed', { case: caseNumber, leg, code: placed.error.code });
  switch (placed.error.code) {
    case 'outage':
    case 'rate_limited':
      return { is: 'again', afterMs: downMs };
    case 'outcome_unknown':
      return tell({ type: 'answerLost', key });
    case 'out_of_range':
    case 'address_not_understood':
    case 'appointment_refused':
      return tell({ type: 'orderRefused', key, reason: placed.error.code });
    case 'not_trusted':
    case 'account_refused':
    case 'refused':
      return tell({ type: 'orderRefused', key, reason: 'other' });
  }
}

/**
 * Moves an errand, and its case where that follows, in one transaction with the jobs of all effects.
 * @param guard runs first; when it says false the news are known already. @returns whether anything moved.
 */
async function moveErrand(
  parts: ErrandWorkParts,
  partyKey: string,
  caseNumber: string,
  events: readonly ErrandEvent[],
  guard: (tx: Tx) => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  const at = instantOf(parts.clock.now());
  return inTransaction(parts.db, parts.clock, async (tx) => {
    const locked = await lock(tx, parts, partyKey, caseNumber);
    if (!locked || !(await guard(tx))) return false;
    const effects: ErrandEffect[] = [];
    let errand = locked.errand;
    for (const event of events) {
      const step = advance(errand, event);
      errand = step.errand;
      effects.push(...step.effects);
    }
    if (errand === locked.errand) return false;
    const move = caseMoveOf(locked, errand);
    await saveErrand(tx, partyKey, errand, at);
    await keepOrders(tx, errand, events);
    // The step first: that the old certificate is in is why the new one leaves.
    if (move)
      await writeOutcomes(tx, parts, [{ row: locked.row, item: locked.item, move, actor: 'courier', sealed: locked.sealed }], at);
    await carryOut(tx, parts, locked, move ? effects.filter((effect) => !isToldByCase(effect)) : effects, at);
    return true;
  });
}

async function lock(tx: Tx, parts: ErrandWorkParts, partyKey: string, caseNumber: string): Promise<Locked | undefined> {
  const row = await lockCase(tx, partyKey, caseNumber);
  const sealed = row && (await openSealedCase(tx, parts.seals, row));
  if (!row || !sealed) return undefined;
  const item = await parts.itemOf(row.item_id, row.item_version);
  const errand = (await findErrand(tx, partyKey, caseNumber)) ?? plan(row, item, sealed);
  return { row, item, sealed, errand };
}

function plan(row: ApprovalCaseRow, item: ApprovalItem, { handover }: SealedCase): Errand {
  const address = 'citizen' as Errand['pickup']['address'];
  if (handover.way === 'site') return planErrand({ caseNumber: row.case_number, way: 'dropOff', address, site: handover.site });
  const way = item.handover === 'collectOnDelivery' ? 'collectOnDelivery' : 'collectFirst';
  return planErrand({ caseNumber: row.case_number, way, address });
}

async function keepOrders(tx: Tx, errand: Errand, events: readonly ErrandEvent[]): Promise<void> {
  for (const event of events) {
    if (event.type !== 'leg' || (event.event.type !== 'ordered' && event.event.type !== 'searched')) continue;
    const { state } = errand[event.leg];
    await settleOrder(tx, event.event.key, state, event.event.waybill);
  }
}

async function carryOut(
  tx: Tx,
  parts: ErrandWorkParts,
  { row, item }: Locked,
  effects: readonly ErrandEffect[],
  at: Instant,
): Promise<void> {
  const { party_key, case_number } = row;
  const { orders, jobs, tasks, says } = writesOf(effects);
  for (const { key, leg } of orders) await insertOrder(tx, { order_key: key, party_key, case_number, direction: leg }, at);
  await appendNotes(
    tx,
    says.map((what) => ({ party_key, case_number, code: 'errand', at, actor: 'courier', what })),
  );
  await insertTasks(
    tx,
    tasks.map((kind) =>
      taskRow({
        id: makeUuidV7(parts.clock.now(), parts.random),
        district: row.district,
        role: 'issuer',
        kind,
        itemId: item.id,
        partyKey: party_key,
        caseNumber: case_number,
        step: row.step,
        dueOn: row.due_on,
        at,
      }),
    ),
  );
  await parts.jobs.enqueue(
    tx,
    'case.courier',
    jobs.map((job) => ({ ...job, data: { partyKey: party_key, caseNumber: case_number, ...job.data } })),
  );
}

const oldIsIn: ReadonlySet<Errand['old']> = new Set(['scannedIn', 'voided', 'deposited']);

/** The case's own steps follow the certificates, not the parcels. Undefined when the case stays where it is. */
function caseMoveOf({ row, item, sealed, errand: before }: Locked, errand: Errand): CaseMove | undefined {
  const events: CaseEvent[] = [];
  if (!oldIsIn.has(before.old) && oldIsIn.has(errand.old)) events.push({ type: 'oldCollected' });
  if (before.fresh !== 'withCitizen' && errand.fresh === 'withCitizen') events.push({ type: 'newDelivered' });
  const process = planOf(item, sealed.handover.way);
  let state = caseStateOf(row);
  const effects: CaseEffect[] = [];
  for (const event of events) {
    const move = moveCase(process, state, event);
    state = move.state;
    effects.push(...move.effects);
  }
  return state === caseStateOf(row) ? undefined : { state, effects };
}

/** The step of a case that moves says it in its item's words; a citizen reads it once. */
function isToldByCase(effect: ErrandEffect): boolean {
  return effect.kind === 'tell' && (effect.tiding === 'oldScanned' || effect.tiding === 'done');
}
