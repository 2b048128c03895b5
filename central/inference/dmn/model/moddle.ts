import { createRequire } from 'node:module';
import { DmnModdle, type ModdleElement } from 'dmn-moddle';

interface Property {
  readonly name: string;
  readonly type: string;
  readonly isAttr?: boolean;
  readonly xml?: { readonly serialize: 'property' };
}

interface Type {
  readonly name: string;
  readonly superClass?: readonly string[];
  readonly isAbstract?: boolean;
  readonly properties: readonly Property[];
}

interface Schema {
  readonly uri: string;
  readonly types: readonly Type[];
}

const schema = createRequire(import.meta.url)('dmn-moddle/resources/dmn/json/dmn13.json') as Schema;
/** The namespace that dmn-moddle reads and writes: DMN 1.3. */
export const modelNamespace = schema.uri;

/** DMN 1.1, 1.2, 1.4, 1.5 and 1.6: what we read of them is the same but for the boxed expressions below. */
const otherVersions = '(?:20151101/dmn\\.xsd|(?:20180521|20211108|20230324|20240513)/(MODEL|DMNDI)/)';

const asProperty = { serialize: 'property' } as const;
const child = (name: string, type = 'ChildExpression'): Property => ({ name, type, xml: asProperty });
const attribute = (name: string): Property => ({ name, type: 'String', isAttr: true });
const value: Property = { name: 'value', type: 'Expression' };

/** DMN 1.4, 10.2.2.9 ff., and the type constraint of DMN 1.5: unknown to dmn-moddle, which stops at 1.3. */
const laterTypes: readonly Type[] = [
  { name: 'ChildExpression', superClass: ['DMNElement'], properties: [value] },
  { name: 'TypedChildExpression', superClass: ['ChildExpression'], properties: [attribute('typeRef')] },
  { name: 'Conditional', superClass: ['Expression'], properties: [child('if'), child('then'), child('else')] },
  {
    name: 'Iterator',
    isAbstract: true,
    superClass: ['Expression'],
    properties: [attribute('iteratorVariable'), child('in', 'TypedChildExpression')],
  },
  { name: 'For', superClass: ['Iterator'], properties: [child('return')] },
  { name: 'Some', superClass: ['Iterator'], properties: [child('satisfies')] },
  { name: 'Every', superClass: ['Iterator'], properties: [child('satisfies')] },
  { name: 'Filter', superClass: ['Expression'], properties: [child('in', 'TypedChildExpression'), child('match')] },
];

function extended(): Schema {
  const types = schema.types.map((type) =>
    type.name === 'ItemDefinition'
      ? { ...type, properties: [...type.properties, { name: 'typeConstraint', type: 'UnaryTests', xml: asProperty }] }
      : type,
  );
  return { ...schema, types: [...types, ...laterTypes] };
}

/** Knows the types only: each file that it reads has a state of its own. */
export const moddle = new DmnModdle({ dmn: extended() });

/** The same file in the namespaces that dmn-moddle knows. */
export function inKnownNamespace(xml: string): string {
  const form = new RegExp(`(xmlns(?::[\\w.-]+)?\\s*=\\s*["'])https?://www\\.omg\\.org/spec/DMN/${otherVersions}(?=["'])`, 'g');
  return xml.replace(form, (_, start: string, part = 'MODEL') => `${start}${modelNamespace.replace('MODEL', String(part))}`);
}

const tag = /<[A-Za-z_][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>/g;

/** dmn-moddle leaves out an element whose id is there already; here the later one gets another id, and is told. */
export function withOwnIds(xml: string): { xml: string; twice: readonly string[] } {
  const seen = new Set<string>();
  const twice: string[] = [];
  const changed = xml.replace(tag, (whole) =>
    whole.replace(/(\sid\s*=\s*["'])([^"']*)/, (attribute, start: string, id: string) => {
      if (!seen.has(id)) {
        seen.add(id);
        return attribute;
      }
      twice.push(id);
      return `${start}${id}__${twice.length}`;
    }),
  );
  return { xml: changed, twice };
}

export function childrenOf(element: ModdleElement, name: string): readonly ModdleElement[] {
  const found = element.get(name);
  return Array.isArray(found) ? (found as ModdleElement[]) : [];
}

export function childOf(element: ModdleElement | undefined, name: string): ModdleElement | undefined {
  return element?.get(name) as ModdleElement | undefined;
}

export function textOf(element: ModdleElement | undefined, name: string): string | undefined {
  const found = element?.get(name);
  return typeof found === 'string' ? found : undefined;
}
