import { z } from 'zod';
import { actId } from '#contracts/domain/act.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { AuditLog } from '../audit/index.ts';
import { addAuditRoutes } from '../audit/index.ts';
import type { Catalogue } from '../process/index.ts';
import type { Db } from '../store/index.ts';
import { findActProgress, findGenuine } from '../tracking/index.ts';
import type { App, AppReply, AppRequest } from './app.ts';
import { Refusal } from './errors.ts';
import { actPage } from './public/act-page.ts';
import type { SafeHtml } from './public/html.ts';
import { logPart } from './public/log-part.ts';
import { publicHeaders } from './public/page.ts';
import { verifyPage } from './public/verify-page.ts';
import type { RateLimit } from './rate-limit.ts';

const verifyQuery = z.object({ n: z.string().max(40).optional(), c: z.string().max(20).optional() });
const actQuery = z.object({ h: z.string().regex(/^[0-9a-f]{8,64}$/) });

export interface PublicParts {
  readonly db: Db;
  readonly catalogue: Catalogue;
  readonly approvalItem: (id: string, version: number) => Promise<ApprovalItem>;
  readonly rateLimit: RateLimit;
  /** Without it the pages say nothing of the log, and its routes are not there. */
  readonly audit?: AuditLog;
}

/**
 * What anybody may open: `/verify?n=<number>&c=<check code>`, `/acts/<id>?h=<beginning of the hash>`, and the audit log's routes
 * (`addAuditRoutes`).
 */
export function addPublicRoutes(app: App, { db, catalogue, approvalItem, rateLimit, audit }: PublicParts): void {
  const onRequest = async (request: Pick<AppRequest, 'ip'>): Promise<void> => {
    const seconds = rateLimit.take(request.ip);
    if (seconds > 0) throw new Refusal(429, 'NET-002', 'too many requests', seconds);
  };
  const open = { onRequest, config: { scope: 'public' }, schema: { hide: true } } as const;

  app.get('/verify', open, async (request, reply) => {
    const { n, c } = verifyQuery.parse(request.query);
    if (n === undefined || c === undefined) return show(reply, 200, verifyPage({ is: 'form' }));
    const certificate = await findGenuine(db, catalogue, n.trim(), c.trim());
    if (!certificate) return show(reply, 404, verifyPage({ is: 'not-found' }));
    const log = audit && (await logOfCertificate(db, audit, certificate.number));
    return show(reply, 200, verifyPage({ is: 'found', certificate, log }));
  });

  app.get('/acts/:id', open, async (request, reply) => {
    const { id } = z.object({ id: actId }).parse(request.params);
    const { h } = actQuery.parse(request.query);
    const progress = await findActProgress(db, { catalogue, approvalItem }, id, h);
    const log = progress && audit && logPart(await audit.checkAct(id, h), `/audit/acts/${id}?h=${h}`);
    return show(reply, progress ? 200 : 404, actPage(progress, log));
  });

  if (audit) addAuditRoutes(app, { audit, guard: onRequest });
}

/** Without the proof: who checks a certificate need not learn the address of the act. */
async function logOfCertificate(db: Db, audit: AuditLog, number: string): Promise<SafeHtml | undefined> {
  const issued = await db.selectFrom('certificate').select('act_id').where('number', '=', number).executeTakeFirst();
  return issued && logPart(await audit.checkAct(issued.act_id));
}

function show(reply: AppReply, status: number, text: string): unknown {
  return reply
    .code(status)
    .headers({ ...publicHeaders })
    .send(text);
}
