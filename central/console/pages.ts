import { readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { App, AppReply } from '../http/index.ts';

/** Everything from ourselves, no inline script or style, no markup from strings (`web/trusted.tsx`), nowhere in a frame. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': pagePolicy,
  'cache-control': 'no-store',
};

/** Files are named after their content: they may be kept for ever. */
const kept = { maxAge: '365d', immutable: true } as const;

/** `/console/assets/<file>` as built, and the one page for every other address below `/console/`: the page itself reads the address. */
export async function addPages(app: App, folder: string): Promise<void> {
  const open = { config: { scope: 'public' }, schema: { hide: true } } as const;
  const show = (reply: AppReply): AppReply => {
    const page = readPage(folder); // each time: pages that are built anew are shown at once
    return page === undefined
      ? reply.code(503).headers(pageHeaders).type('text/plain; charset=utf-8').send(notBuilt)
      : reply.headers(pageHeaders).type('text/html; charset=utf-8').send(page);
  };
  app.get('/console', open, (_request, reply) => reply.redirect('/console/'));
  app.get('/console/', open, (_request, reply) => show(reply));
  app.get('/console/*', open, (_request, reply) => show(reply));
  if (readPage(folder) === undefined) return;
  // Routes are ours, so that each says its scope; the package only sends files.
  await app.register(fastifyStatic as never, { root: path.join(folder, 'assets'), serve: false, dotfiles: 'deny' } as never);
  app.get('/console/assets/:file', open, (request, reply) =>
    (reply as unknown as FileReply).sendFile(String((request.params as Record<string, unknown>)['file']), kept),
  );
}

/** What the package adds to a reply. */
interface FileReply {
  sendFile(file: string, options: typeof kept): AppReply;
}

const notBuilt = '控制台页面尚未构建。\nThe console pages have not been built: node build/build-console.ts\n';

function readPage(folder: string): string | undefined {
  try {
    return readFileSync(path.join(folder, 'index.html'), 'utf8');
  } catch {
    return undefined;
  }
}
