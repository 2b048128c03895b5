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
  close(): Promise<void>;
}

export async function openBooks(rig: Rig): Promise<CentreBooks> {
  const client = new pg.Client({ connectionString: rig.centre.databaseUrl });
  await client.connect();
  const token = readFileSync(path.join(rig.folder, 'centre', 'data', 'keys', 'operator.token'), 'utf8');
  return {
    rows: async <T extends object>(sql: string) => (await client.query<T & pg.QueryResultRow>(sql)).rows,
    async waitFor<T>(what: string, look: () => Promise<T | undefined>) {
      let found: T | undefined;
      await until(what, async () => (found = await look()) !== undefined);
      return found as T;
    },
    scanOldCertificate: (caseNumber) => post(rig, token, '/operator/desk/scans', { caseNumber }),
    close: () => client.end(),
  };
}

function post(rig: Rig, token: string, where: string, body: object): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: 'localhost',
        port: rig.centre.port(),
        path: where,
        method: 'POST',
        ca: readFileSync(rig.centre.terminalTls.ca),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on('error', reject);
    request.end(JSON.stringify(body));
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
