import type { Runtime } from './runtime.ts';
import type { FeelType } from './types.ts';
import type { FeelValue } from './values.ts';

/** Variables at run time: one frame per construct that brings names. */
export interface Frame {
  readonly values: FeelValue[];
  readonly up: Frame | undefined;
  readonly runtime: Evaluating;
}

/** A runtime that notes which facts were asked for and not there. */
export interface Evaluating extends Runtime {
  noteMissing(path: string): void;
}

export type Compiled = (frame: Frame) => FeelValue;

/** A name outside of the expression: an input, a decision, a function. */
export interface Outside {
  readonly get: Compiled;
  /** Its name where it is a fact that the caller may or may not give. */
  readonly fact?: string | undefined;
}

export interface FeelProblem {
  readonly code: 'unknown-name' | 'unknown-type' | 'unknown-function' | 'wrong-arguments';
  /** Offset in the text. */
  readonly at: number;
  readonly name: string;
}

/** What expressions of one place are compiled against. */
export interface Globals {
  find(name: string): Outside | undefined;
  findType(name: string): FeelType | undefined;
  problem(problem: FeelProblem): void;
  /** Hears which facts are read: `cert.typeCode`. */
  usesFact?(path: string, at: number): void;
}

/** Names at compile time; `dynamic`: the frame's item may bring names of its own (filters). */
export interface Scope {
  readonly outer: Scope | undefined;
  readonly slots: ReadonlyMap<string, number>;
  readonly dynamic: boolean;
  readonly globals: Globals;
}

export function rootScope(globals: Globals): Scope {
  return { outer: undefined, slots: new Map(), dynamic: false, globals };
}

export function innerScope(outer: Scope, names: readonly string[], dynamic = false): Scope {
  return { outer, slots: new Map(names.map((name, i) => [name, i])), dynamic, globals: outer.globals };
}

export function innerFrame(up: Frame, values: FeelValue[]): Frame {
  return { values, up, runtime: up.runtime };
}
