import { sql } from 'kysely';
import { z } from 'zod';
import type { PublicKeys } from '../sync/index.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { terminalId } from '#contracts/domain/act.ts';
import type { Db } from '../store/index.ts';
import { enrolTerminal, revokeTerminal } from '../terminals/index.ts';
import type { App } from './app.ts';
import type { Metrics } from './metrics.ts';

/** Health for supervisors, metrics for operators, keys for terminals, and who is a terminal at all. */
export function addOperatorRoutes(app: App, parts: { db: Db; clock: Clock; metrics: Metrics; publicKeys: PublicKeys }): void {
  const { db, clock, metrics, publicKeys } = parts;

  app.get('/healthz', { config: { scope: 'public' }, schema: { response: { 200: z.object({ ok: z.boolean() }) } } }, () => ({
    ok: true,
  }));

  app.get(
    '/readyz',
    {
      config: { scope: 'public' },
      schema: { response: { 200: z.object({ ok: z.boolean() }), 503: z.object({ ok: z.boolean() }) } },
    },
    async (_request, reply) => {
      try {
        await sql`SELECT 1`.execute(db);
        return { ok: true };
      } catch {
        return reply.code(503).send({ ok: false });
      }
    },
  );

  app.get('/metrics', { config: { scope: 'operator' }, schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-type', metrics.contentType).send(await metrics.text()),
  );

  app.get('/v1/keys', { config: { scope: 'terminal' }, schema: { response: { 200: publicKeysSchema } } }, () => ({
    keys: [...publicKeys.keys],
  }));

  app.post(
    '/operator/terminals',
    { config: { scope: 'administrator' }, schema: { body: enrolment, response: { 200: terminalNamed } } },
    async (request) => ({
      terminal: await enrolTerminal(db, clock, request.body.certificate, request.body.districtCode),
    }),
  );

  app.delete(
    '/operator/terminals/:terminal',
    {
      config: { scope: 'administrator' },
      schema: { params: z.object({ terminal: terminalId }), response: { 200: terminalNamed } },
    },
    async (request) => {
      await revokeTerminal(db, clock, request.params.terminal);
      return { terminal: request.params.terminal };
    },
  );
}

/** `certificate`: PEM, issued by the terminals' authority; `districtCode`: GB/T 2260. */
const enrolment = z.strictObject({ certificate: z.string().max(8_000), districtCode: z.string().regex(/^\d{6}$/) });
const terminalNamed = z.object({ terminal: z.string() });

const publicKeysSchema = z.object({
  keys: z.array(z.object({ keyId: z.string(), algorithm: z.literal('Ed25519'), publicKey: z.string() })),
});
