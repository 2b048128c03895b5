import type { OutsideChannel } from '../channels/index.ts';
import type { App } from './app.ts';

/** A request as it came, byte for byte: what was signed is what is read. */
export interface RawRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without `?`; '' = none. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface RawReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Who takes what outside systems report; each verifies its own signature and believes nothing else. */
export interface CallbackParts {
  channel(channel: OutsideChannel, request: RawRequest): Promise<RawReply>;
  courier(request: RawRequest): Promise<RawReply>;
  sourcePush(request: RawRequest): Promise<RawReply>;
  readonly courierPath: string;
}

const channels: readonly OutsideChannel[] = ['sms', 'wechat', 'alipay', 'app'];
const largestBody = 600 * 1024;

/** `/v1/callbacks/<channel>[/<token>]`, the courier's path, and `/v1/events` for pushes of source systems. */
export async function addCallbackRoutes(app: App, parts: CallbackParts): Promise<void> {
  await app.register((raw, _options, done) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    const add = (url: string, method: 'GET' | 'POST', take: (request: RawRequest) => Promise<RawReply>): void => {
      raw.route({
        url,
        method,
        bodyLimit: largestBody,
        config: { scope: 'public' },
        schema: { hide: true },
        handler: async (request, reply) => {
          const [path = '', query = ''] = request.raw.url?.split('?', 2) ?? [];
          const answer = await take({
            method,
            path,
            query,
            headers: Object.fromEntries(
              Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
            ),
            body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          });
          return reply.code(answer.status).header('content-type', answer.contentType).send(answer.body);
        },
      });
    };
    for (const channel of channels) {
      // Some platforms try an address with GET before they use it, some put their token into the path.
      for (const url of [`/v1/callbacks/${channel}`, `/v1/callbacks/${channel}/:token`])
        for (const method of ['GET', 'POST'] as const) add(url, method, (request) => parts.channel(channel, request));
    }
    add(parts.courierPath, 'POST', (request) => parts.courier(request));
    add('/v1/events', 'POST', (request) => parts.sourcePush(request));
    done();
  });
}
