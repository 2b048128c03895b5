import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { localDateOf } from '#contracts/basics/clock.ts';
import { ok } from '#contracts/basics/result.ts';
import { wholeCity } from '#contracts/console/roles.ts';
import type { HandlerParts, HandlersOf } from '../parts.ts';
import type { ItemBook } from './lines.ts';
import { itemLineOf } from './lines.ts';

/** Restricts rows with a `district` to those where a member of staff works. */
export function inDistricts(column: RawBuilder<unknown>, districts: readonly string[]): RawBuilder<boolean> {
  return districts.includes(wholeCity) ? sql<boolean>`true` : sql<boolean>`${column} = ANY(${[...districts]})`;
}

/** States after which a proposal has been seen to arrive, been opened, been answered. */
export const reached = {
  sent: ['sent', 'opened', 'confirmed', 'declined', 'expired'],
  opened: ['opened', 'confirmed', 'declined'],
} as const;

/** Counts of `proposal o` (left join `approval_case c`), each a part of the one before. */
export const funnelColumns = sql`
  count(*) FILTER (WHERE o.state <> 'held') AS judged,
  count(*) FILTER (WHERE o.state = 'held') AS held,
  count(*) FILTER (WHERE o.state = ANY(${[...reached.sent]})) AS sent,
  count(*) FILTER (WHERE o.state = ANY(${[...reached.opened]}) OR o.interactions > 0) AS opened,
  count(*) FILTER (WHERE o.state = 'confirmed') AS confirmed,
  count(*) FILTER (WHERE o.state = 'declined') AS declined,
  count(*) FILTER (WHERE c.status = 'closed') AS done`;

interface Figures {
  judged: number;
  held: number;
  sent: number;
  opened: number;
  confirmed: number;
  declined: number;
  done: number;
  interactions: number | null;
}

/** A leg's states between the order and the door. */
const underWay = ['booked', 'pickedUp', 'inTransit', 'outForDelivery', 'atStation', 'missed', 'addressWrong'];
const mostStops = 8;

export function overviewHandlers({ db, clock }: HandlerParts, book: ItemBook): HandlersOf<'overview'> {
  return {
    'overview.read': async ({ staff }) => {
      const today = localDateOf(clock.now());
      const tomorrow = localDateOf(clock.now() + 86_400_000);
      const here = inDistricts(sql.ref('o.district'), staff.districts);
      const figures = await sql<Figures>`
        SELECT ${funnelColumns}, avg(o.interactions) FILTER (WHERE o.state = 'confirmed')::float AS interactions
        FROM proposal o LEFT JOIN approval_case c ON c.party_key = o.party_key AND c.proposal_id = o.id WHERE ${here}`.execute(
        db,
      );
      const cases = await sql<{ automatic: number; late: number; today: number; soon: number }>`
        SELECT
          count(*) FILTER (WHERE status = 'closed' AND NOT EXISTS (
            SELECT 1 FROM approval_step s WHERE s.party_key = o.party_key AND s.case_number = o.case_number AND s.actor LIKE 'staff:%')) AS automatic,
          count(*) FILTER (WHERE status IN ('open', 'held', 'returned') AND due_on < ${today}::date) AS late,
          count(*) FILTER (WHERE status IN ('open', 'held', 'returned') AND due_on = ${today}::date) AS today,
          count(*) FILTER (WHERE status IN ('open', 'held', 'returned') AND due_on BETWEEN ${today}::date AND ${tomorrow}::date) AS soon
        FROM approval_case o WHERE ${here}`.execute(db);
      const parcels = await sql<{ pickups: number; deliveries: number }>`
        SELECT count(*) FILTER (WHERE d.errand -> 'pickup' ->> 'state' = ANY(${underWay})) AS pickups,
          count(*) FILTER (WHERE d.errand -> 'deliver' ->> 'state' = ANY(${underWay})) AS deliveries
        FROM delivery d JOIN approval_case o ON o.party_key = d.party_key AND o.case_number = d.case_number WHERE ${here}`.execute(
        db,
      );
      const stops = await sql<{ reason: string; item_id: string; item_version: number; n: number }>`
        SELECT reason, item_id, item_version, n FROM (
          SELECT CASE WHEN o.state = 'declined' THEN coalesce(f.reason, 'declined') ELSE o.state END AS reason,
            o.item_id, max(o.item_version) AS item_version, count(*) AS n
          FROM proposal o LEFT JOIN confirmation f ON f.party_key = o.party_key AND f.proposal_id = o.id
          WHERE o.state IN ('declined', 'unreachable', 'opened', 'expired', 'held') AND ${here}
          GROUP BY 1, o.item_id) AS grouped
        ORDER BY n DESC, reason, item_id LIMIT ${mostStops}`.execute(db);
      const words = await book.read(stops.rows);
      const { interactions, ...funnel } = figures.rows[0] ?? noFigures;
      const { automatic = 0, late = 0, today: dueToday = 0, soon = 0 } = cases.rows[0] ?? {};
      const { pickups = 0, deliveries = 0 } = parcels.rows[0] ?? {};
      return ok({
        proposals: funnel.judged,
        delivered: funnel.sent,
        confirmed: funnel.confirmed,
        interactions: interactions ?? 0,
        done: funnel.done,
        automatic,
        pickups,
        deliveries,
        dueToday,
        dueSoon: soon,
        late,
        funnel,
        stops: stops.rows.map(({ reason, n, item_id, item_version }) => ({
          reason,
          count: n,
          item: itemLineOf(words(item_id, item_version)),
        })),
      });
    },
  };
}

const noFigures: Figures = { judged: 0, held: 0, sent: 0, opened: 0, confirmed: 0, declined: 0, done: 0, interactions: null };
