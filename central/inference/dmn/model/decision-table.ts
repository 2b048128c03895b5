/** A decision table as the table editor has it, and DMN files of one such table. */
import type { ModdleElement } from 'dmn-moddle';
import { builtInNames } from '../builtins/all.ts';
import type { Node } from '../feel/ast.ts';
import { namesOf } from '../feel/names.ts';
import { parseExpression } from '../feel/parser.ts';
import { FeelSyntaxError } from '../feel/scanner.ts';
import type { Aggregation, Decision, DmnModel, HitPolicy, TableLogic } from './model.ts';
import { moddle } from './moddle.ts';

/** All texts are FEEL but `id`, `name`, `label` and `annotation`; `type` is a FEEL type or an item definition's name. */
export interface DecisionTable {
  readonly id: string;
  readonly name: string;
  readonly hitPolicy: HitPolicy;
  readonly aggregation?: Aggregation | undefined;
  readonly inputs: readonly TableColumn[];
  readonly outputs: readonly ResultColumn[];
  readonly rules: readonly TableRow[];
}

export interface TableColumn {
  readonly id: string;
  readonly label: string;
  readonly expression: string;
  readonly type?: string | undefined;
  /** Unary tests: `"a", "b"` or `[0..100]`. */
  readonly allowed?: string | undefined;
}

export interface ResultColumn {
  readonly id: string;
  readonly name: string;
  readonly type?: string | undefined;
  /** In order of priority. */
  readonly allowed?: string | undefined;
  readonly default?: string | undefined;
}

export interface TableRow {
  readonly id: string;
  readonly annotation?: string | undefined;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

const writtenNamespace = 'urn:e-station:decisions';

/** The table's DMN 1.3 file: the decision, its table, and an input for each name that the columns read. */
export async function writeDmn(table: DecisionTable): Promise<string> {
  const make = (type: string, attributes: Readonly<Record<string, unknown>>) => moddle.create(`dmn:${type}`, present(attributes));
  const text = (value: string | undefined) => (value?.trim() ? make('UnaryTests', { text: value }) : undefined);
  const inputs = rootNames(table).map(({ name, type }, i) =>
    make('InputData', { id: `${table.id}_in${i + 1}`, name, variable: make('InformationItem', { name, typeRef: type }) }),
  );
  const logic = make('DecisionTable', {
    id: `${table.id}_table`,
    hitPolicy: table.hitPolicy,
    aggregation: table.aggregation,
    input: table.inputs.map(({ id, label, expression, type, allowed }) =>
      make('InputClause', {
        id,
        label,
        inputExpression: make('LiteralExpression', { text: expression, typeRef: type }),
        inputValues: text(allowed),
      }),
    ),
    output: table.outputs.map(({ id, name, type, allowed, default: otherwise }) =>
      make('OutputClause', {
        id,
        name,
        typeRef: type,
        outputValues: text(allowed),
        defaultOutputEntry: otherwise?.trim() ? make('LiteralExpression', { text: otherwise }) : undefined,
      }),
    ),
    annotation: [make('RuleAnnotationClause', { name: 'reason' })],
    rule: table.rules.map(({ id, annotation, inputs, outputs }) =>
      make('DecisionRule', {
        id,
        inputEntry: inputs.map((cell) => make('UnaryTests', { text: cell })),
        outputEntry: outputs.map((cell) => make('LiteralExpression', { text: cell })),
        annotationEntry: [make('RuleAnnotation', { text: annotation ?? '' })],
      }),
    ),
  });
  const requirement = ({ id }: { id: string }, i: number) =>
    make('InformationRequirement', {
      id: `${table.id}_req${i + 1}`,
      requiredInput: make('DMNElementReference', { href: `#${id}` }),
    });
  const decision = make('Decision', {
    id: table.id,
    name: table.name,
    variable: make('InformationItem', { name: table.name }),
    informationRequirement: inputs.map((input, i) => requirement({ id: String(input.get('id')) }, i)),
    decisionLogic: logic,
  });
  const definitions = make('Definitions', {
    id: `${table.id}_definitions`,
    name: table.name,
    namespace: writtenNamespace,
    drgElement: [decision, ...inputs] satisfies ModdleElement[],
  });
  return (await moddle.toXML(definitions, { format: true })).xml;
}

function present(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/** The names outside of the table that its texts read; with a type where a column is nothing but the name. */
function rootNames({ inputs, outputs, rules }: DecisionTable): { name: string; type: string | undefined }[] {
  const found = new Map<string, string | undefined>();
  const read = (text: string, type: string | undefined, note: (name: string) => void) => {
    const node = parsed(text);
    if (node?.node === 'name' && !builtInNames.has(node.name)) found.set(node.name, found.get(node.name) ?? type);
    if (node) freeNames(node, new Set(), note);
  };
  const note = (name: string) => void found.set(name, found.get(name));
  for (const { expression, type } of inputs) read(expression, type, note);
  for (const rule of rules) for (const cell of [...rule.inputs, ...rule.outputs]) read(cell, undefined, note);
  for (const { default: otherwise } of outputs) if (otherwise) read(otherwise, undefined, note);
  return [...found].map(([name, type]) => ({ name, type }));
}

function parsed(text: string): Node | undefined {
  try {
    return parseExpression(text, { names: namesOf(builtInNames), types: new Map() });
  } catch (error) {
    // Cells may be tests that are no expressions; what they read beyond the columns' names is seen when the file is compiled.
    if (error instanceof FeelSyntaxError) return undefined;
    throw error;
  }
}

function freeNames(node: unknown, bound: ReadonlySet<string>, note: (name: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const one of node) freeNames(one, bound, note);
    return;
  }
  if ('node' in node && node.node === 'name' && 'name' in node && typeof node.name === 'string') {
    if (!bound.has(node.name) && !builtInNames.has(node.name) && node.name !== '?') note(node.name);
    return;
  }
  const own = new Set([...bound, ...boundIn(node)]);
  for (const part of Object.values(node)) if (!(part instanceof Map)) freeNames(part, own, note);
}

/** Names that a construct brings itself. */
function boundIn(node: object): string[] {
  const names: string[] = 'node' in node && node.node === 'filter' ? ['item'] : ['partial'];
  for (const list of ['iterators', 'params', 'entries']) {
    const parts: unknown = Reflect.get(node, list);
    if (!Array.isArray(parts)) continue;
    for (const part of parts as { name?: unknown }[]) if (typeof part.name === 'string') names.push(part.name);
  }
  return names;
}

/** The table of a decision (id or name; without: the first that is a table), for the editor. */
export function findTable(model: DmnModel, decision?: string): DecisionTable | undefined {
  const found = model.decisions.find(
    ({ id, variable, logic }) =>
      logic?.kind === 'table' && (decision === undefined || id === decision || variable.name === decision),
  );
  return found?.logic?.kind === 'table' ? tableFrom(found, found.logic) : undefined;
}

function tableFrom({ id, variable }: Decision, logic: TableLogic): DecisionTable {
  return {
    id,
    name: variable.name,
    hitPolicy: logic.hitPolicy,
    aggregation: logic.aggregation,
    inputs: logic.inputs.map((input, i) => ({
      id: input.id ?? `input${i + 1}`,
      label: input.label ?? input.expression,
      expression: input.expression,
      type: input.typeRef,
      allowed: input.allowed,
    })),
    outputs: logic.outputs.map((output, i) => ({
      id: output.id ?? `output${i + 1}`,
      name: output.name ?? '',
      type: output.typeRef,
      allowed: output.allowed,
      default: output.default,
    })),
    rules: logic.rules.map((rule, i) => ({
      id: rule.id ?? `rule${i + 1}`,
      annotation: rule.annotation,
      inputs: rule.inputs,
      outputs: rule.outputs,
    })),
  };
}
