import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { SmsPort } from '../channels/index.ts';
import type { DepartmentConnector } from '../exchange/index.ts';
import type { OutboxHandler, OutboxOutcome, OutboxRow, Tx } from '../store/index.ts';
import { outboxRow } from '../store/index.ts';
import { moveCase } from './cases.ts';
import { stepTexts } from './step-texts.ts';
import type { NewsPayload, ResultPayload, SubmitPayload } from './topics.ts';
import { topics } from './topics.ts';

const workDelays = { firstLookMs: 1_500, lookAgainMs: 2_000 } as const;

export interface CaseWorkParts {
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Departments by the first part of the ids of the items that they are in charge of. */
  readonly departments: ReadonlyMap<string, DepartmentConnector>;
  readonly sms: SmsPort;
}

/**
 * What happens to an accepted application after its act: handed over to the department, looked after until it is decided, and told
 * to the person. The outside is asked at least once, by the act's id; each step of the case is taken exactly once.
 */
export function caseWork(parts: CaseWorkParts): Readonly<Record<string, OutboxHandler>> {
  return {
    [topics.submit]: (row) => submit(parts, row),
    [topics.result]: (row) => lookForResult(parts, row),
    [topics.news]: (row) => tellPerson(parts, row),
  };
}

async function submit(parts: CaseWorkParts, row: OutboxRow): Promise<OutboxOutcome> {
  const payload = row.payload as SubmitPayload;
  const { personKey, actId, caseNumber, itemId, itemVersion, person, values } = payload;
  const sent = await departmentOf(parts, itemId).submit({ key: row.key, caseNumber, itemId, itemVersion, person, values });
  if (!sent.ok) return { is: 'again', code: sent.error };
  const next: ResultPayload = { personKey, actId, caseNumber, itemId, phone: values['phone'] ?? '' };
  return {
    is: 'done',
    async apply(tx) {
      await moveCase(tx, personKey, actId, 'processing', { at: instantOf(parts.clock.now()), what: stepTexts.forwarded });
      await enqueue(tx, parts, topics.result, row.key, next, workDelays.firstLookMs);
    },
  };
}

async function lookForResult(parts: CaseWorkParts, row: OutboxRow): Promise<OutboxOutcome> {
  const { personKey, actId, caseNumber, itemId, phone } = row.payload as ResultPayload;
  const found = await departmentOf(parts, itemId).result(row.key);
  if (!found.ok) return { is: 'again', code: found.error };
  if (found.value.state === 'pending') return { is: 'again', code: 'pending', afterMs: workDelays.lookAgainMs };
  const { state, text } = found.value;
  return {
    is: 'done',
    async apply(tx) {
      await moveCase(tx, personKey, actId, state, { at: instantOf(parts.clock.now()), what: text });
      if (phone !== '') await enqueue(tx, parts, topics.news, row.key, { personKey, actId, caseNumber, itemId, phone, text }, 0);
    },
  };
}

async function tellPerson(parts: CaseWorkParts, row: OutboxRow): Promise<OutboxOutcome> {
  const { caseNumber, phone, text } = row.payload as NewsPayload;
  if (row.attempts > 1 && (await wasSent(parts.sms, row.key, phone))) return { is: 'done' };
  const sent = await parts.sms.send({
    key: row.key,
    phone,
    template: 'case-news',
    params: { case: caseNumber, text: text['zh-CN'] },
  });
  return sent.ok ? { is: 'done' } : { is: 'again', code: sent.error };
}

/** After a crash between sending and marking: the provider knows. */
async function wasSent(sms: SmsPort, key: string, phone: string): Promise<boolean> {
  const state = await sms.query(key, phone);
  return state.ok && (state.value === 'waiting' || state.value === 'delivered');
}

async function enqueue(
  tx: Tx,
  parts: CaseWorkParts,
  topic: string,
  key: string,
  payload: ResultPayload | NewsPayload,
  afterMs: number,
): Promise<void> {
  const now = parts.clock.now();
  const row = outboxRow({
    id: makeUuidV7(now, parts.random),
    topic,
    key,
    payload,
    personKey: payload.personKey,
    at: instantOf(now),
    dueAt: instantOf(now + afterMs),
  });
  await tx
    .insertInto('outbox_central')
    .values({ ...row, payload: JSON.stringify(payload) })
    .execute();
}

/** @throws when no department is in charge of the item: a mistake in the configuration, seen by central staff. */
function departmentOf(parts: CaseWorkParts, itemId: string): DepartmentConnector {
  const name = itemId.split('.')[0] ?? '';
  const department = parts.departments.get(name);
  if (!department) throw new Error(`no connector for the items of ${name}`);
  return department;
}
