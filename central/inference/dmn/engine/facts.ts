import { hasKey, isContext, type FeelValue } from '../feel/values.ts';
import { anyType, builtInTypes, type FeelType } from '../feel/types.ts';
import type { Facts } from './adopt.ts';
import type { Graph, InputNode } from './graph.ts';

/** The facts that can be there at all, by path, with their FEEL type: `{'event.type': 'string', daysToExpiry: 'number'}`. */
export type KnownFacts = Readonly<Record<string, string>>;

/** How the facts of a run give an input: by its name; where its model is imported, also below or behind the import's name. */
export function finderFor(graph: Graph, { name, place }: InputNode): (facts: Facts) => FeelValue | undefined {
  const own = (facts: Facts) => (Object.hasOwn(facts, name) ? facts[name] : undefined);
  if (place === graph.main) return own;
  const { path } = place;
  const dotted = [...path, name].join('.');
  return (facts) => {
    if (Object.hasOwn(facts, dotted)) return facts[dotted];
    const nested = within(facts, path);
    return nested && isContext(nested) && hasKey(nested, name) ? nested[name] : own(facts);
  };
}

function within(facts: Facts, path: readonly string[]): FeelValue | undefined {
  const [first, ...rest] = path;
  if (first === undefined || !Object.hasOwn(facts, first)) return undefined;
  let value: FeelValue = facts[first] ?? null;
  for (const name of rest) {
    if (!isContext(value) || !hasKey(value, name)) return undefined;
    value = value[name] ?? null;
  }
  return value;
}

/** What known facts say about an input: its type, or the fields below its name. */
export function typeFromFacts(known: KnownFacts, name: string): FeelType | undefined {
  const own = known[name];
  if (own !== undefined) return builtInTypes.get(own) ?? anyType;
  const below = Object.entries(known).filter(([path]) => path.startsWith(`${name}.`));
  if (below.length === 0) return undefined;
  const fields = Object.fromEntries(below.map(([path, type]) => [path.slice(name.length + 1), type]));
  const heads = new Set(Object.keys(fields).map((path) => path.split('.')[0] ?? path));
  return { kind: 'context', fields: new Map([...heads].map((head) => [head, typeFromFacts(fields, head) ?? anyType])) };
}

/** Whether a path is a known fact, leads to one, or goes into one whose inside is not described. */
export function isKnownFact(known: KnownFacts, path: string): boolean {
  return Object.entries(known).some(
    ([fact, type]) => fact === path || fact.startsWith(`${path}.`) || (path.startsWith(`${fact}.`) && opens(type)),
  );
}

/** Types that have properties of their own. */
function opens(type: string): boolean {
  return !['string', 'number', 'boolean'].includes(type);
}
