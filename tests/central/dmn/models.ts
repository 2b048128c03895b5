import type { Instant } from '#contracts/basics/clock.ts';
import { compile, readDmn, type CompiledModel, type DmnModel, type Facts, type Json } from '#central/inference/dmn/dmn.ts';
import type { CompileOptions } from '#central/inference/dmn/engine/compile.ts';

export const now = '2026-11-25T02:00:00.000Z' as Instant;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function typed(type: string | undefined): string {
  return type === undefined ? '' : ` typeRef="${escaped(type)}"`;
}

function idOf(prefix: string, name: string): string {
  return `${prefix}_${name.replaceAll(' ', '_')}`;
}

export function definitions(content: readonly string[], namespace = 'urn:test', version = '20230324'): string {
  const uri = `https://www.omg.org/spec/DMN/${version}/MODEL/`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${uri}" name="test" id="test" namespace="${namespace}">${content.join('')}</definitions>`;
}

export const literal = (text: string, type?: string): string =>
  `<literalExpression${typed(type)}><text>${escaped(text)}</text></literalExpression>`;

export const input = (name: string, type?: string): string =>
  `<inputData id="${idOf('i', name)}" name="${name}"><variable name="${name}"${typed(type)}/></inputData>`;

/** Names of inputs; `decision:name`, `function:name`, or a whole href for the others. */
function requirement(need: string): string {
  const [kind, name = ''] = need.includes('#') ? ['href', need] : need.includes(':') ? need.split(':') : ['input', need];
  if (kind === 'href') {
    const element = /#(i|d|f)_/.exec(name)?.[1];
    if (element === 'f') return `<knowledgeRequirement><requiredKnowledge href="${name}"/></knowledgeRequirement>`;
    const required = element === 'i' ? 'requiredInput' : 'requiredDecision';
    return `<informationRequirement><${required} href="${name}"/></informationRequirement>`;
  }
  if (kind === 'function') return `<knowledgeRequirement><requiredKnowledge href="#${idOf('f', name)}"/></knowledgeRequirement>`;
  if (kind === 'decision')
    return `<informationRequirement><requiredDecision href="#${idOf('d', name)}"/></informationRequirement>`;
  return `<informationRequirement><requiredInput href="#${idOf('i', name)}"/></informationRequirement>`;
}

export function decision(name: string, logic: string, needs: readonly string[] = [], type?: string): string {
  const variable = `<variable name="${name}"${typed(type)}/>`;
  return `<decision id="${idOf('d', name)}" name="${name}">${variable}${needs.map(requirement).join('')}${logic}</decision>`;
}

/** `params`: `name` or `name: type`. */
export function knowledge(name: string, params: readonly string[], body: string, needs: readonly string[] = []): string {
  const formal = params.map((param) => {
    const [own = '', type] = param.split(': ');
    return `<formalParameter name="${own}"${typed(type)}/>`;
  });
  return `<businessKnowledgeModel id="${idOf('f', name)}" name="${name}"><variable name="${name}"/><encapsulatedLogic>${formal.join('')}${body}</encapsulatedLogic>${needs.map(requirement).join('')}</businessKnowledgeModel>`;
}

export interface TableText {
  readonly policy?: string;
  readonly aggregation?: string;
  /** `expression` or `expression: type`, or with ` | allowed`. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Cells of inputs, then outputs. */
  readonly rules: readonly (readonly string[])[];
  readonly defaults?: readonly string[];
}

export function table({ policy = 'UNIQUE', aggregation, inputs, outputs, rules, defaults = [] }: TableText): string {
  const clause = (text: string) => {
    const [head = '', allowed] = text.split(' | ');
    const [name = '', type] = head.split(': ');
    return { name, type, allowed };
  };
  const text = (element: string, value: string) => `<${element}><text>${escaped(value)}</text></${element}>`;
  const ins = inputs.map(clause).map(({ name, type, allowed }) => {
    const values = allowed === undefined ? '' : text('inputValues', allowed);
    return `<input><inputExpression${typed(type)}><text>${escaped(name)}</text></inputExpression>${values}</input>`;
  });
  const outs = outputs.map(clause).map(({ name, type, allowed }, i) => {
    const values = allowed === undefined ? '' : text('outputValues', allowed);
    const otherwise = defaults[i] === undefined ? '' : text('defaultOutputEntry', defaults[i]);
    return `<output${name ? ` name="${name}"` : ''}${typed(type)}>${values}${otherwise}</output>`;
  });
  const rows = rules.map((cells, i) => {
    const entries = cells.map((cell, c) => text(c < inputs.length ? 'inputEntry' : 'outputEntry', cell));
    return `<rule id="r${i + 1}">${entries.join('')}<annotationEntry><text>reason ${i + 1}</text></annotationEntry></rule>`;
  });
  const sum = aggregation === undefined ? '' : ` aggregation="${aggregation}"`;
  return `<decisionTable hitPolicy="${policy}"${sum}>${ins.join('')}${outs.join('')}${rows.join('')}</decisionTable>`;
}

/** @throws where it cannot be read. */
export async function modelOf(xml: string): Promise<DmnModel> {
  const read = await readDmn(xml);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

/** @throws where it cannot be compiled. */
export async function compiledModel(xml: string, options: CompileOptions = {}): Promise<CompiledModel> {
  const compiled = compile(await modelOf(xml), options);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

/** @throws where the decision stops. */
export function decided(model: CompiledModel, name: string, facts: Facts = {}): Json {
  const result = model.decide(name, facts, { now });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.value;
}
