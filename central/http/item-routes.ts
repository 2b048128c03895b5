import { z } from 'zod';
import { approvalItemId, districtCode } from '#contracts/approval/item.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { Result } from '#contracts/basics/result.ts';
import type { ItemActors, ItemCentre, ItemFailure } from '../process/index.ts';
import { readTrialReport } from '../process/index.ts';
import type { Db } from '../store/index.ts';
import type { App, AppReply, AppRequest } from './app.ts';
import { Refusal } from './errors.ts';

export interface ItemRouteParts {
  readonly db: Db;
  readonly items: ItemCentre;
  readonly actors: ItemActors;
}

/** Names who acts: the token of one person, beside the administrators' token that opens the route. */
export const actorHeader = 'x-estation-actor';

/** Three files at their largest, as JSON texts. What is larger is refused unread. */
const bodyLimit = 4 * 1024 * 1024;

const files = z.strictObject({
  'item.json': z.string().optional(),
  'decision.dmn': z.string().optional(),
  'process.bpmn': z.string().optional(),
});
const named = z.object({ id: approvalItemId, version: z.coerce.number().int().min(1) });
const backTestAsked = z.strictObject({ days: z.int().min(1).max(400).default(30) });
const publishAsked = z.strictObject({ from: z.iso.date().optional() });
const suspendAsked = z.strictObject({ reason: z.string().min(1).max(200) });
const place = z.object({ id: approvalItemId, district: districtCode });

/**
 * 流程配置 over HTTPS, for the console and for `npm run item`. Everything is of scope administrator; what changes something also says who
 * acts. Answers: 200 with what was done; 404 unknown; 422 `{code: "problems", text, problems}`; 409 `{code, text}` for every other
 * refusal of an item's life.
 */
export function addItemRoutes(app: App, { db, items, actors }: ItemRouteParts): void {
  const scope = { config: { scope: 'administrator' } } as const; // no terminal's business: hidden from its API description
  const actorOf = (request: Pick<AppRequest, 'headers'>): string => {
    const actor = actors.findActor(String(request.headers[actorHeader] ?? ''));
    if (actor === undefined) throw new Refusal(403, 'NET-004' satisfies ErrorCode, 'nobody has this token');
    return actor;
  };

  app.get('/operator/reports/trial-items', { config: { scope: 'operator' }, schema: { hide: true } }, () => readTrialReport(db));

  app.get('/operator/items', { ...scope, schema: { hide: true } }, async () => ({ items: await items.list() }));

  app.post('/operator/items/validate', { ...scope, bodyLimit, schema: { hide: true, body: files } }, async (request, reply) =>
    answer(reply, await items.validate(withoutAbsent(request.body))),
  );

  app.put('/operator/items/draft', { ...scope, bodyLimit, schema: { hide: true, body: files } }, async (request, reply) =>
    answer(reply, await items.putDraft(withoutAbsent(request.body), actorOf(request))),
  );

  app.post(
    '/operator/items/:id/:version/back-test',
    { ...scope, schema: { hide: true, params: named, body: backTestAsked } },
    async (request, reply) => {
      actorOf(request);
      return answer(reply, await items.backTest(request.params.id, request.params.version, request.body.days));
    },
  );

  app.post('/operator/items/:id/:version/approve', { ...scope, schema: { hide: true, params: named } }, async (request, reply) =>
    answer(reply, await items.approve(request.params.id, request.params.version, actorOf(request))),
  );

  app.post(
    '/operator/items/:id/:version/publish',
    { ...scope, schema: { hide: true, params: named, body: publishAsked } },
    async (request, reply) => {
      const { id, version } = request.params;
      return answer(reply, await items.publish(id, version, actorOf(request), request.body.from));
    },
  );

  app.post('/operator/items/:id/:version/retire', { ...scope, schema: { hide: true, params: named } }, async (request, reply) =>
    answer(reply, await items.retire(request.params.id, request.params.version, actorOf(request))),
  );

  app.get('/operator/items/:id/:version/files', { ...scope, schema: { hide: true, params: named } }, async (request, reply) =>
    answer(reply, await items.exportItem(request.params.id, request.params.version)),
  );

  app.get(
    '/operator/items/:id/files',
    { ...scope, schema: { hide: true, params: z.object({ id: approvalItemId }) } },
    async (request, reply) => answer(reply, await items.exportItem(request.params.id)),
  );

  app.put(
    '/operator/items/:id/suspensions/:district',
    { ...scope, schema: { hide: true, params: place, body: suspendAsked } },
    async (request, reply) => {
      const { id, district } = request.params;
      const done = await items.suspend(id, district, actorOf(request), request.body.reason);
      return answer(reply, done.ok ? { ok: true, value: { id, district } } : done);
    },
  );

  app.delete(
    '/operator/items/:id/suspensions/:district',
    { ...scope, schema: { hide: true, params: place } },
    async (request, reply) => {
      const { id, district } = request.params;
      const done = await items.resume(id, district, actorOf(request));
      return answer(reply, done.ok ? { ok: true, value: { id, district } } : done);
    },
  );
}

type Given = z.output<typeof files>;

function withoutAbsent(given: Given): Parameters<ItemCentre['validate']>[0] {
  return Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined));
}

function answer<T>(reply: AppReply, result: Result<T, ItemFailure>): unknown {
  return result.ok ? reply.code(200).send(result.value) : reply.code(statusOf(result.error)).send(result.error);
}

function statusOf({ code }: ItemFailure): number {
  if (code === 'problems') return 422;
  return code === 'unknown_version' || code === 'unknown_item' ? 404 : 409;
}
