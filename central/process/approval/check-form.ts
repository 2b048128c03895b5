import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import { patternProblem } from './check-pattern.ts';
import type { ItemProblem } from './problems.ts';
import { problem, quoted } from './problems.ts';

/** A form that a person reads on one screen needs far less. Counted before anything is compiled. */
export const formLimits = { depth: 12, nodes: 2_000, members: 40 } as const;

const where = 'item.json#/form';

/** `x-kiosk` hints that the terminal's renderer knows, and what they may say. */
const fieldHints: Readonly<Record<string, readonly string[] | 'any'>> = {
  order: 'any',
  section: ['party', 'certificate', 'change', 'agent', 'delivery', 'details'],
  control: ['text', 'textarea', 'date', 'number', 'idNumber', 'phone', 'choice', 'checkbox', 'address', 'money', 'file'],
  keypad: ['none', 'digits', 'idNumber', 'phone', 'decimal', 'letters', 'text', 'date', 'handwriting', 'pinyin'],
  mask: ['none', 'idNumber', 'phone', 'name', 'address'],
  prefill: 'any',
  icSource: ['name', 'number', 'address', 'birth', 'sex', 'nation'],
};
const formHints: Readonly<Record<string, readonly string[] | 'any'>> = { layout: ['sheet', 'steps'], sections: 'any' };

/**
 * The form of an item: small, closed in itself, with harmless patterns; compiles in ajv's strict mode; says the same as the item's list of
 * fields; and has hints that a terminal knows.
 */
export function checkForm(item: Pick<ApprovalItem, 'form' | 'fields'>): ItemProblem[] {
  const size = formSizeProblems(item.form);
  if (size.length > 0) return size; // neither walked again nor compiled
  const unsafe = [...referenceProblems(item.form), ...patternProblems(item.form, where)];
  if (unsafe.length > 0) return unsafe;
  return [...compileProblems(item.form), ...fieldProblems(item), ...hintProblems(item)];
}

/** Walks with a stack of its own, so that depth is counted, not suffered. */
export function formSizeProblems(form: unknown): ItemProblem[] {
  let nodes = 0;
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: form, depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    nodes += 1;
    if (next.depth > formLimits.depth)
      return [problem('form_too_deep', where, `The form is nested more than ${formLimits.depth} levels deep.`)];
    if (nodes > formLimits.nodes)
      return [problem('form_too_large', where, `The form has more than ${formLimits.nodes} parts; a screen cannot show that.`)];
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const value of Object.values(next.value)) waiting.push({ value, depth: next.depth + 1 });
  }
  return [];
}

/** References let a short text stand for an endless form, or fetch one from elsewhere; no form of a page needs them. */
const references = ['$ref', '$dynamicRef', '$recursiveRef', '$anchor', '$dynamicAnchor', '$defs', 'definitions'];

function referenceProblems(form: object): ItemProblem[] {
  const found: ItemProblem[] = [];
  visit(form, where, (schema, at) => {
    for (const name of references)
      if (Object.hasOwn(schema, name))
        found.push(problem('form_reference', `${at}/${name}`, `The form must be written out: "${name}" is not taken.`));
    if (at !== where && Object.hasOwn(schema, '$id'))
      found.push(problem('form_reference', `${at}/$id`, 'Only the form as a whole may have an "$id".'));
  });
  const { $id, $schema } = form as { readonly $id?: unknown; readonly $schema?: unknown };
  if ($id !== undefined && !(typeof $id === 'string' && $id.startsWith('urn:')))
    found.push(problem('form_reference', `${where}/$id`, 'The form\'s "$id" must be a urn: name, not an address.'));
  if ($schema !== undefined && $schema !== 'https://json-schema.org/draft/2020-12/schema')
    found.push(problem('form_reference', `${where}/$schema`, 'The form must be JSON Schema 2020-12.'));
  return found;
}

function patternProblems(form: object, at: string): ItemProblem[] {
  const found: ItemProblem[] = [];
  const check = (pattern: unknown, place: string): void => {
    const why = typeof pattern === 'string' ? patternProblem(pattern) : 'it is not a text';
    if (why !== undefined) found.push(problem('form_pattern', place, `The pattern ${quoted(pattern)} is not taken: ${why}.`));
  };
  visit(form, at, (schema, place) => {
    if (Object.hasOwn(schema, 'pattern')) check(schema['pattern'], `${place}/pattern`);
    const byPattern = schema['patternProperties'];
    if (typeof byPattern === 'object' && byPattern !== null)
      for (const pattern of Object.keys(byPattern)) check(pattern, `${place}/patternProperties`);
  });
  return found;
}

/** Members that hold schemas by name: their own names are no keywords. */
const namedSchemas = new Set(['properties', 'patternProperties', 'dependentSchemas']);
/** Members whose content is data. */
const data = new Set(['const', 'enum', 'default', 'examples', 'x-kiosk']);

function visit(schema: object, at: string, see: (schema: Readonly<Record<string, unknown>>, at: string) => void): void {
  if (!Array.isArray(schema)) see(schema as Record<string, unknown>, at);
  for (const [name, value] of Object.entries(schema) as [string, unknown][]) {
    if (typeof value !== 'object' || value === null || data.has(name)) continue;
    if (namedSchemas.has(name)) {
      for (const [member, inner] of Object.entries(value) as [string, unknown][])
        if (typeof inner === 'object' && inner !== null) visit(inner, `${at}/${name}/${member}`, see);
    } else visit(value, `${at}/${name}`, see);
  }
}

/** One for all forms: making it compiles the draft's own schema, which takes longer than any form does. */
const ajv = new Ajv2020({ strict: true, allErrors: true, logger: false });
ajv.addKeyword({ keyword: 'x-kiosk', schemaType: 'object' });

/** @param form with no "$id" but a urn: name, which the form takes back with it. */
function compileProblems(form: object): ItemProblem[] {
  try {
    ajv.compile(form);
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be compiled';
    return [problem('form_schema', where, `The form is not a strict JSON Schema 2020-12: ${quoted(why)}.`)];
  } finally {
    ajv.removeSchema(form);
  }
}

function fieldProblems({ form, fields }: Pick<ApprovalItem, 'form' | 'fields'>): ItemProblem[] {
  const properties = propertiesOf(form);
  if (form['type'] !== 'object' || form['additionalProperties'] !== false)
    return [problem('form_schema', where, 'The form must be of type object with "additionalProperties": false.')];
  const found: ItemProblem[] = [];
  const listed = new Set(fields.map(({ pointer }) => pointer.slice(1)));
  if (Object.keys(properties).length > formLimits.members)
    found.push(problem('form_too_large', where, `The form has more than ${formLimits.members} fields.`));
  for (const [index, { pointer, from, editable }] of fields.entries()) {
    const at = `item.json#/fields/${index}`;
    const schema = properties[pointer.slice(1)];
    if (schema === undefined)
      found.push(problem('form_pointer', `${at}/pointer`, `The field ${quoted(pointer)} is not in the form.`));
    else if (from === undefined && !editable && requiredOf(form).includes(pointer.slice(1)))
      found.push(problem('form_unfillable', at, `Nobody can fill in ${quoted(pointer)}: it has no source and cannot be edited.`));
  }
  for (const name of Object.keys(properties))
    if (!listed.has(name))
      found.push(
        problem(
          'form_unlisted',
          `${where}/properties/${name}`,
          `The field ${quoted(name)} has no label: list it under "fields".`,
        ),
      );
  for (const name of requiredOf(form))
    if (properties[name] === undefined)
      found.push(problem('form_pointer', `${where}/required`, `${quoted(name)} is required and not in the form.`));
  return found;
}

function propertiesOf(form: object): Readonly<Record<string, object>> {
  const { properties } = form as { readonly properties?: unknown };
  return typeof properties === 'object' && properties !== null ? (properties as Record<string, object>) : {};
}

function requiredOf(form: object): readonly string[] {
  const { required } = form as { readonly required?: unknown };
  return Array.isArray(required) ? required.filter((name): name is string => typeof name === 'string') : [];
}

function hintProblems({ form, fields }: Pick<ApprovalItem, 'form' | 'fields'>): ItemProblem[] {
  const found = hintsOf(form, formHints, where);
  const fromOf = new Map(fields.map(({ pointer, from }) => [pointer.slice(1), from]));
  for (const [name, schema] of Object.entries(propertiesOf(form))) {
    const at = `${where}/properties/${name}`;
    found.push(...hintsOf(schema, fieldHints, at));
    const prefill = (schema as { 'x-kiosk'?: { prefill?: unknown } })['x-kiosk']?.prefill;
    if (prefill !== undefined && prefill !== fromOf.get(name))
      found.push(
        problem(
          'form_hint',
          `${at}/x-kiosk/prefill`,
          `The form fills ${quoted(name)} from ${quoted(prefill)}, the list of fields from ${quoted(fromOf.get(name) ?? 'nowhere')}.`,
        ),
      );
  }
  return found;
}

function hintsOf(schema: object, known: Readonly<Record<string, readonly string[] | 'any'>>, at: string): ItemProblem[] {
  const hints = (schema as { 'x-kiosk'?: unknown })['x-kiosk'];
  if (hints === undefined) return [];
  if (typeof hints !== 'object' || hints === null) return [problem('form_hint', `${at}/x-kiosk`, 'Hints are an object.')];
  return Object.entries(hints).flatMap(([name, value]: [string, unknown]) => {
    const allowed = Object.hasOwn(known, name) ? known[name] : undefined;
    if (allowed === undefined)
      return [problem('form_hint', `${at}/x-kiosk/${name}`, `The terminal does not know the hint ${quoted(name)}.`)];
    if (allowed === 'any' || (typeof value === 'string' && allowed.includes(value))) return [];
    return [problem('form_hint', `${at}/x-kiosk/${name}`, `${quoted(value)} is not one of ${allowed.join(', ')}.`)];
  });
}
