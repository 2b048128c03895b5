import { z } from 'zod';
import { feedReply, feedStreams, httpError } from '#contracts/sync/wire.ts';
import type { Feed } from '../sync/index.ts';
import { feedDelays } from '../sync/index.ts';
import type { App } from './app.ts';
import { Refusal } from './errors.ts';

/**
 * `GET /v1/feed/:stream?after=pos[&wait=seconds]`: 200 with signed entries · 304 when there is nothing new, at once or after a
 * wait of at most 25 s · 410 when the cursor cannot be continued. `after=0` is a snapshot and never waits.
 */
export function addFeedRoute(app: App, feed: Feed): void {
  app.get(
    '/v1/feed/:stream',
    {
      config: { scope: 'terminal' },
      schema: {
        params: z.object({ stream: z.enum(feedStreams) }),
        querystring: z.object({
          after: z.coerce.number().int().min(0).default(0),
          wait: z.coerce
            .number()
            .min(0)
            .max(feedDelays.longestWaitMs / 1000)
            .default(0),
        }),
        response: { 200: feedReply, 304: z.null(), 410: httpError },
      },
    },
    async (request, reply) => {
      const { stream } = request.params;
      const { after, wait } = request.query;
      const gone = new AbortController();
      request.raw.on('close', () => gone.abort());
      const known = request.headers['if-none-match'];
      if (after > 0 && (await feed.head(stream)) === after) await feed.waitBeyond(stream, after, wait * 1000, gone.signal);
      const found = await feed.read(stream, after);
      if (!found.ok) throw new Refusal(410, 'NET-005', 'the cursor cannot be continued: begin again at 0');
      const tag = `"${stream}-${found.value.next}"`;
      reply.header('etag', tag).header('cache-control', 'private, no-cache');
      if ((after > 0 && found.value.entries.length === 0) || known === tag) return reply.code(304).send(null);
      return found.value;
    },
  );
}
