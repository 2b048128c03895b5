import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import type { Log } from '#contracts/log/events.ts';
import { assetOf, kioskScheme } from './asset-path.ts';
import { noncePlaceholder, pageHeaders } from './content-policy.ts';

/** Must run before the app is ready. */
export function registerKioskScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: kioskScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ]);
}

/** Serves the files under `root` as `kiosk://app/`; anything else gets 403 and a log line. */
export function serveKioskScheme(session: Session, root: string, log: Log): void {
  session.protocol.handle(kioskScheme, async (request) => {
    const asset = request.method === 'GET' ? assetOf(root, request.url) : undefined;
    if (asset === undefined) {
      log('shell.blocked', { what: 'file' });
      return new Response(null, { status: 403 });
    }
    const bytes = await fs.readFile(asset.file).catch(() => undefined);
    if (bytes === undefined) return new Response(null, { status: 404 });
    const nonce = randomBytes(16).toString('base64');
    const body = asset.type.startsWith('text/html') ? bytes.toString().replaceAll(noncePlaceholder, nonce) : bytes;
    return new Response(body, { headers: { ...pageHeaders(nonce), 'content-type': asset.type } });
  });
}
