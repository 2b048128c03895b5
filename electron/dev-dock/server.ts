import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { action } from '#contracts/dev-dock/actions.ts';
import { act } from './actions.ts';
import type { World } from './actions.ts';
import { createPictures } from './dock-pictures.ts';
import type { Picture } from './dock-pictures.ts';
import { createStateReader } from './dock-state.ts';
import { createSwitches } from './switches.ts';

/**
 * The dev-dock: a page on loopback, apart from the terminal's own window, with everything that surrounds a terminal and a live,
 * clickable picture of its screen. `GET /state` tells all, `POST /do` acts, pictures have addresses of their own. Development
 * only; nothing of it is in a packaged build.
 */
export interface DevDock {
  readonly url: string;
  stop(): Promise<void>;
}

interface Dock {
  readonly world: World;
  /** Folder of the built page. */
  readonly page: string;
  readonly state: ReturnType<typeof createStateReader>;
  readonly picture: (pathname: string) => Promise<Picture | undefined>;
}

/** @param options port 0 = any free one */
export async function startDevDock(
  surroundings: Omit<World, 'switches'>,
  options: { readonly page: string; readonly port: number },
): Promise<DevDock> {
  const world: World = { ...surroundings, switches: createSwitches() };
  const dock: Dock = { world, page: options.page, state: createStateReader(world), picture: createPictures(world) };
  const server = createServer((request, response) => {
    answer(dock, request, response).catch((error: unknown) => sendJson(response, 500, { error: sentenceOf(error) }));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(dock: Dock, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Another page in the same browser must not reach in: only our own origin may act, and only under a loopback name.
  if (!isOurs(request)) return send(response, 403, 'text/plain', 'loopback only');
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/do') return answerAction(dock, request, response);
  if (request.method !== 'GET') return send(response, 405, 'text/plain', 'GET only');
  if (pathname === '/state') return sendJson(response, 200, await dock.state());
  const picture = await dock.picture(pathname);
  if (picture) return send(response, 200, picture.type, picture.bytes);
  return sendPage(response, dock.page, pathname === '/' ? 'index.html' : pathname.slice(1));
}

/** 400: it is no action · 409: it cannot be done now; `error` says why. */
async function answerAction({ world }: Dock, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return send(response, 405, 'text/plain', 'POST only');
  const wanted = action.safeParse(parseJson(await bodyOf(request)));
  if (!wanted.success) return sendJson(response, 400, { error: z.prettifyError(wanted.error) });
  try {
    await act(world, wanted.data);
    sendJson(response, 200, {});
  } catch (error) {
    sendJson(response, 409, { error: sentenceOf(error) });
  }
}

function isOurs({ headers }: IncomingMessage): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (host !== '127.0.0.1' && host !== 'localhost') return false;
  // A picture that a foreign page embeds comes without an origin, but says where it is wanted from. A followed link may come.
  const isWithin = ['same-origin', 'none', undefined].includes(headers['sec-fetch-site']?.toString());
  if (!isWithin && headers['sec-fetch-dest'] !== 'document') return false;
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

async function sendPage(response: ServerResponse, folder: string, file: string): Promise<void> {
  const wanted = path.join(folder, path.normalize(`/${file}`));
  try {
    send(response, 200, types[path.extname(wanted)] ?? 'application/octet-stream', await readFile(wanted));
  } catch {
    send(response, 404, 'text/plain', 'not here');
  }
}

function sendJson(response: ServerResponse, status: number, content: object): void {
  send(response, status, 'application/json', JSON.stringify(content));
}

const headers = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(body);
}

const maxBody = 100_000;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > maxBody) throw new Error('too much at once');
  }
  return body;
}
