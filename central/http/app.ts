import type { Http2SecureServer } from 'node:http2';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RouteGenericInterface,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';

type RawRequest = RawRequestDefaultExpression<Http2SecureServer>;
type RawReply = RawReplyDefaultExpression<Http2SecureServer>;

/** Our Fastify: HTTP/2 over TLS, schemas in zod. */
export type App = FastifyInstance<Http2SecureServer, RawRequest, RawReply, FastifyBaseLogger, ZodTypeProvider>;

export type AppRequest = FastifyRequest<RouteGenericInterface, Http2SecureServer, RawRequest>;
export type AppReply = FastifyReply<RouteGenericInterface, Http2SecureServer, RawRequest, RawReply>;
