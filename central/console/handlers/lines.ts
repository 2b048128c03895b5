import { sql } from 'kysely';
import type { ProcessStep } from '#contracts/approval/item.ts';
import { maskName } from '#contracts/basics/mask.ts';
import type { PartyLine } from '#contracts/console/shared.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { PartyRow, SealedPerson } from '../../parties/index.ts';
import type { Seals, Db } from '../../store/index.ts';

/** What lists need of an item's version. */
export interface ItemWords {
  readonly id: string;
  readonly version: number;
  readonly title: LocalizedText;
  readonly process: readonly ProcessStep[];
  readonly reasons: Readonly<Record<string, LocalizedText>>;
}

const unknownTitle = (id: string): LocalizedText => ({ 'zh-CN': id, en: id });

/** Titles and steps of item versions; an approved version never changes, so each is read once. */
export interface ItemBook {
  read(
    wanted: readonly { readonly item_id: string; readonly item_version: number }[],
  ): Promise<(id: string, version: number) => ItemWords>;
}

export function openItemBook(db: Db): ItemBook {
  const known = new Map<string, ItemWords>();
  return {
    async read(wanted) {
      const missing = wanted.filter(({ item_id, item_version }) => !known.has(`${item_id}@${item_version}`));
      if (missing.length > 0) {
        const found = await sql<ItemWords>`
          SELECT i.item_id AS id, i.version, i.body -> 'title' AS title, i.body -> 'process' AS process, i.body -> 'reasons' AS reasons
          FROM approval_item i
          JOIN jsonb_to_recordset(${JSON.stringify(missing)}::jsonb) AS w(item_id text, item_version int)
            ON w.item_id = i.item_id AND w.item_version = i.version
          WHERE i.approver IS NOT NULL`.execute(db);
        for (const row of found.rows) known.set(`${row.id}@${row.version}`, row);
      }
      return (id, version) => known.get(`${id}@${version}`) ?? { id, version, title: unknownTitle(id), process: [], reasons: {} };
    },
  };
}

export function itemLineOf({ id, version, title }: ItemWords): { id: string; version: number; title: LocalizedText } {
  return { id, version, title };
}

export function stepTitle(words: ItemWords, code: string): LocalizedText {
  return words.process.find((step) => step.code === code)?.title ?? unknownTitle(code);
}

/** Parties as lists show them: an organisation's name is public, a person's is masked. One who was forgotten has none. */
export async function readPartyLines(db: Db, seals: Seals, keys: readonly string[]): Promise<(key: string) => PartyLine> {
  const wanted = [...new Set(keys)];
  const rows =
    wanted.length === 0 ? [] : (await sql<PartyRow>`SELECT * FROM party WHERE party_key = ANY(${wanted})`.execute(db)).rows;
  const people = rows.filter(({ kind }) => kind === 'person').map(({ party_key }) => party_key);
  const opened = await seals.find(db, people);
  const lines = new Map(
    rows.map((row): [string, PartyLine] => {
      const name =
        row.kind === 'organisation'
          ? (row.facts['name'] ?? '')
          : maskName(opened.get(row.party_key)?.open<SealedPerson>(row.sealed).name ?? '');
      return [row.party_key, { key: row.party_key, kind: row.kind, name }];
    }),
  );
  return (key) => lines.get(key) ?? { key, kind: 'person', name: '' };
}

/** A place in a list that goes on behind it: JSON in base64url, read back strictly. */
export function cursorOf(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @returns undefined for the first page, and for what is no cursor of ours: the list then begins anew. */
export function readCursor(text: string | undefined, length: number): readonly string[] | undefined {
  if (text === undefined) return undefined;
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(values) || values.length !== length) return undefined;
    return values.map(String);
  } catch {
    return undefined;
  }
}
