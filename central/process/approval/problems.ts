/** What is wrong with an item package: a code for programs, the place in the file, and a sentence for the person who wrote it. */
export interface ItemProblem {
  readonly code: ItemProblemCode;
  /** `item.json`, `item.json#/places/0/agency`, `decision.dmn`, `decision.dmn#rule 4/output dueInDays`. */
  readonly path: string;
  readonly text: string;
}

/** The closed list of what can be wrong with a package. */
export const itemProblemCodes = [
  'file_missing',
  'file_unknown',
  'file_too_large',
  'not_text',
  'not_json',
  'schema',
  'folder_name',
  // form
  'form_too_deep',
  'form_too_large',
  'form_reference',
  'form_pattern',
  'form_schema',
  'form_pointer',
  'form_unlisted',
  'form_hint',
  'form_unfillable',
  // process
  'process_code',
  'process_next',
  'process_cycle',
  'process_unconnected',
  'process_end',
  'process_role',
  'process_differs',
  'bpmn_unreadable',
  'bpmn_unsupported',
  // texts
  'template_placeholder',
  'template_missing',
  'template_length',
  'template_link',
  'reason_missing',
  'reason_placeholder',
  // codes of other lists
  'unknown_district',
  'unknown_material',
  'unknown_certificate_type',
  'unknown_party_class',
  'unknown_source',
  'material_source',
  'duplicate',
  'uscc',
  'implementation_code',
  'dates',
  'days',
  'serves',
  // decision
  'decision_unreadable',
  'decision_shape',
  'decision_hit_policy',
  'decision_fact',
  'decision_output',
  'decision_literal',
  'decision_no_catch_all',
  'decision_rule',
] as const;
export type ItemProblemCode = (typeof itemProblemCodes)[number];

export function problem(code: ItemProblemCode, path: string, text: string): ItemProblem {
  return { code, path, text };
}

/** A value of a file in a sentence: short, on one line. */
export function quoted(value: unknown): string {
  const text = (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')).replaceAll(/\s+/g, ' ');
  return `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
}
