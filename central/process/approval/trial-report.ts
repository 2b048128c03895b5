import { sql } from 'kysely';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { Db } from '../../store/index.ts';

/** 首批试点: what the trial items come to, counted in the tables of this moment. */
export interface TrialReport {
  readonly items: number;
  /** (item, place) pairs, by district. */
  readonly places: Readonly<Record<string, number>>;
  readonly placesTotal: number;
  readonly partyClasses: number;
  /** Documents that nobody has to hand in. */
  readonly materialsWaived: number;
  readonly materialsAsked: number;
  /** Fields that nobody has to type. */
  readonly fieldsPrefilled: number;
  readonly fieldsAsked: number;
  /** Parties of these classes, in normal standing. */
  readonly parties: number;
  readonly proposals: number;
  readonly confirmed: number;
  readonly byItem: readonly TrialItem[];
}

export interface TrialItem {
  readonly id: string;
  readonly version: number;
  readonly title: LocalizedText;
  readonly places: number;
  readonly waived: number;
  readonly prefilled: number;
  readonly proposals: number;
  readonly confirmed: number;
}

interface ItemCounts extends TrialItem {
  readonly asked: number;
  readonly askedFields: number;
  readonly classes: readonly string[];
}

/** Reads, in one look, the live trial items and what belongs to them. */
export async function readTrialReport(db: Db): Promise<TrialReport> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const items = (await sql<ItemCounts>`${perItem}`.execute(tx)).rows;
      const classes = [...new Set(items.flatMap((item) => item.classes))];
      const places = await sql<{ district: string; n: number }>`
      SELECT p.district, count(*) AS n FROM item_place p JOIN approval_item i USING (item_id, version)
      WHERE ${isTrial} GROUP BY p.district ORDER BY p.district`.execute(tx);
      const parties = await sql<{ n: number }>`
      SELECT count(*) AS n FROM party WHERE class = ANY(${classes}) AND status = 'normal'`.execute(tx);
      const sum = (of: (item: ItemCounts) => number): number => items.reduce((total, item) => total + of(item), 0);
      return {
        items: items.length,
        places: Object.fromEntries(places.rows.map(({ district, n }) => [district, n])),
        placesTotal: sum((item) => item.places),
        partyClasses: classes.length,
        materialsWaived: sum(({ waived }) => waived),
        materialsAsked: sum(({ asked }) => asked),
        fieldsPrefilled: sum(({ prefilled }) => prefilled),
        fieldsAsked: sum(({ askedFields }) => askedFields),
        parties: parties.rows[0]?.n ?? 0,
        proposals: sum(({ proposals }) => proposals),
        confirmed: sum(({ confirmed }) => confirmed),
        byItem: items.map(({ id, version, title, places: n, waived, prefilled, proposals, confirmed }) => ({
          id,
          version,
          title,
          places: n,
          waived,
          prefilled,
          proposals,
          confirmed,
        })),
      };
    });
}

const isTrial = sql`i.state = 'live' AND (i.body ->> 'trial')::boolean`;

/** Proposals of any version: the first batch is counted by item. */
const perItem = sql`
  SELECT i.item_id AS id, i.version, i.body -> 'title' AS title, i.body -> 'partyClasses' AS classes,
    (SELECT count(*) FROM item_place p WHERE p.item_id = i.item_id AND p.version = i.version) AS places,
    (SELECT count(*) FROM item_material m WHERE m.item_id = i.item_id AND m.version = i.version AND m.waived) AS waived,
    (SELECT count(*) FROM item_material m WHERE m.item_id = i.item_id AND m.version = i.version AND NOT m.waived) AS asked,
    (SELECT count(*) FROM item_field f WHERE f.item_id = i.item_id AND f.version = i.version AND f.prefill_from IS NOT NULL) AS prefilled,
    (SELECT count(*) FROM item_field f WHERE f.item_id = i.item_id AND f.version = i.version AND f.prefill_from IS NULL) AS "askedFields",
    (SELECT count(*) FROM proposal o WHERE o.item_id = i.item_id AND o.state <> 'held') AS proposals,
    (SELECT count(*) FROM proposal o WHERE o.item_id = i.item_id AND o.state = 'confirmed') AS confirmed
  FROM approval_item i WHERE ${isTrial} ORDER BY i.item_id`;
