import { z } from 'zod';
import { actId } from '#contracts/domain/act.ts';
import type { Catalogue } from '../process/index.ts';
import type { Db } from '../store/index.ts';
import { findActProgress, findGenuine } from '../tracking/index.ts';
import type { App, AppReply, AppRequest } from './app.ts';
import { Refusal } from './errors.ts';
import { actPage } from './public/act-page.ts';
import { publicHeaders } from './public/page.ts';
import { verifyPage } from './public/verify-page.ts';
import type { RateLimit } from './rate-limit.ts';

const verifyQuery = z.object({ n: z.string().max(40).optional(), c: z.string().max(20).optional() });
const actQuery = z.object({ h: z.string().regex(/^[0-9a-f]{8,64}$/) });

/** What anybody may open: `/verify?n=<number>&c=<check code>` and `/acts/<id>?h=<beginning of the hash>`. */
export function addPublicRoutes(app: App, parts: { db: Db; catalogue: Catalogue; rateLimit: RateLimit }): void {
  const { db, catalogue, rateLimit } = parts;
  const onRequest = async (request: Pick<AppRequest, 'ip'>): Promise<void> => {
    const seconds = rateLimit.take(request.ip);
    if (seconds > 0) throw new Refusal(429, 'NET-002', 'too many requests', seconds);
  };
  const open = { onRequest, config: { scope: 'public' }, schema: { hide: true } } as const;

  app.get('/verify', open, async (request, reply) => {
    const { n, c } = verifyQuery.parse(request.query);
    if (n === undefined || c === undefined) return show(reply, 200, verifyPage({ is: 'form' }));
    const certificate = await findGenuine(db, catalogue, n.trim(), c.trim());
    return certificate
      ? show(reply, 200, verifyPage({ is: 'found', certificate }))
      : show(reply, 404, verifyPage({ is: 'not-found' }));
  });

  app.get('/acts/:id', open, async (request, reply) => {
    const { id } = z.object({ id: actId }).parse(request.params);
    const { h } = actQuery.parse(request.query);
    const progress = await findActProgress(db, catalogue, id, h);
    return show(reply, progress ? 200 : 404, actPage(progress));
  });
}

function show(reply: AppReply, status: number, text: string): unknown {
  return reply
    .code(status)
    .headers({ ...publicHeaders })
    .send(text);
}
