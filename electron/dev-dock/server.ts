import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { printerFaults } from '#drivers/receipt-printer/mechanism.ts';
import { act, action, readerFaults } from './actions.ts';
import type { World } from './actions.ts';

/**
 * The dev-dock: a page on loopback, apart from the terminal's own window, with everything that surrounds a terminal and a live,
 * clickable picture of its screen. Development only; nothing of it is in a packaged build.
 */
export interface DevDock {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startDevDock(world: World, { page, port }: { page: string; port: number }): Promise<DevDock> {
  const server = createServer((request, response) => {
    answer(world, page, request, response).catch((error: unknown) => {
      send(response, 500, 'application/json', JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(world: World, pageFolder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Another page in the same browser must not reach in: only our own origin may act, and only under a loopback name.
  if (!isOurs(request)) return send(response, 403, 'text/plain', 'loopback only');
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'POST' && pathname === '/do') {
    await act(world, action.parse(JSON.parse(await bodyOf(request))));
    return send(response, 200, 'application/json', '{}');
  }
  if (pathname === '/state') return send(response, 200, 'application/json', JSON.stringify(await stateOf(world)));
  if (pathname === '/screen.jpg') {
    const picture = await world.app.page.screenshot({ type: 'jpeg', quality: 70 });
    return send(response, 200, 'image/jpeg', picture);
  }
  if (pathname.startsWith('/printed/')) return send(response, 200, 'image/png', printedPicture(world, path.basename(pathname)));
  return sendPage(response, pageFolder, pathname === '/' ? 'index.html' : pathname.slice(1));
}

function isOurs({ headers }: IncomingMessage): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (host !== '127.0.0.1' && host !== 'localhost') return false;
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

async function stateOf({ rig, app, size }: World): Promise<unknown> {
  const messages = await rig.centre.sms.control('GET', '/messages').catch(() => []);
  return {
    size,
    people: rig.people.map(({ key, says, fields, layout }) => ({ key, says, name: fields.name || fields.englishName, layout })),
    camera: rig.camera.showing(),
    cameraChoices: [...new Set(rig.people.map(({ face }) => face)), 'print-astronaut', 'no-face', 'black'],
    line: rig.line.mode(),
    readerFaults: Object.keys(readerFaults),
    printerFaults: Object.keys(printerFaults),
    mechanism: rig.printer.mechanism(),
    refusals: rig.printer.refusals(),
    receipts: rig.printer.receipts().map(({ file }) => path.basename(file)),
    documents: readdirSync(rig.documents).filter((file) => file.endsWith('.pdf')),
    messages,
    url: app.page.url(),
  };
}

/** Receipts are pictures already; a PDF is drawn by pdftoppm. */
function printedPicture({ rig }: World, name: string): Buffer {
  const receipt = rig.printer.receipts().find(({ file }) => path.basename(file) === name);
  if (receipt) return readFileSync(receipt.file);
  if (!readdirSync(rig.documents).includes(name)) throw new Error(`nothing printed is called ${name}`);
  return spawnSync('pdftoppm', ['-png', '-r', '80', '-singlefile', path.join(rig.documents, name)], {
    maxBuffer: 64 * 1024 * 1024,
  }).stdout;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

function sendPage(response: ServerResponse, folder: string, file: string): void {
  const wanted = path.join(folder, path.normalize(`/${file}`));
  try {
    send(response, 200, types[path.extname(wanted)] ?? 'application/octet-stream', readFileSync(wanted));
  } catch {
    send(response, 404, 'text/plain', 'not here');
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
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
