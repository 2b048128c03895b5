import { readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import pg from 'pg';
import type { OutsideWorld } from '../centre.ts';
import type { Rig } from '../rig.ts';

/** @throws where the rig was started without source systems, message providers and courier. */
export function outsideOf(rig: Rig): OutsideWorld {
  if (!rig.centre.outside) throw new Error('the world outside is wanted here');
  return rig.centre.outside;
}

/** The centre's database and its desk's scanner, for whoever reads back what became of a case. */
export interface CentreBooks {
  rows<T extends object>(sql: string): Promise<T[]>;
  waitFor<T>(what: string, look: () => Promise<T | undefined>): Promise<T>;
  scanOldCertificate(caseNumber: string): Promise<boolean>;
  /** Nothing new of an item is decided in the city, or again. */
  suspend(itemId: string, isSuspended: boolean): Promise<boolean>;
  close(): Promise<void>;
}

export async function openBooks(rig: Rig): Promise<CentreBooks> {
  const client = new pg.Client({ connectionString: rig.centre.databaseUrl });
  await client.connect();
  const keys = path.join(rig.folder, 'centre', 'data', 'keys');
  const asOperator = (method: 'POST' | 'PUT' | 'DELETE', where: string, body?: object) => operate(rig, keys, method, where, body);
  return {
    rows: async <T extends object>(sql: string) => (await client.query<T & pg.QueryResultRow>(sql)).rows,
    async waitFor<T>(what: string, look: () => Promise<T | undefined>) {
      let found: T | undefined;
      await until(what, async () => (found = await look()) !== undefined);
      return found as T;
    },
    scanOldCertificate: (caseNumber) => asOperator('POST', '/operator/desk/scans', { caseNumber }),
    suspend(itemId, isSuspended) {
      const where = `/operator/items/${itemId}/suspensions/370200`;
      return isSuspended ? asOperator('PUT', where, { reason: '演练' }) : asOperator('DELETE', where);
    },
    close: () => client.end(),
  };
}

function operate(rig: Rig, keys: string, method: string, where: string, body?: object): Promise<boolean> {
  const token = (file: string): string => readFileSync(path.join(keys, file), 'utf8').trim();
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: 'localhost',
        port: rig.centre.port(),
        path: where,
        method,
        ca: readFileSync(rig.centre.terminalTls.ca),
        headers: {
          authorization: `Bearer ${token('operator.token')}`,
          'x-estation-actor': token('item-author.token'),
          ...(body && { 'content-type': 'application/json' }),
        },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });
}

const patienceMs = 90_000;
const pollMs = 100;

export async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error(`waited in vain for ${what}`);
}
