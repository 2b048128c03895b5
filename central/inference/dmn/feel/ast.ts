import type { ArithmeticOp } from './arithmetic.ts';
import type { Comparison } from './compare.ts';
import type { Compiled, Scope } from './scope.ts';
import type { FeelType } from './types.ts';
import type { FeelValue } from './values.ts';

/** A parsed FEEL expression. `at` is the offset in its text; `type` what is known of its values without running it. */
export type Node = { readonly at: number; readonly type?: FeelType | undefined } & NodeShape;

type NodeShape =
  | { readonly node: 'constant'; readonly value: FeelValue }
  | { readonly node: 'name'; readonly name: string }
  | { readonly node: 'path'; readonly of: Node; readonly name: string }
  | { readonly node: 'filter'; readonly of: Node; readonly filter: Node }
  | {
      readonly node: 'call';
      readonly callee: Node;
      readonly args: readonly Node[];
      readonly names: readonly string[] | undefined;
    }
  | { readonly node: 'arithmetic'; readonly op: ArithmeticOp; readonly a: Node; readonly b: Node }
  | { readonly node: 'compare'; readonly op: Comparison; readonly a: Node; readonly b: Node }
  | { readonly node: 'logic'; readonly op: 'and' | 'or'; readonly a: Node; readonly b: Node }
  | { readonly node: 'negate'; readonly of: Node }
  | { readonly node: 'between'; readonly of: Node; readonly low: Node; readonly high: Node }
  | { readonly node: 'in'; readonly of: Node; readonly tests: readonly Node[] }
  | { readonly node: 'instance'; readonly of: Node; readonly wanted: TypeNode }
  | { readonly node: 'if'; readonly condition: Node; readonly yes: Node; readonly no: Node }
  | { readonly node: 'for'; readonly iterators: readonly Iterator[]; readonly body: Node }
  | { readonly node: 'quantified'; readonly every: boolean; readonly iterators: readonly Iterator[]; readonly body: Node }
  | { readonly node: 'function'; readonly params: readonly ParamNode[]; readonly body: Node | undefined }
  | { readonly node: 'list'; readonly items: readonly Node[] }
  | { readonly node: 'context'; readonly entries: readonly EntryNode[] }
  | {
      readonly node: 'range';
      readonly startIncluded: boolean;
      readonly start: Node;
      readonly end: Node;
      readonly endIncluded: boolean;
    }
  /** An expression of the model instead of text. */
  | { readonly node: 'boxed'; readonly compile: (scope: Scope) => Compiled }
  /** `< 5` and the like: a test within unary tests, an open-ended range in parentheses elsewhere. */
  | { readonly node: 'side'; readonly op: Comparison; readonly of: Node };

export interface Iterator {
  readonly name: string;
  readonly in: Node;
  /** The end of `a..b`. */
  readonly to: Node | undefined;
}

export interface ParamNode {
  readonly name: string;
  readonly type: TypeNode | undefined;
}

export interface EntryNode {
  readonly name: string;
  readonly value: Node;
  readonly at: number;
}

export type TypeNode =
  | { readonly type: 'named'; readonly name: string; readonly at: number }
  | { readonly type: 'list' | 'range'; readonly of: TypeNode }
  | { readonly type: 'context'; readonly fields: readonly (readonly [string, TypeNode])[] }
  | { readonly type: 'function'; readonly params: readonly TypeNode[]; readonly returns: TypeNode };

/** The content of a cell: `-`, `not(...)` or a list of tests. */
export interface UnaryTests {
  readonly any: boolean;
  readonly negated: boolean;
  readonly tests: readonly Node[];
}
