import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { ok } from '#contracts/basics/result.ts';
import { sourceSystems } from '#contracts/approval/event.ts';
import type { ChannelLine, SourceLine } from '#contracts/console/operations.ts';
import type { Errand } from '../../logistics/index.ts';
import { readTrialReport } from '../../process/index.ts';
import type { Tables } from '../../store/index.ts';
import type { HandlerParts, Handlers } from '../parts.ts';
import type { ItemBook } from './lines.ts';
import { cursorOf, itemLineOf, readCursor, readPartyLines } from './lines.ts';
import { inDistricts } from './overview.ts';

type Named = 'channels.read' | 'deliveries.list' | 'report.trial' | 'sources.read';

interface ErrandRow extends Pick<
  Selectable<Tables['approval_case']>,
  'party_key' | 'case_number' | 'item_id' | 'item_version' | 'district'
> {
  readonly errand: Errand;
  readonly changed_at: string;
  readonly lost: boolean;
}

const isLost = sql<boolean>`(d.errand ->> 'old' = 'lost' OR d.errand -> 'pickup' ->> 'state' IN ('lost', 'damaged') OR d.errand -> 'deliver' ->> 'state' IN ('lost', 'damaged'))`;
const isOpen = sql<boolean>`d.errand ->> 'state' NOT IN ('done', 'withdrawn')`;
const mostErrors = 5;

export function operationsHandlers({ db, approval }: HandlerParts, book: ItemBook): Handlers<Named> {
  return {
    'channels.read': async () => {
      const counts = await sql<Omit<ChannelLine, 'errors' | 'lastAt'> & { last: string | null }>`
        SELECT channel, provider, count(*) AS total,
          count(*) FILTER (WHERE state = 'delivered') AS delivered, count(*) FILTER (WHERE state IN ('sending', 'waiting')) AS waiting,
          count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'refused') AS refused,
          max(at) AS last
        FROM notification GROUP BY channel, provider ORDER BY channel, provider`.execute(db);
      const errors = await sql<{ channel: string; provider: string; code: string; count: number; last: string }>`
        SELECT channel, provider, coalesce(nullif(code, ''), refusal ->> 'code', state) AS code, count(*) AS count, max(coalesce(reported_at, at)) AS last
        FROM notification WHERE state IN ('failed', 'refused') GROUP BY 1, 2, 3 ORDER BY last DESC`.execute(db);
      const quiet = [...approval.ports.values()]
        .filter((port) => !counts.rows.some(({ channel }) => channel === port.channel))
        .map((port) => ({
          channel: port.channel,
          provider: '',
          total: 0,
          delivered: 0,
          waiting: 0,
          failed: 0,
          refused: 0,
          last: null,
        }));
      return ok({
        channels: [...counts.rows, ...quiet].map(({ last, ...line }) => ({
          ...line,
          errors: errors.rows
            .filter(({ channel, provider }) => channel === line.channel && provider === line.provider)
            .slice(0, mostErrors)
            .map(({ code, count, last: lastAt }) => ({ code, count, lastAt })),
          ...(last !== null && { lastAt: last }),
        })),
      });
    },

    'deliveries.list': async ({ staff, query }) => {
      const here = inDistricts(sql.ref('c.district'), staff.districts);
      const from = sql`FROM delivery d JOIN approval_case c ON c.party_key = d.party_key AND c.case_number = d.case_number WHERE ${here}`;
      const shown = { open: isOpen, lost: isLost, all: sql`true` }[query.show];
      const after = readCursor(query.after, 2);
      const counts = await sql<{ status: string; count: number }>`
        SELECT CASE WHEN ${isLost} THEN 'lost' ELSE d.errand ->> 'state' END AS status, count(*) AS count ${from}
        GROUP BY 1 ORDER BY 1`.execute(db);
      const found = await sql<ErrandRow>`
        SELECT d.errand, d.changed_at, c.party_key, c.case_number, c.item_id, c.item_version, c.district, ${isLost} AS lost ${from}
          AND ${shown} AND ${after ? sql`(d.changed_at, d.case_number) < (${after[0]}::timestamptz, ${after[1]})` : sql`true`}
        ORDER BY d.changed_at DESC, d.case_number DESC LIMIT ${query.limit + 1}`.execute(db);
      const page = found.rows.slice(0, query.limit);
      const last = found.rows.length > page.length ? page.at(-1) : undefined;
      const words = await book.read(page);
      const party = await readPartyLines(
        db,
        approval.seals,
        page.map(({ party_key }) => party_key),
      );
      return ok({
        counts: counts.rows,
        errands: page.map((row) => ({
          caseNumber: row.case_number,
          party: party(row.party_key),
          item: itemLineOf(words(row.item_id, row.item_version)),
          district: row.district,
          status: row.errand.state,
          old: row.errand.old,
          fresh: row.errand.fresh,
          waybills: (['pickup', 'deliver'] as const).flatMap((direction) => {
            const { state, waybill } = row.errand[direction];
            return state === 'planned' ? [] : [{ direction, state, ...(waybill !== undefined && { waybill }) }];
          }),
          isLost: row.lost,
          changedAt: row.changed_at,
        })),
        ...(last && { next: cursorOf([last.changed_at, last.case_number]) }),
      });
    },

    'report.trial': async () => {
      const { places, byItem, ...report } = await readTrialReport(db);
      return ok({ ...report, places: { ...places }, byItem: byItem.map((item) => ({ ...item })) });
    },

    'sources.read': async () => {
      const cursors = await db.selectFrom('source_cursor').selectAll().execute();
      const events = await sql<{ source: string; waiting: number; aside: number; received: number }>`
        SELECT source, count(*) FILTER (WHERE state = 'received') AS waiting, count(*) FILTER (WHERE state = 'aside') AS aside, count(*) AS received
        FROM domain_event GROUP BY source`.execute(db);
      return ok({
        sources: sourceSystems.map((source): SourceLine => {
          const at = cursors.find((row) => row.source === source);
          const counts = events.rows.find((row) => row.source === source);
          return {
            source,
            state: at?.state ?? 'down',
            cursor: at?.cursor ?? 0,
            detail: at?.detail ?? 'not-connected',
            waiting: counts?.waiting ?? 0,
            aside: counts?.aside ?? 0,
            received: counts?.received ?? 0,
            ...(at?.polled_at && { polledAt: at.polled_at }),
            ...(at?.fresh_at && { freshAt: at.fresh_at }),
          };
        }),
      });
    },
  };
}
