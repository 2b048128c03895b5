/** What can be wrong with a decision file, for the people who write it. */
export const problemCodes = [
  'xml-too-large',
  'xml-doctype',
  'xml-too-deep',
  'xml-too-many-elements',
  'xml-malformed',
  'xml-not-dmn',
  'xml-unknown-element',
  'duplicate-id',
  'duplicate-name',
  'missing-logic',
  'missing-expression',
  'unknown-reference',
  'unknown-type',
  'cyclic-type',
  'cyclic-requirement',
  'recursive-function',
  'external-function',
  'feel-syntax',
  'unknown-name',
  'unknown-fact',
  'wrong-arguments',
  'type-mismatch',
  'not-allowed-value',
  'table-shape',
  'overlapping-rules',
  'gap',
  'unreachable-rule',
  'not-repeatable',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

export interface DmnProblem {
  readonly code: ProblemCode;
  /** `error`: the file is refused. `warning`: somebody should look. */
  readonly severity: 'error' | 'warning';
  /** Name of the decision, function or type. */
  readonly element?: string | undefined;
  /** Where in it: `rule 3, input 2`, `entry total`. */
  readonly place?: string | undefined;
  /** Id of the rule, where it is about one. */
  readonly ruleId?: string | undefined;
  /** Offset in the FEEL text, from 0. */
  readonly at?: number | undefined;
  /** One plain sentence. */
  readonly text: string;
}

export function problem(code: ProblemCode, text: string, more: Partial<DmnProblem> = {}): DmnProblem {
  return { code, severity: 'error', ...more, text };
}
