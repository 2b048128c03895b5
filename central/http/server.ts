import { constants as tls } from 'node:crypto';
import { readFileSync } from 'node:fs';
import swagger from '@fastify/swagger';
import Fastify from 'fastify';
import type { FastifyError } from 'fastify';
import {
  createJsonSchemaTransform,
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { ZodError } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import type { Log } from '#contracts/log/events.ts';
import type { App } from './app.ts';
import { Refusal } from './errors.ts';
import type { Metrics } from './metrics.ts';
import type { ScopeParts } from './scopes.ts';
import { admitRequest } from './scopes.ts';

export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  /** The authority that issues terminals' certificates; no other one is believed. */
  readonly terminalAuthority: string;
}

export interface ServerParts extends ScopeParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly tls: TlsFiles;
  readonly version: string;
}

/** What no route needs; a route that needs more says so itself. */
const defaultBodyLimit = 64 * 1024;

const everyReply: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/**
 * The centre's server without its routes: TLS 1.3 with client certificates, HTTP/2 (and 1.1 for browsers and probes), zod schemas,
 * OpenAPI at `/openapi.json`, scopes, refusals and the log. A client certificate is asked for and checked per route, not by the
 * TLS layer, so that a refusal has a reason.
 */
export async function createServer(parts: ServerParts): Promise<App> {
  const app: App = Fastify({
    http2: true,
    https: {
      allowHTTP1: true,
      minVersion: 'TLSv1.3',
      secureOptions: tls.SSL_OP_NO_RENEGOTIATION,
      cert: readFileSync(parts.tls.certificate),
      key: readFileSync(parts.tls.key),
      ca: readFileSync(parts.tls.terminalAuthority),
      requestCert: true,
      rejectUnauthorized: false,
    },
    logger: false,
    bodyLimit: defaultBodyLimit,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
    http2SessionTimeout: 120_000,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('terminal', undefined);
  // Bytes as they came: the intake counts, unfolds and hashes them itself.
  app.addContentTypeParser(['application/x-ndjson', 'application/zstd'], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  demandScopes(app);
  await addOpenApi(app, parts.version);
  app.addHook('onRequest', async (request) => admitRequest(parts, request));
  app.addHook('onSend', async (request, reply) => {
    if (request.raw.httpVersionMajor === 2) reply.removeHeader('connection'); // Fastify adds it to a 413; HTTP/2 has none
    for (const [name, value] of Object.entries(everyReply)) if (!reply.hasHeader(name)) reply.header(name, value);
  });
  logRequests(app, parts);
  answerErrors(app, parts.log);
  return app;
}

/** A route without a scope is a bug that would open it to everybody. */
function demandScopes(app: App): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.scope === undefined && route.method !== 'HEAD') throw new Error(`route without a scope: ${route.url}`);
  });
}

async function addOpenApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'E-Station centre', description: 'What terminals say to the centre, over mutual TLS.', version },
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } }),
  });
  app.get('/openapi.json', { config: { scope: 'public' }, schema: { hide: true } }, () => app.swagger());
}

/** By route pattern, never by address: an address may hold a check code. */
function logRequests(app: App, { log, metrics }: ServerParts): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.request(route, reply.statusCode, reply.elapsedTime / 1000);
    log('centre.request', { route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), terminal: request.terminal?.id });
  });
}

function answerErrors(app: App, log: Log): void {
  app.setNotFoundHandler(async (_request, reply) => reply.code(404).send({ code: 'NET-005', message: 'no such route' }));
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    if (error instanceof Refusal) {
      if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
      return reply.code(error.status).send({ code: error.code, message: error.message });
    }
    if (hasZodFastifySchemaValidationErrors(error) || error instanceof ZodError) {
      log('centre.refused', { route, reason: 'schema', status: 400 });
      return reply.code(400).send({ code: 'NET-005', message: 'the request does not have the form that this route takes' });
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      log('centre.refused', { route, reason: error.code, status: error.statusCode });
      return reply.code(error.statusCode).send({ code: 'NET-005', message: 'the request cannot be taken' });
    }
    log('centre.request-failed', { route, error: error.name, code: error.code });
    return reply.code(500).send({ code: 'NET-002', message: 'something failed at the centre; nothing was taken' });
  });
}
