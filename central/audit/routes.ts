import { z } from 'zod';
import { actId } from '#contracts/domain/act.ts';
import type { App } from '../http/index.ts';
import type { AuditLog } from './audit-log.ts';

const size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const consistencyQuery = z.object({ from: size, to: size });
const proofQuery = z.object({ h: z.string().regex(/^[0-9a-f]{8,64}$/) });

/** Hook of the public pages: throws when an address asks too often. */
export type Guard = (request: { readonly ip: string }) => Promise<void>;

/**
 * What anybody may fetch to watch the log: `/audit/checkpoint` (C2SP signed note), `/audit/key` (its verifier key),
 * `/audit/consistency?from=m&to=n`, and, with the beginning of its hash as the receipt's QR has it, `/audit/acts/<id>?h=...`.
 */
export function addAuditRoutes(app: App, { audit, guard }: { audit: AuditLog; guard: Guard }): void {
  const open = { onRequest: guard, config: { scope: 'public' }, schema: { hide: true } } as const;
  const text = 'text/plain; charset=utf-8';

  app.get('/audit/checkpoint', open, async (_request, reply) => {
    const newest = await audit.latestCheckpoint();
    if (!newest) return reply.code(404).send({ code: 'NET-005', message: 'nothing has been signed yet' });
    return reply.header('content-type', text).header('cache-control', 'no-store').send(newest.note);
  });

  app.get('/audit/key', open, (_request, reply) => reply.header('content-type', text).send(`${audit.verifierKey}\n`));

  app.get('/audit/consistency', open, async (request, reply) => {
    const { from, to } = consistencyQuery.parse(request.query);
    const proof = await audit.proveConsistency(from, to);
    if (proof.ok) return reply.send(proof.value);
    const status = proof.error === 'out-of-range' ? 400 : 503;
    return reply.code(status).send({ code: status === 400 ? 'NET-005' : 'NET-002', message: `no proof: ${proof.error}` });
  });

  app.get('/audit/acts/:id', open, async (request, reply) => {
    const { id } = z.object({ id: actId }).parse(request.params);
    const { h } = proofQuery.parse(request.query);
    const check = await audit.checkAct(id, h);
    reply.header('cache-control', 'no-store');
    if (check.is !== 'recorded') return reply.code(404).send({ code: 'NET-005', message: `no proof: ${check.is}` });
    return reply
      .header('content-disposition', `attachment; filename="e-station-${id}.proof.json"`)
      .type('application/json; charset=utf-8')
      .send(`${JSON.stringify(check.proof, null, 2)}\n`);
  });
}
