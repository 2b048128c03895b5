/** HTTP: the one door of the centre. */
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { Log } from '#contracts/log/events.ts';
import type { AuditLog } from '../audit/index.ts';
import type { Feed, IntakeParts, PublicKeys } from '../sync/index.ts';
import type { App } from './app.ts';
import type { CallbackParts } from './callback-routes.ts';
import { addCallbackRoutes } from './callback-routes.ts';
import type { DeskParts } from './desk-routes.ts';
import { addDeskRoutes } from './desk-routes.ts';
import { addFeedRoute } from './feed-route.ts';
import type { ItemRouteParts } from './item-routes.ts';
import { addItemRoutes } from './item-routes.ts';
import type { Metrics } from './metrics.ts';
import { addOperatorRoutes } from './operator-routes.ts';
import { addPublicRoutes } from './public-routes.ts';
import type { QueryParts } from './query-routes.ts';
import { addQueryRoutes } from './query-routes.ts';
import { openRateLimit } from './rate-limit.ts';
import type { ServerParts } from './server.ts';
import { createServer } from './server.ts';
import { addSyncRoute } from './sync-route.ts';

export interface HttpParts extends ServerParts, QueryParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly intake: IntakeParts;
  readonly feed: Feed;
  readonly publicKeys: PublicKeys;
  /** An approval item in the version that a case began with. */
  readonly approvalItem: (id: string, version: number) => Promise<ApprovalItem>;
  readonly callbacks: CallbackParts;
  readonly desk: DeskParts;
  readonly itemRoutes: ItemRouteParts;
  readonly audit: AuditLog;
  onApplied(): void;
}

/** The server with its routes; the caller adds the pages for phones and for staff, lets it listen and closes it. */
export async function openHttp(parts: HttpParts): Promise<App> {
  const app = await createServer(parts);
  addSyncRoute(app, parts);
  addFeedRoute(app, parts.feed);
  addQueryRoutes(app, parts);
  addOperatorRoutes(app, parts);
  addItemRoutes(app, parts.itemRoutes);
  addDeskRoutes(app, parts.desk);
  await addCallbackRoutes(app, parts.callbacks);
  addPublicRoutes(app, {
    db: parts.db,
    catalogue: parts.catalogue,
    approvalItem: parts.approvalItem,
    rateLimit: openRateLimit(parts.clock),
    audit: parts.audit,
  });
  return app;
}

export type { App, AppReply, AppRequest } from './app.ts';
export type { CallbackParts, RawRequest } from './callback-routes.ts';
export { openMetrics } from './metrics.ts';
export { SafeHtml, html } from './public/html.ts';
export { pageHeaders } from './public/page.ts';
export type { RateLimit } from './rate-limit.ts';
export { openRateLimit } from './rate-limit.ts';
export type { TlsFiles } from './server.ts';
