import type { Budget } from '../feel/runtime.ts';
import type { Evaluating, Frame } from '../feel/scope.ts';
import type { FeelDate, FeelDateTime } from '../feel/temporal.ts';
import { coerce, misfit } from '../feel/types.ts';
import type { FeelValue } from '../feel/values.ts';
import type { Facts, Json } from './adopt.ts';
import type { GraphNode } from './graph.ts';

/** One row of a decision table that matched. */
export interface Hit {
  /** Name of the decision, or of the function that holds the table. */
  readonly decision: string;
  /** From 1. */
  readonly row: number;
  readonly ruleId: string | undefined;
  readonly annotation: string | undefined;
  /** Of the cells that say something (not `-`). */
  readonly cells: readonly HitCell[];
  readonly outputs: Readonly<Record<string, Json>>;
}

export interface HitCell {
  /** The input's label, or its expression. */
  readonly input: string;
  readonly text: string;
  readonly value: Json;
}

/** Something that made a value null, and should not have happened. */
export interface Note {
  readonly code: 'overlap' | 'not-allowed-value' | 'type-mismatch' | 'cycle';
  readonly decision: string;
  readonly text: string;
}

/** What is shared by a whole run, services called on the way included. */
export interface Run {
  readonly budget: Budget;
  readonly now: { readonly instant: FeelDateTime; readonly today: FeelDate };
  readonly hits: Hit[];
  readonly notes: Note[];
  readonly missing: Set<string>;
  readonly random: () => number;
  /** Texts are read as dates where a date is wanted: facts come as JSON. */
  readonly readsText: boolean;
  /** What is being evaluated, for the message when it fails. */
  place: { decision: string | undefined; ruleId: string | undefined; row: number | undefined };
}

const pending = Symbol('pending');

/** The values of a graph's nodes, each made when it is first asked for. */
export class Evaluation implements Evaluating {
  readonly run: Run;
  readonly #nodes: readonly GraphNode[];
  readonly #facts: Facts;
  readonly #values: (FeelValue | typeof pending | undefined)[];
  readonly frame: Frame;

  constructor(nodes: readonly GraphNode[], run: Run, facts: Facts, given?: ReadonlyMap<number, FeelValue>) {
    this.#nodes = nodes;
    this.run = run;
    this.#facts = facts;
    this.#values = [];
    for (const [index, value] of given ?? []) this.#values[index] = value;
    this.frame = { values: [], up: undefined, runtime: this };
  }

  get budget(): Budget {
    return this.run.budget;
  }

  get now(): Run['now'] {
    return this.run.now;
  }

  random(): number {
    return this.run.random();
  }

  noteMissing(path: string): void {
    this.run.missing.add(path);
  }

  note(code: Note['code'], decision: string, text: string): void {
    this.run.notes.push({ code, decision, text });
  }

  value(index: number): FeelValue {
    const known = this.#values[index];
    if (known !== undefined && known !== pending) return known;
    const node = this.#nodes[index];
    if (!node) return null;
    if (known === pending) {
      this.note('cycle', node.name, `"${node.name}" needs itself.`);
      return null;
    }
    this.#values[index] = pending;
    const value = node.kind === 'input' ? this.#fact(node) : node.kind === 'decision' ? this.#decided(node) : node.bind(this);
    this.#values[index] = value;
    return value;
  }

  /** What the caller says a decision has decided that is left to people: it has no logic. */
  given(name: string): FeelValue {
    return Object.hasOwn(this.#facts, name) ? (this.#facts[name] ?? null) : null;
  }

  #fact(node: Extract<GraphNode, { kind: 'input' }>): FeelValue {
    const given = node.find(this.#facts);
    if (given === undefined) {
      this.noteMissing(node.name);
      return null;
    }
    return this.#fitted(node, this.run.readsText ? node.adopt(given) : given, true);
  }

  #decided(node: Extract<GraphNode, { kind: 'decision' }>): FeelValue {
    const { place } = this.run;
    this.run.place = { decision: node.name, ruleId: undefined, row: undefined };
    const value = this.#fitted(node, node.logic(this.frame), false);
    this.run.place = place;
    return value;
  }

  #fitted(node: Extract<GraphNode, { kind: 'input' | 'decision' }>, value: FeelValue, partial: boolean): FeelValue {
    const fitted = coerce(value, node.type, partial);
    if (fitted !== misfit) return fitted;
    this.note('type-mismatch', node.name, `The value of "${node.name}" is not of its type.`);
    return null;
  }
}
