import { sql } from 'kysely';
import { ok } from '#contracts/basics/result.ts';
import type { AuditLine } from '#contracts/console/operations.ts';
import type { HandlerParts, HandlersOf } from '../parts.ts';
import { refuse } from '../parts.ts';
import { cursorOf, readCursor } from './lines.ts';

const newestCheckpoints = 20;

export function auditHandlers({ db, audit }: HandlerParts): HandlersOf<'audit'> {
  return {
    'audit.list': async ({ query }) => {
      const after = readCursor(query.after, 2);
      const found = await sql<AuditLine>`
        SELECT id, at, actor, action, subject, purpose, outcome FROM audit_entry
        WHERE (${query.actor ?? null}::text IS NULL OR actor = ${query.actor ?? null})
          AND (${query.action ?? null}::text IS NULL OR action = ${query.action ?? null})
          AND (${query.subject ?? null}::text IS NULL OR subject = ${query.subject ?? null})
          AND ${after ? sql`(at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
        ORDER BY at DESC, id DESC LIMIT ${query.limit + 1}`.execute(db);
      const page = found.rows.slice(0, query.limit);
      const last = found.rows.length > page.length ? page.at(-1) : undefined;
      return ok({ entries: page, ...(last && { next: cursorOf([last.at, last.id]) }) });
    },

    'audit.checkpoints': async () => {
      const rows = await db
        .selectFrom('audit_checkpoint')
        .select(['size', 'at', 'note'])
        .orderBy('size', 'desc')
        .limit(newestCheckpoints)
        .execute();
      return ok({ key: audit.verifierKey, checkpoints: rows });
    },

    'audit.verify': async ({ params }) => {
      const proof = await audit.proveInclusion(params.id);
      if (proof.ok) {
        const { index, size, at, path } = proof.value;
        return ok({ is: 'recorded', position: index + 1, size, checkpointAt: at, pathLength: path.length });
      }
      return proof.error === 'unknown' ? refuse('not-found') : ok({ is: proof.error });
    },
  };
}
