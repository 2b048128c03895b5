import { sql } from 'kysely';
import type { ActHandler, ActOf } from '../sync/index.ts';

type RatingGive = ActOf<'rating.give'>;

/** 好差评: one rating per act. A second one does not change the first and is answered `superseded`. */
export function ratingGive(): ActHandler<RatingGive> {
  return {
    async prepare(tx, acts, { terminal, at }) {
      const about = acts.map((act) => act.about as string);
      const found = await sql<{ about: string }>`SELECT about FROM rating
        WHERE terminal_id = ${terminal.id} AND about = ANY(${about}::uuid[])`.execute(tx);
      const rated = new Set(found.rows.map((row) => row.about));
      return {
        decide(act) {
          if (rated.has(act.about)) return { code: 'superseded', ref: '', reason: 'SYN-002', detail: 'rated-before', rows: {} };
          rated.add(act.about);
          const row = { terminal_id: terminal.id, about: act.about, act_id: act.id, score: act.score, reasons: act.reasons, at };
          return { code: 'applied', ref: '', reason: '', detail: '', rows: { rating: [row] } };
        },
        // A rating that nobody could send in time is no loss that the person must be told of.
        expire: () => ({}),
      };
    },
  };
}
