import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { CaseView } from '#contracts/console/tracking.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { Tables } from '../../store/index.ts';
import type { HandlerParts } from '../parts.ts';
import type { CaseRow } from './cases.ts';
import { channelName, confirmedText, declinedText, eventText, judgedText, messageText, parcelText } from './texts.ts';

type Line = CaseView['timeline'][number];
type ProposalRow = Selectable<Tables['proposal']>;

/** From the event that caused it to the last parcel, oldest first. */
export async function readTimeline(parts: HandlerParts, row: CaseRow, proposal: ProposalRow | undefined): Promise<Line[]> {
  const lines = [
    ...(proposal ? await beforeConfirmation(parts, row, proposal) : []),
    ...(await stepLines(parts, row)),
    ...(await parcelLines(parts, row)),
  ];
  return lines.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

async function beforeConfirmation({ db }: HandlerParts, row: CaseRow, proposal: ProposalRow): Promise<Line[]> {
  const judgement = await db
    .selectFrom('judgement')
    .select(['at', 'hits', 'item_version', 'reason'])
    .where('party_key', '=', row.party_key)
    .where('id', '=', proposal.judgement_id)
    .executeTakeFirst();
  const cause = judgement && (await causeOf(db, row.party_key, judgement.at));
  const messages = await db
    .selectFrom('notification')
    .select(['channel', 'provider', 'state', 'at', 'reported_at', 'code'])
    .where('party_key', '=', row.party_key)
    .where('proposal_id', '=', proposal.id)
    .orderBy('at')
    .execute();
  const answered = await db
    .selectFrom('confirmation')
    .select(['decision', 'via', 'method', 'interactions', 'at', 'reason'])
    .where('party_key', '=', row.party_key)
    .where('proposal_id', '=', proposal.id)
    .executeTakeFirst();
  const hit = (judgement?.hits as ReadonlyArray<{ readonly row: number }> | undefined)?.[0];
  return [
    ...(cause ? [line(cause.at, 'event', eventText(cause.type), `source:${cause.source}`)] : []),
    ...(judgement ? [line(judgement.at, 'judgement', judgedText(judgement.item_version, hit?.row ?? 0), 'system')] : []),
    ...messages.map(({ channel, state, at, reported_at, code }) =>
      line(
        reported_at ?? at,
        'message',
        messageText(channelName(channel), state, code),
        'system',
        state === 'failed' || state === 'refused',
      ),
    ),
    ...(answered
      ? [
          line(
            answered.at,
            'confirmation',
            answered.decision === 'confirmed'
              ? confirmedText(answered.method, answered.interactions)
              : declinedText(answered.reason),
            'person',
          ),
        ]
      : []),
  ];
}

/** The last event of the party before the judgement: what it was judged on. Nightly judgements have none close by. */
async function causeOf(db: HandlerParts['db'], partyKey: string, judgedAt: string) {
  const found = await sql<{ source: string; type: string; at: string }>`
    SELECT source, type, at FROM domain_event
    WHERE party_key = ${partyKey} AND judged_at <= ${judgedAt}::timestamptz AND judged_at > ${judgedAt}::timestamptz - interval '1 minute'
      AND type NOT IN ('snapshot', 'unreadable')
    ORDER BY received_at DESC LIMIT 1`.execute(db);
  return found.rows[0];
}

async function stepLines({ db }: HandlerParts, row: CaseRow): Promise<Line[]> {
  const steps = await db
    .selectFrom('approval_step')
    .select(['at', 'what', 'actor', 'code'])
    .where('party_key', '=', row.party_key)
    .where('case_number', '=', row.case_number)
    .orderBy('n')
    .execute();
  return steps.map(({ at, what, actor }) => line(at, 'step', what, actor));
}

async function parcelLines({ db }: HandlerParts, row: CaseRow): Promise<Line[]> {
  const events = await db
    .selectFrom('delivery_event')
    .innerJoin('courier_order', 'courier_order.order_key', 'delivery_event.order_key')
    .select(['delivery_event.at', 'delivery_event.code', 'delivery_event.what', 'courier_order.direction'])
    .where('courier_order.party_key', '=', row.party_key)
    .where('courier_order.case_number', '=', row.case_number)
    .orderBy('delivery_event.n')
    .execute();
  return events.map(({ at, code, what, direction }) => {
    const place = String((what as unknown as { readonly place?: string }).place ?? '');
    return line(at, 'parcel', parcelText(direction, code, place), 'courier', /lost|refused|damaged/i.test(code));
  });
}

function line(at: string, kind: Line['kind'], what: LocalizedText, by: string, isStop = false): Line {
  return { at, kind, what, by, state: isStop ? 'stop' : 'done' };
}
