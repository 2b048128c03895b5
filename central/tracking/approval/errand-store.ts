import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Errand, RouteReport } from '../../logistics/index.ts';
import type { Db, Tables, Tx } from '../../store/index.ts';

type DeliveryRow = Selectable<Tables['delivery']>;
type OrderRow = Selectable<Tables['courier_order']>;

export async function findErrand(db: Db, partyKey: string, caseNumber: string): Promise<Errand | undefined> {
  const row = await db
    .selectFrom('delivery')
    .select('errand')
    .where('party_key', '=', partyKey)
    .where('case_number', '=', caseNumber)
    .executeTakeFirst();
  return row?.errand as Errand | undefined;
}

/** The caller has locked the case: nobody else writes its errand. */
export async function saveErrand(tx: Tx, partyKey: string, errand: Errand, at: string): Promise<void> {
  const status = `${errand.way} ${errand.state} ${errand.old} ${errand.fresh}`;
  const row: Omit<DeliveryRow, 'errand' | 'changed_at'> = { party_key: partyKey, case_number: errand.caseNumber, status };
  await sql`
    INSERT INTO delivery (party_key, case_number, errand, status, changed_at)
    VALUES (${row.party_key}, ${row.case_number}, ${JSON.stringify(errand)}::jsonb, ${row.status}, ${at}::timestamptz)
    ON CONFLICT (party_key, case_number) DO UPDATE SET errand = excluded.errand, status = excluded.status, changed_at = excluded.changed_at`.execute(
    tx,
  );
}

/** Written down before the courier hears of it, so that a report that is quicker than the answer finds its case. */
export async function insertOrder(
  tx: Tx,
  order: Pick<OrderRow, 'order_key' | 'party_key' | 'case_number' | 'direction'>,
  at: string,
): Promise<void> {
  await sql`INSERT INTO courier_order VALUES (${order.order_key}, ${order.party_key}, ${order.case_number}, ${order.direction}, NULL, 'ordering', ${at}::timestamptz)
    ON CONFLICT (order_key) DO NOTHING`.execute(tx);
}

export async function settleOrder(tx: Tx, key: string, state: string, waybill: string | undefined): Promise<void> {
  await sql`UPDATE courier_order SET state = ${state}, waybill = coalesce(${waybill ?? null}, waybill) WHERE order_key = ${key}`.execute(
    tx,
  );
}

/** By our own key, or by the courier's number. */
export async function findOrder(db: Db, report: Pick<RouteReport, 'key' | 'waybill'>): Promise<OrderRow | undefined> {
  const found = await sql<OrderRow>`
    SELECT * FROM courier_order WHERE order_key = ${report.key ?? ''} OR waybill = ${report.waybill} ORDER BY at DESC LIMIT 1`.execute(
    db,
  );
  return found.rows[0];
}

/** @returns false when the report is known. */
export async function insertReport(tx: Tx, orderKey: string, report: RouteReport, what: object): Promise<boolean> {
  const written = await sql`
    INSERT INTO delivery_event (order_key, n, at, code, report_key, what)
    SELECT ${orderKey}, coalesce(max(n), 0) + 1, ${report.at}::timestamptz, ${report.event}, ${report.id}, ${JSON.stringify(what)}::jsonb
    FROM delivery_event WHERE order_key = ${orderKey}
    ON CONFLICT (order_key, report_key) DO NOTHING`.execute(tx);
  return written.numAffectedRows === 1n;
}
