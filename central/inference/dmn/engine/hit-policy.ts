/** What the matched rows of a table give (DMN 1.5, 8.2.8). */
import { builtIns } from '../builtins/all.ts';
import { equals } from '../feel/compare.ts';
import type { Frame } from '../feel/scope.ts';
import type { FeelValue } from '../feel/values.ts';
import type { Aggregation } from '../model/model.ts';
import { resultOf, type CompiledOutput, type CompiledRow, type CompiledTable } from './compiled-table.ts';

export interface MatchedRow {
  readonly row: CompiledRow;
  readonly outputs: readonly FeelValue[];
}

interface Outcome {
  readonly value: FeelValue;
  /** The rows that the value comes from, in the order that the policy gives them. */
  readonly hits: readonly MatchedRow[];
  /** Rows match together that must not. */
  readonly overlap: boolean;
}

export function outcomeOf({ logic, outputs }: CompiledTable, matched: readonly MatchedRow[], frame: Frame): Outcome {
  const values = (hits: readonly MatchedRow[]) => hits.map((hit) => resultOf(outputs, hit.outputs));
  const [first] = matched;
  if (!first) return { value: nothingMatched(logic.hitPolicy, logic.aggregation, outputs, frame), hits: [], overlap: false };
  const one = (hit: MatchedRow): Outcome => ({ value: resultOf(outputs, hit.outputs), hits: [hit], overlap: false });
  switch (logic.hitPolicy) {
    case 'UNIQUE':
      return matched.length === 1 ? one(first) : { value: null, hits: matched, overlap: true };
    case 'FIRST':
      return one(first);
    case 'ANY': {
      const agree = matched.every((hit) => hit.outputs.every((value, i) => equals(value, first.outputs[i] ?? null) === true));
      return { value: agree ? resultOf(outputs, first.outputs) : null, hits: matched, overlap: !agree };
    }
    case 'PRIORITY': {
      const [best = first] = byPriority(matched, outputs);
      return one(best);
    }
    case 'OUTPUT ORDER': {
      const hits = byPriority(matched, outputs);
      return { value: values(hits), hits, overlap: false };
    }
    case 'RULE ORDER':
      return { value: values(matched), hits: matched, overlap: false };
    default:
      return { value: collected(values(matched), logic.aggregation, frame), hits: matched, overlap: false };
  }
}

function byPriority(matched: readonly MatchedRow[], outputs: readonly CompiledOutput[]): MatchedRow[] {
  const rank = (value: FeelValue, ranked: readonly FeelValue[]) => {
    const place = ranked.findIndex((one) => equals(one, value) === true);
    return place < 0 ? ranked.length : place;
  };
  return matched.toSorted((a, b) => {
    for (const [i, { ranked }] of outputs.entries()) {
      const difference = rank(a.outputs[i] ?? null, ranked) - rank(b.outputs[i] ?? null, ranked);
      if (difference !== 0) return difference;
    }
    return a.row.row - b.row.row;
  });
}

const aggregators: Readonly<Record<Aggregation, string>> = { SUM: 'sum', MIN: 'min', MAX: 'max', COUNT: 'count' };

function collected(values: readonly FeelValue[], aggregation: Aggregation | undefined, frame: Frame): FeelValue {
  if (!aggregation) return values;
  return builtIns.get(aggregators[aggregation])?.call([values], frame.runtime) ?? null;
}

function nothingMatched(
  policy: CompiledTable['logic']['hitPolicy'],
  aggregation: Aggregation | undefined,
  outputs: readonly CompiledOutput[],
  frame: Frame,
): FeelValue {
  const several = policy === 'RULE ORDER' || policy === 'OUTPUT ORDER' || (policy === 'COLLECT' && !aggregation);
  if (outputs.some(({ otherwise }) => otherwise)) {
    const value = resultOf(
      outputs,
      outputs.map(({ otherwise }) => otherwise?.(frame) ?? null),
    );
    return several ? [value] : value;
  }
  if (several) return [];
  return aggregation === 'COUNT' ? 0 : null;
}
