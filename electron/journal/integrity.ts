import type { Connection } from './connection.ts';
import { openBody } from './body.ts';
import { chainHash, chainStart } from './chain.ts';
import type { Statements } from './sql.ts';

/** Why a journal cannot be trusted; no row's content is in it. */
export type IntegrityProblem = 'page' | 'gap' | 'body' | 'chain' | 'sealed-without-key';

/** Reads every page: a flipped bit fails the page's authentication, a wrong structure fails the check. */
export function checkPages(connection: Connection): IntegrityProblem | undefined {
  const answer = connection.pragma('quick_check(1)', { simple: true });
  return answer === 'ok' ? undefined : 'page';
}

/** Walks the hash chain over every body that is still there, and makes sure that no record is missing in between. */
export function checkChain(sql: Statements): IntegrityProblem | undefined {
  if (sql.gaps.get()?.missing !== 0) return 'gap';
  for (const row of sql.outbox.iterate()) {
    if (!row.dek) return 'sealed-without-key';
    let text: string;
    try {
      text = openBody({ body: row.body, dek: row.dek }, row.id);
    } catch {
      return 'body'; // authentication or format: which of them it was helps nobody
    }
    if (!chainHash(row.previousHash ?? chainStart, text).equals(row.hash)) return 'chain';
  }
  return undefined;
}
