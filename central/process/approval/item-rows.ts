import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { Db, Tables, Tx } from '../../store/index.ts';
import type { ItemVersionState } from './item-machine.ts';

export type ItemRow = Selectable<Tables['approval_item']>;
export type ItemSuspension = Selectable<Tables['item_suspension']>;

/** One version, locked until the transaction ends. */
export async function lockVersion(tx: Tx, id: string, version: number): Promise<ItemRow | undefined> {
  return tx
    .selectFrom('approval_item')
    .selectAll()
    .where('item_id', '=', id)
    .where('version', '=', version)
    .forUpdate()
    .executeTakeFirst();
}

export async function findVersionRow(db: Db, id: string, version: number): Promise<ItemRow | undefined> {
  return db.selectFrom('approval_item').selectAll().where('item_id', '=', id).where('version', '=', version).executeTakeFirst();
}

/** All versions of an item, newest first, locked: what concerns an item as a whole is done one after the other. */
export async function lockVersions(tx: Tx, id: string): Promise<ItemRow[]> {
  return tx.selectFrom('approval_item').selectAll().where('item_id', '=', id).orderBy('version', 'desc').forUpdate().execute();
}

export async function readLiveRows(db: Db): Promise<ItemRow[]> {
  return db
    .selectFrom('approval_item')
    .selectAll()
    .where('state', '=', 'live')
    .orderBy('item_id')
    .orderBy('version', 'desc')
    .execute();
}

/** What lists need of each version; bodies and decisions stay where they are. */
export type ItemSummary = Pick<
  ItemRow,
  'item_id' | 'version' | 'state' | 'author' | 'approver' | 'effective_from' | 'effective_to' | 'sha256' | 'changed_at'
> & { readonly title: ApprovalItem['title']; readonly trial: boolean };

export async function listVersions(db: Db): Promise<ItemSummary[]> {
  const found = await sql<ItemSummary>`
    SELECT item_id, version, state, author, approver, effective_from, effective_to, sha256, changed_at,
      body -> 'title' AS title, (body ->> 'trial')::boolean AS trial
    FROM approval_item ORDER BY item_id, version DESC`.execute(db);
  return found.rows;
}

/** Ids of items that have a version whose day has come. */
export async function readDue(db: Db, today: string): Promise<string[]> {
  const found = await sql<{ item_id: string }>`
    SELECT DISTINCT item_id FROM approval_item WHERE state = 'approved' AND effective_from <= ${today}::date ORDER BY item_id`.execute(
    db,
  );
  return found.rows.map(({ item_id }) => item_id);
}

/** Different after every change of a version or a suspension. Reads no body. */
export async function readStamp(db: Db): Promise<string> {
  const found = await sql<{ stamp: string }>`
    SELECT concat_ws('|',
      (SELECT concat_ws(' ', count(*), sum(extract(epoch FROM changed_at)), count(*) FILTER (WHERE state = 'live')) FROM approval_item),
      (SELECT concat_ws(' ', count(*), sum(extract(epoch FROM since))) FROM item_suspension)) AS stamp`.execute(db);
  return found.rows[0]?.stamp ?? '';
}

export interface NewVersion {
  readonly body: ApprovalItem;
  readonly decision: string;
  readonly at: string;
}

export async function insertVersion(
  tx: Tx,
  { body, decision, at }: NewVersion,
  version: ItemVersionState,
  signed?: Signed,
): Promise<void> {
  await tx
    .insertInto('approval_item')
    .values({
      item_id: body.id,
      version: body.version,
      body: JSON.stringify(body),
      decision,
      created_at: at,
      changed_at: at,
      backtest: null,
      ...columnsOf(version, signed),
    })
    .execute();
}

/** A draft's content; what was known of the old one is gone. */
export async function updateContent(tx: Tx, { body, decision, at }: NewVersion, version: ItemVersionState): Promise<void> {
  await tx
    .updateTable('approval_item')
    .set({ body: JSON.stringify(body), decision, backtest: null, changed_at: at, ...columnsOf(version) })
    .where('item_id', '=', body.id)
    .where('version', '=', body.version)
    .execute();
}

export interface Signed {
  readonly key_id: string;
  readonly sig: string;
}

interface Moved {
  readonly version: ItemVersionState;
  readonly signed?: Signed;
  readonly backtest?: object;
  readonly at: string;
}

export async function updateState(tx: Tx, id: string, number: number, { version, signed, backtest, at }: Moved): Promise<void> {
  await tx
    .updateTable('approval_item')
    .set({ ...columnsOf(version, signed), ...(backtest && { backtest: JSON.stringify(backtest) }), changed_at: at })
    .where('item_id', '=', id)
    .where('version', '=', number)
    .execute();
}

function columnsOf(version: ItemVersionState, signed?: Signed) {
  return {
    state: version.state,
    sha256: version.sha256,
    author: version.author,
    approver: version.approver ?? null,
    effective_from: version.effectiveFrom ?? null,
    effective_to: version.effectiveTo ?? null,
    key_id: signed?.key_id ?? null,
    sig: signed?.sig ?? null,
  };
}

/** Places, materials and fields as rows of their own, so that reports can count them. */
export async function writeItemTables(tx: Tx, body: ApprovalItem): Promise<void> {
  const { id: item_id, version } = body;
  const places = body.places.map((place) => ({
    item_id,
    version,
    district: place.district,
    implementation_code: place.implementationCode,
    agency: place.agency,
    valid_from: place.from,
    valid_to: place.to ?? null,
  }));
  const materials = body.materials.map(({ code, waived, source }) => ({
    item_id,
    version,
    code,
    waived,
    source: source ?? null,
  }));
  const fields = body.fields.map(({ pointer, from, editable }) => ({
    item_id,
    version,
    pointer,
    prefill_from: from ?? null,
    editable,
  }));
  await sql`
    INSERT INTO item_place SELECT * FROM jsonb_populate_recordset(NULL::item_place, ${JSON.stringify(places)}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx);
  await sql`
    INSERT INTO item_material SELECT * FROM jsonb_populate_recordset(NULL::item_material, ${JSON.stringify(materials)}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx);
  await sql`
    INSERT INTO item_field SELECT * FROM jsonb_populate_recordset(NULL::item_field, ${JSON.stringify(fields)}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** By item, the districts in which it is suspended. */
export async function readSuspensions(db: Db, id?: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await db
    .selectFrom('item_suspension')
    .select(['item_id', 'district'])
    .$if(id !== undefined, (query) => query.where('item_id', '=', id ?? ''))
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ item_id }) => item_id)].map(([item, list]) => [item, new Set(list.map(({ district }) => district))]),
  );
}

export async function insertSuspension(tx: Tx, row: ItemSuspension): Promise<void> {
  await tx.insertInto('item_suspension').values(row).execute();
}

export async function deleteSuspension(tx: Tx, id: string, district: string): Promise<void> {
  await tx.deleteFrom('item_suspension').where('item_id', '=', id).where('district', '=', district).execute();
}

/** A row in the words of the machine. */
export function stateOf(row: ItemRow): ItemVersionState {
  const tested = (row.backtest ?? undefined) as { readonly sha256?: string; readonly faults?: number } | undefined;
  return {
    state: row.state,
    author: row.author,
    sha256: row.sha256,
    ...(row.approver !== null && { approver: row.approver }),
    ...(tested?.sha256 !== undefined && { tested: { sha256: tested.sha256, faults: tested.faults ?? 0 } }),
    ...(row.effective_from !== null && { effectiveFrom: row.effective_from }),
    ...(row.effective_to !== null && { effectiveTo: row.effective_to }),
  };
}
