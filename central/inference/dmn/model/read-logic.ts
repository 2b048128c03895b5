/** Boxed expressions of a DMN file -> `Logic`. */
import type { ModdleElement } from 'dmn-moddle';
import { childOf, childrenOf, textOf } from './moddle.ts';
import type { FunctionLogic, HitPolicy, Logic, TableLogic, TableRule, Variable } from './model.ts';

export function logicFrom(element: ModdleElement | undefined): Logic | undefined {
  if (!element) return undefined;
  const base = { id: textOf(element, 'id'), typeRef: textOf(element, 'typeRef') };
  const inner = (name: string) => logicFrom(childOf(element, name));
  /** The expression below `<then>` and the like. */
  const boxed = (name: string) => logicFrom(childOf(childOf(element, name), 'value'));
  switch (element.$type) {
    case 'dmn:LiteralExpression':
      return { ...base, kind: 'literal', text: textOf(element, 'text') ?? '' };
    case 'dmn:DecisionTable':
      return { ...base, ...tableFrom(element) };
    case 'dmn:Context':
      return {
        ...base,
        kind: 'context',
        entries: childrenOf(element, 'contextEntry').map((entry) => {
          const variable = childOf(entry, 'variable');
          return { variable: variable && variableFrom(variable), value: logicFrom(childOf(entry, 'value')) };
        }),
      };
    case 'dmn:Invocation':
      return {
        ...base,
        kind: 'invocation',
        callee: inner('calledFunction'),
        bindings: childrenOf(element, 'binding').map((binding) => ({
          name: textOf(childOf(binding, 'parameter'), 'name') ?? '',
          typeRef: textOf(childOf(binding, 'parameter'), 'typeRef'),
          value: logicFrom(childOf(binding, 'bindingFormula')),
        })),
      };
    case 'dmn:Relation':
      return {
        ...base,
        kind: 'relation',
        columns: childrenOf(element, 'column').map(variableFrom),
        rows: childrenOf(element, 'row').map((row) => childrenOf(row, 'elements').flatMap((cell) => logicFrom(cell) ?? [])),
      };
    case 'dmn:List':
      return { ...base, kind: 'list', items: childrenOf(element, 'elements').flatMap((item) => logicFrom(item) ?? []) };
    case 'dmn:FunctionDefinition':
      return functionFrom(element);
    case 'dmn:Conditional':
      return { ...base, kind: 'conditional', condition: boxed('if'), yes: boxed('then'), no: boxed('else') };
    case 'dmn:For':
    case 'dmn:Some':
    case 'dmn:Every': {
      const kind = element.$type === 'dmn:For' ? 'for' : element.$type === 'dmn:Some' ? 'some' : 'every';
      const variable = textOf(element, 'iteratorVariable') ?? '';
      return { ...base, kind, variable, in: boxed('in'), body: boxed(kind === 'for' ? 'return' : 'satisfies') };
    }
    case 'dmn:Filter':
      return { ...base, kind: 'filter', in: boxed('in'), match: boxed('match') };
    default:
      return undefined;
  }
}

export function functionFrom(element: ModdleElement): FunctionLogic {
  const kind = textOf(element, 'kind');
  return {
    id: textOf(element, 'id'),
    typeRef: textOf(element, 'typeRef'),
    kind: 'function',
    language: kind === 'Java' || kind === 'PMML' ? kind : 'FEEL',
    params: childrenOf(element, 'formalParameter').map(variableFrom),
    body: logicFrom(childOf(element, 'body')),
  };
}

function variableFrom(element: ModdleElement): Variable {
  return { name: textOf(element, 'name') ?? '', typeRef: textOf(element, 'typeRef') };
}

function tableFrom(element: ModdleElement): Omit<TableLogic, 'id' | 'typeRef'> {
  return {
    kind: 'table',
    hitPolicy: (textOf(element, 'hitPolicy') ?? 'UNIQUE') as HitPolicy,
    aggregation: textOf(element, 'aggregation') as TableLogic['aggregation'],
    inputs: childrenOf(element, 'input').map((input) => {
      const expression = childOf(input, 'inputExpression');
      return {
        id: textOf(input, 'id'),
        label: textOf(input, 'label'),
        expression: textOf(expression, 'text') ?? '',
        typeRef: textOf(expression, 'typeRef'),
        allowed: textOf(childOf(input, 'inputValues'), 'text'),
      };
    }),
    outputs: childrenOf(element, 'output').map((output) => ({
      id: textOf(output, 'id'),
      name: textOf(output, 'name'),
      typeRef: textOf(output, 'typeRef'),
      allowed: textOf(childOf(output, 'outputValues'), 'text'),
      default: textOf(childOf(output, 'defaultOutputEntry'), 'text'),
    })),
    rules: childrenOf(element, 'rule').map(ruleFrom),
  };
}

function ruleFrom(element: ModdleElement): TableRule {
  const annotations = childrenOf(element, 'annotationEntry').flatMap((entry) => textOf(entry, 'text') ?? []);
  const outputTypes = childrenOf(element, 'outputEntry').map((entry) => textOf(entry, 'typeRef'));
  return {
    id: textOf(element, 'id'),
    annotation: annotations.find((text) => text !== '') ?? textOf(element, 'description'),
    inputs: childrenOf(element, 'inputEntry').map((entry) => textOf(entry, 'text') ?? ''),
    outputs: childrenOf(element, 'outputEntry').map((entry) => textOf(entry, 'text') ?? ''),
    ...(outputTypes.some((type) => type !== undefined) ? { outputTypes } : {}),
  };
}
