import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { Facts } from '#contracts/approval/facts.ts';
import { ok } from '#contracts/basics/result.ts';
import type { JudgementLine, JudgementView, RuleLine } from '#contracts/console/inference.ts';
import { reaches } from '#contracts/console/roles.ts';
import type { Funnel } from '#contracts/console/shared.ts';
import { factsHash } from '../../inference/index.ts';
import type { RuleHit } from '../../inference/index.ts';
import type { Tables } from '../../store/index.ts';
import type { HandlerParts, Handlers } from '../parts.ts';
import { refuse } from '../parts.ts';
import type { ItemBook } from './lines.ts';
import { cursorOf, itemLineOf, readCursor, readPartyLines } from './lines.ts';
import { funnelColumns, inDistricts } from './overview.ts';

type JudgementRow = Selectable<Tables['judgement']>;
type Named = 'rules.list' | 'rules.read' | 'judgements.list' | 'judgements.read' | 'judgements.replay';

interface RuleCounts extends Funnel {
  readonly item_id: string;
  readonly item_version: number;
}

const newestRuns = 8;

export function inferenceHandlers(parts: HandlerParts, book: ItemBook): Handlers<Named> {
  const { db, items, approval } = parts;

  async function readRules(districts: readonly string[], only?: { id: string; version: number }): Promise<RuleLine[]> {
    const here = inDistricts(sql.ref('o.district'), districts);
    const one = only ? sql`o.item_id = ${only.id} AND o.item_version = ${only.version}` : sql`true`;
    const counts = await sql<RuleCounts>`
      SELECT o.item_id, o.item_version, ${funnelColumns}
      FROM proposal o LEFT JOIN approval_case c ON c.party_key = o.party_key AND c.proposal_id = o.id
      WHERE ${here} AND ${one} GROUP BY o.item_id, o.item_version`.execute(db);
    const declined = await sql<{ item_id: string; item_version: number; reason: string; n: number }>`
      SELECT o.item_id, o.item_version, f.reason, count(*) AS n
      FROM proposal o JOIN confirmation f ON f.party_key = o.party_key AND f.proposal_id = o.id AND f.decision = 'declined'
      WHERE ${here} AND ${one} GROUP BY o.item_id, o.item_version, f.reason`.execute(db);
    const live = (await items.live()).items.map(({ item }) => item).filter((item) => !only || item.id === only.id);
    const isLive = (id: string, version: number): boolean => live.some((item) => item.id === id && item.version === version);
    const silent = live
      .filter((item) => !counts.rows.some((row) => row.item_id === item.id && row.item_version === item.version))
      .filter((item) => !only || item.version === only.version)
      .map((item): RuleCounts => ({ item_id: item.id, item_version: item.version, ...noFunnel }));
    const rows = [...counts.rows, ...silent];
    const words = await book.read(rows);
    return rows
      .map(({ item_id, item_version, ...funnel }): RuleLine => {
        const answered = funnel.confirmed + funnel.declined;
        const reasons = declined.rows.filter((row) => row.item_id === item_id && row.item_version === item_version);
        return {
          item: itemLineOf(words(item_id, item_version)),
          isLive: isLive(item_id, item_version),
          funnel,
          declined: Object.fromEntries(reasons.map(({ reason, n }) => [reason, n])),
          ...(answered > 0 && { precision: funnel.confirmed / answered }),
        };
      })
      .toSorted((a, b) => b.funnel.judged + b.funnel.held - a.funnel.judged - a.funnel.held || (a.item.id < b.item.id ? -1 : 1));
  }

  /** Judgements lie with their parties; the place that decides is the proposal's, or the party's own. */
  async function findFor(partyKey: string, id: string, districts: readonly string[]): Promise<JudgementRow | undefined> {
    const row = await db
      .selectFrom('judgement')
      .selectAll()
      .where('party_key', '=', partyKey)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return undefined;
    const proposal = await db
      .selectFrom('proposal')
      .select('district')
      .where('party_key', '=', partyKey)
      .where('judgement_id', '=', id)
      .executeTakeFirst();
    const party = await db.selectFrom('party').select('district').where('party_key', '=', partyKey).executeTakeFirst();
    const district = proposal?.district ?? party?.district;
    return district !== undefined && reaches(districts, district) ? row : undefined;
  }

  async function lineOf(row: JudgementRow): Promise<JudgementLine> {
    const words = await book.read([row]);
    const party = await readPartyLines(db, approval.seals, [row.party_key]);
    return {
      id: row.id,
      party: party(row.party_key),
      item: itemLineOf(words(row.item_id, row.item_version)),
      action: row.action,
      reason: row.reason,
      missing: row.missing,
      at: row.at,
    };
  }

  return {
    'rules.list': async ({ staff }) => {
      const runs = await db.selectFrom('judgement_run').selectAll().orderBy('started_at', 'desc').limit(newestRuns).execute();
      return ok({
        rules: await readRules(staff.districts),
        runs: runs.map(({ kind, started_at, parties, evaluated, proposed, held }) => ({
          kind,
          at: started_at,
          parties,
          evaluated,
          proposed,
          held,
        })),
      });
    },

    'rules.read': async ({ staff, params }) => {
      const [rule] = await readRules(staff.districts, params);
      const words = (await book.read([{ item_id: params.id, item_version: params.version }]))(params.id, params.version);
      if (!rule) return refuse('not-found');
      const here = inDistricts(sql`coalesce(o.district, p.district)`, staff.districts);
      const of = sql`FROM judgement j JOIN party p ON p.party_key = j.party_key
        LEFT JOIN proposal o ON o.party_key = j.party_key AND o.judgement_id = j.id
        WHERE j.item_id = ${params.id} AND j.item_version = ${params.version} AND ${here}`;
      const byReason = await sql<{ action: JudgementRow['action']; reason: string; count: number }>`
        SELECT j.action, j.reason, count(*) AS count ${of} GROUP BY j.action, j.reason ORDER BY count DESC, j.reason`.execute(db);
      const missing = await sql<{ fact: string; count: number }>`
        SELECT m.fact, count(*) AS count FROM (SELECT jsonb_array_elements_text(j.missing) AS fact ${of}) AS m
        GROUP BY m.fact ORDER BY count DESC, m.fact`.execute(db);
      return ok({ ...rule, reasons: words.reasons, byReason: byReason.rows, missing: missing.rows });
    },

    'judgements.list': async ({ staff, query }) => {
      const after = readCursor(query.after, 2);
      const found = await sql<JudgementRow & { proposal: string | null }>`
        SELECT j.*, o.state AS proposal FROM judgement j JOIN party p ON p.party_key = j.party_key
        LEFT JOIN proposal o ON o.party_key = j.party_key AND o.judgement_id = j.id
        WHERE ${inDistricts(sql`coalesce(o.district, p.district)`, staff.districts)}
          AND (${query.item ?? null}::text IS NULL OR j.item_id = ${query.item ?? null})
          AND (${query.action ?? null}::text IS NULL OR j.action = ${query.action ?? null})
          AND ${after ? sql`(j.at, j.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
        ORDER BY j.at DESC, j.id DESC LIMIT ${query.limit + 1}`.execute(db);
      const page = found.rows.slice(0, query.limit);
      const words = await book.read(page);
      const party = await readPartyLines(
        db,
        approval.seals,
        page.map(({ party_key }) => party_key),
      );
      const last = found.rows.length > page.length ? page.at(-1) : undefined;
      return ok({
        judgements: page.map((row) => ({
          id: row.id,
          party: party(row.party_key),
          item: itemLineOf(words(row.item_id, row.item_version)),
          action: row.action,
          reason: row.reason,
          missing: row.missing,
          at: row.at,
          ...(row.proposal !== null && { proposal: row.proposal }),
        })),
        ...(last && { next: cursorOf([last.at, last.id]) }),
      });
    },

    'judgements.read': async ({ staff, params, about }) => {
      const row = await findFor(params.party, params.id, staff.districts);
      if (!row) return refuse('not-found');
      about({ person: row.party_key });
      const words = (await book.read([row]))(row.item_id, row.item_version);
      const why = words.reasons[row.reason];
      const run = await db
        .selectFrom('judgement_run')
        .select(['kind', 'started_at'])
        .where('id', '=', row.run_id)
        .executeTakeFirst();
      return ok({
        ...(await lineOf(row)),
        certificate: row.certificate,
        factsHash: row.facts_hash,
        hits: hitsOf(row),
        facts: Object.entries(row.facts as Facts).map(([name, value]) => ({
          name,
          value: Array.isArray(value) ? value.join(', ') : String(value),
        })),
        sources: await sourcesOf(parts, row),
        ...(why && { why }),
        ...(row.due_in_days !== null && { dueInDays: row.due_in_days }),
        ...(run && { run: { kind: run.kind, at: run.started_at } }),
      });
    },

    'judgements.replay': async ({ staff, params, about }) => {
      const row = await findFor(params.party, params.id, staff.districts);
      if (!row) return refuse('not-found');
      about({ person: row.party_key });
      const pinned = await items.findItemVersion(row.item_id, row.item_version);
      if (!pinned) return refuse('not-possible', 'version');
      const again = pinned.decide(row.facts as Facts);
      if (!again.ok) return refuse('not-possible', again.error.code);
      const { action, reason, dueInDays, hits } = again.value;
      const stored = {
        action: row.action,
        reason: row.reason,
        rows: hitsOf(row).map((hit) => hit.row),
        ...(row.due_in_days !== null && { dueInDays: row.due_in_days }),
      };
      const fresh = { action, reason, rows: hits.map((hit) => hit.row), ...(action === 'propose' && { dueInDays }) };
      return ok({
        isIdentical:
          canonicalJson(stored) === canonicalJson(fresh) && canonicalJson(hitsOf(row) as never) === canonicalJson(hits as never),
        factsUnchanged: factsHash(row.facts as Facts) === row.facts_hash,
        stored,
        again: fresh,
      });
    },
  };
}

const noFunnel: Funnel = { judged: 0, held: 0, sent: 0, opened: 0, confirmed: 0, declined: 0, done: 0 };

function hitsOf(row: JudgementRow): JudgementView['hits'] {
  return (row.hits as unknown as readonly RuleHit[]).map(({ row: n, note, cells }) => ({
    row: n,
    note,
    cells: cells.map((cell) => ({ ...cell })),
  }));
}

async function sourcesOf({ db }: HandlerParts, row: JudgementRow): Promise<JudgementView['sources']> {
  const party = await db
    .selectFrom('party')
    .select(['source', 'source_at', 'record_version'])
    .where('party_key', '=', row.party_key)
    .executeTakeFirst();
  const certificate = await db
    .selectFrom('party_certificate')
    .select(['source', 'source_at', 'version'])
    .where('party_key', '=', row.party_key)
    .where('number', '=', row.certificate)
    .where('source_at', '<=', row.at)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  return [
    ...(party ? [{ what: 'party' as const, source: party.source, at: party.source_at, version: party.record_version }] : []),
    ...(certificate
      ? [{ what: 'certificate' as const, source: certificate.source, at: certificate.source_at, version: certificate.version }]
      : []),
  ];
}
