import type { z } from 'zod';
import type { ActionName } from '#contracts/console/api.ts';
import { actionNames, consoleApi, mayDo } from '#contracts/console/api.ts';
import type { ConsoleRefusal, RefusalCode } from '#contracts/console/endpoint.ts';
import { apiBase } from '#contracts/console/endpoint.ts';
import type { App, AppReply, AppRequest } from '../http/index.ts';
import { writeStaffAudit } from './audit-trail.ts';
import { cookieNames, cookieOptions, isFromOwnPage } from './gate.ts';
import type { Handlers, HandlerParts } from './parts.ts';
import type { StaffSession } from './sessions.ts';

const statusOf: Readonly<Record<RefusalCode, number>> = {
  'signed-out': 401,
  'not-allowed': 403,
  forged: 403,
  'not-found': 404,
  invalid: 400,
  conflict: 409,
  'not-possible': 409,
  'not-yours': 403,
  'settled-already': 409,
  'reason-missing': 400,
  problems: 422,
  'too-many': 429,
  'not-configured': 503,
  failed: 500,
};

/** Three files at their largest, as JSON texts. */
const largestBody = 4 * 1024 * 1024;

interface Context {
  readonly staff: StaffSession;
  readonly about: { person?: string; subject?: string; purpose?: string };
}

/**
 * A route for every action of `contracts/console/api.ts`. Order of the checks: a session, a role that may, a request of our own page, the
 * form, then the handler, which alone knows the district.
 */
export function addActions(app: App, parts: HandlerParts, handlers: Handlers): void {
  for (const name of actionNames) addAction(app, parts, handlers, name);
}

function addAction(app: App, parts: HandlerParts, handlers: Handlers, name: ActionName): void {
  const { method, path, audit, ...schemas } = consoleApi[name];
  const handle = handlers[name] as unknown as (ask: object) => ReturnType<Handlers['session.read']>;
  app.route({
    method,
    url: apiBase + path,
    bodyLimit: largestBody,
    config: { scope: 'public' }, // the console lets its own people in, here
    schema: { hide: true },
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const staff = await parts.sessions.find(request.cookies[cookieNames.session]);
      if (!staff) return answer(reply.clearCookie(cookieNames.session, cookieOptions), { code: 'signed-out' });
      const context: Context = { staff, about: {} };
      const refused = refusalOf(parts, name, request, staff);
      if (refused) {
        await keep(parts, name, context, { code: refused });
        return answer(reply, { code: refused });
      }
      const read = {
        params: schemas.params.safeParse(request.params),
        query: schemas.query.safeParse(request.query),
        body: schemas.body.safeParse(method === 'GET' ? {} : (request.body ?? {})),
      };
      if (!read.params.success || !read.query.success || !read.body.success) return answer(reply, { code: 'invalid' });
      context.about.subject = subjectOf(read.params.data, read.query.data);
      const isChange = method !== 'GET' && !audit.startsWith('read.');
      if (isChange && audit !== '') await writeStaffAudit(parts, staff, { action: audit, outcome: 'asked', ...context.about });
      const result = await handle({
        staff,
        params: read.params.data,
        query: read.query.data,
        body: read.body.data,
        about: (what: Context['about']) => Object.assign(context.about, what),
      });
      // Before anything is shown: a read that cannot be put on record is none.
      await keep(parts, name, context, result.ok ? undefined : result.error);
      if (!result.ok) return answer(reply, result.error);
      if (name === 'session.sign-out') reply.clearCookie(cookieNames.session, cookieOptions);
      return reply.send((schemas.reply as z.ZodType).parse(result.value));
    },
  });
}

function refusalOf(parts: HandlerParts, name: ActionName, request: AppRequest, staff: StaffSession): RefusalCode | undefined {
  if (!mayDo(name, staff.roles)) return 'not-allowed';
  if (consoleApi[name].method !== 'GET' && !isFromOwnPage(request, parts.settings, staff)) return 'forged';
  return undefined;
}

async function keep(
  parts: HandlerParts,
  name: ActionName,
  { staff, about }: Context,
  error: ConsoleRefusal | undefined,
): Promise<void> {
  const { audit } = consoleApi[name];
  if (error?.code === 'not-allowed' || error?.code === 'forged') {
    parts.log('centre.refused', { route: name, reason: error.code, status: statusOf[error.code] });
    await writeStaffAudit(parts, staff, { action: `refused.${name}`, outcome: error.code });
    return;
  }
  if (audit !== '') await writeStaffAudit(parts, staff, { action: audit, outcome: error?.code ?? 'ok', ...about });
}

/** Keys and numbers of what was asked for; free words of a search are not kept. */
function subjectOf(params: unknown, query: unknown): string {
  const values = Object.values(params as Record<string, unknown>);
  const { item, district, status, due, action, show } = query as Record<string, unknown>;
  return [...values, ...[item, district, status, due, action, show].filter((value) => value !== undefined)]
    .map(String)
    .join('/')
    .slice(0, 200);
}

function answer(reply: AppReply, refusal: ConsoleRefusal): AppReply {
  return reply.code(statusOf[refusal.code]).send(refusal);
}
