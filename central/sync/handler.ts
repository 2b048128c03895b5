import type { Selectable } from 'kysely';
import type { Instant } from '#contracts/basics/clock.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { Act, ActKind } from '#contracts/domain/act.ts';
import type { Tables, Tx } from '../store/index.ts';
import type { EnrolledTerminal } from '../terminals/index.ts';

/** Where an act may leave its effect; all of it is inserted in the transaction that accepts the act. */
export type EffectTable =
  | 'certificate'
  | 'service_case'
  | 'case_step'
  | 'rating'
  | 'outbox_central'
  | 'confirmation'
  | 'approval_case'
  | 'approval_step'
  | 'staff_task';
export type EffectRows = { readonly [T in EffectTable]?: readonly Selectable<Tables[T]>[] };

/** What becomes of an act. `ref` goes into the signed receipt; `detail` is for central staff, a short word of ours. */
export interface Decision {
  readonly code: 'applied' | 'superseded' | 'rejected';
  readonly ref: string;
  readonly reason: ErrorCode | '';
  readonly detail: string;
  readonly rows: EffectRows;
  /** Whom it concerns, where no row says it. */
  readonly personKey?: string;
}

export interface Circumstances {
  readonly terminal: EnrolledTerminal;
  /** When the centre decides. */
  readonly at: Instant;
}

export type ActOf<K extends ActKind> = Extract<Act, { readonly kind: K }>;

/** Decides acts of one kind, one by one and without waiting, from what was read for all of them together. */
export interface Judge<A extends Act> {
  decide(act: A): Decision;
  /** The act came after its time: what the person shall find instead of silence. */
  expire(act: A): EffectRows;
  /** What the decisions change in rows that are there already, and the jobs that follow: after all rows were inserted. */
  finish?(): Promise<void>;
}

/**
 * One kind of act. `prepare` reads what its judge needs for a whole group at once, which is what keeps 500 acts at a
 * handful of statements. A throw, there or in `decide`, is a bug: it holds up the act that caused it and no other.
 */
export interface ActHandler<A extends Act> {
  prepare(tx: Tx, acts: readonly A[], circumstances: Circumstances): Promise<Judge<A>>;
}

export type ActHandlers = { readonly [K in ActKind]: ActHandler<ActOf<K>> };
