import type { Compiled } from '../feel/scope.ts';
import type { FeelType } from '../feel/types.ts';
import { contextOf, type FeelValue } from '../feel/values.ts';
import type { TableLogic } from '../model/model.ts';
import type { Cell } from './cells.ts';

export interface CompiledInput {
  readonly label: string;
  /** What values are made to fit; any where the table says nothing. */
  readonly type: FeelType;
  /** What is known of the values without running anything. */
  readonly knownType: FeelType;
  readonly get: Compiled;
  readonly allows: ((value: FeelValue) => boolean) | undefined;
  /** The values that are allowed, where they are a list of constants. */
  readonly allowed: readonly FeelValue[] | undefined;
  readonly temporal: boolean;
}

export interface CompiledOutput {
  readonly name: string;
  readonly type: FeelType;
  /** The allowed values in order of priority. */
  readonly ranked: readonly FeelValue[];
  readonly otherwise: Compiled | undefined;
  /** For cells whose value is not known before. */
  readonly allows: ((value: FeelValue) => boolean) | undefined;
}

export interface CompiledRow {
  /** From 0. */
  readonly row: number;
  readonly ruleId: string | undefined;
  readonly annotation: string | undefined;
  /** The cells that say something, with their column. */
  readonly tests: readonly { readonly column: number; readonly cell: Cell; readonly text: string }[];
  readonly outputs: readonly OutputCell[];
}

export interface OutputCell {
  readonly get: Compiled;
  /** Where it is the same at every evaluation. */
  readonly constant: FeelValue | undefined;
}

export interface CompiledTable {
  readonly logic: TableLogic;
  readonly inputs: readonly CompiledInput[];
  readonly outputs: readonly CompiledOutput[];
  readonly rows: readonly CompiledRow[];
}

/** One output: its value. Several: a context of them. */
export function resultOf(outputs: readonly CompiledOutput[], values: readonly FeelValue[]): FeelValue {
  if (outputs.length === 1) return values[0] ?? null;
  return contextOf(outputs.map(({ name }, i) => [name, values[i] ?? null]));
}
