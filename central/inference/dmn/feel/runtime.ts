import type { FeelDate, FeelDateTime } from './temporal.ts';

/** Thrown when an evaluation takes more than it may; `decide` turns it into a Result. */
export class BudgetExceeded extends Error {
  readonly code: 'steps' | 'depth' | 'size';
  constructor(code: 'steps' | 'depth' | 'size') {
    super(code);
    this.code = code;
  }
}

export interface Limits {
  /** Iterations, calls, matching steps of regular expressions and items handled. */
  readonly steps: number;
  /** Functions that call functions. */
  readonly depth: number;
  /** Characters of a text, items of a list. */
  readonly size: number;
}

export const defaultLimits: Limits = { steps: 2_000_000, depth: 200, size: 1_000_000 };

export class Budget {
  #steps = 0;
  #depth = 0;
  readonly limits: Limits;
  constructor(limits: Limits) {
    this.limits = limits;
  }
  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > this.limits.steps) throw new BudgetExceeded('steps');
  }
  /** For something that grew to `size` characters or items. */
  grow(size: number): void {
    if (size > this.limits.size) throw new BudgetExceeded('size');
    this.spend(1 + (size >> 5));
  }
  enter(): void {
    this.spend(1);
    this.#depth += 1;
    if (this.#depth > this.limits.depth) throw new BudgetExceeded('depth');
  }
  leave(): void {
    this.#depth -= 1;
  }
}

/** What an evaluation carries with it. */
export interface Runtime {
  readonly budget: Budget;
  /** The caller's clock: FEEL's now() and today() give this and nothing else. */
  readonly now: { readonly instant: FeelDateTime; readonly today: FeelDate };
  /** Numbers of [0, 1) that are the same at every replay. */
  random(): number;
}
