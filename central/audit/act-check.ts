import { sql } from 'kysely';
import type { Result } from '#contracts/basics/result.ts';
import type { Db } from '../store/index.ts';
import type { NoteKey } from './note-key.ts';
import type { InclusionProof } from './proofs.ts';
import { checkProof } from './proofs.ts';

/** What can be said to who holds a receipt. `recorded` was proven against a signed checkpoint; `differs` is for 12345. */
export type ActCheck =
  | { readonly is: 'recorded'; readonly position: number; readonly of: number; readonly proof: InclusionProof }
  | { readonly is: 'pending' }
  | { readonly is: 'differs' }
  /** It is not settled, or not ours: there is nothing to find. */
  | { readonly is: 'none' };

/** Why there is no proof: no such entry; not in a checkpoint yet; entry or tree are not as they were. */
export type ProofProblem = 'unknown' | 'pending' | 'damaged';

type Prove = (id: string, terminal: string) => Promise<Result<InclusionProof, ProofProblem>>;

interface SettledAct {
  readonly terminal_id: string;
  readonly hash: string;
}

/**
 * Proves that the log holds an act as it came. @param hashPrefix from the receipt's QR; without one any act of that id.
 */
export async function checkAct(db: Db, key: NoteKey, prove: Prove, id: string, hashPrefix = ''): Promise<ActCheck> {
  const found = await sql<SettledAct>`
    SELECT terminal_id, hash FROM inbox
    WHERE id = ${id}::uuid AND receipt IS NOT NULL AND (starts_with(hash, ${hashPrefix}) OR starts_with(body_hash, ${hashPrefix}))
    ORDER BY terminal_id LIMIT 1`.execute(db);
  const [act] = found.rows;
  if (!act) return { is: 'none' };
  const proof = await prove(id, act.terminal_id);
  if (!proof.ok) return proof.error === 'pending' ? { is: 'pending' } : { is: 'differs' }; // a settled act has an entry
  const entry = checkProof(proof.value, key);
  const same = entry?.id === id && entry.terminal === act.terminal_id && entry.data === act.hash;
  if (!same) return { is: 'differs' };
  return { is: 'recorded', position: proof.value.index + 1, of: proof.value.size, proof: proof.value };
}
