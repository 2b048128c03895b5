/** Test files of the kit (testCases.xsd) -> cases. */
import { XMLParser } from 'fast-xml-parser';

/** An element with its children in order. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

type Raw = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  htmlEntities: true,
});

export interface ResultNode {
  readonly name: string;
  readonly type: string | undefined;
  /** Absent where only the error counts. */
  readonly expected: Element | undefined;
  readonly isError: boolean;
}

export interface TestCase {
  readonly id: string;
  readonly type: string | undefined;
  readonly invocable: string | undefined;
  readonly nonCompliant: boolean;
  readonly inputs: readonly { readonly name: string; readonly value: Element }[];
  readonly results: readonly ResultNode[];
}

export interface TestFile {
  readonly modelName: string | undefined;
  readonly cases: readonly TestCase[];
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function elementsOf(raw: readonly Raw[]): Element[] {
  return raw.flatMap((one) => {
    const name = Object.keys(one).find((key) => key !== ':@');
    if (name === undefined || name.startsWith('#') || name.startsWith('?')) return [];
    const inside = (one[name] ?? []) as readonly Raw[];
    const text = inside.map((child) => ('#text' in child ? String(child['#text']) : '')).join('');
    const attributes = Object.fromEntries(
      Object.entries((one[':@'] ?? {}) as Record<string, string>).map(([key, value]) => [local(key), value]),
    );
    return [{ name: local(name), attributes, children: elementsOf(inside), text }];
  });
}

export function childNamed(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((child) => child.name === name);
}

export function childrenNamed(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name);
}

export function isTrue(text: string | undefined): boolean {
  return text === 'true' || text === '1';
}

/** undefined where the file holds no test cases. */
export function readCases(xml: string): TestFile | undefined {
  const root = elementsOf(parser.parse(xml) as readonly Raw[]).find(({ name }) => name === 'testCases');
  if (!root) return undefined;
  return {
    modelName: childNamed(root, 'modelName')?.text.trim(),
    cases: childrenNamed(root, 'testCase').map((element) => ({
      id: element.attributes['id'] ?? '',
      type: element.attributes['type'],
      invocable: element.attributes['invocableName'],
      nonCompliant: isTrue(element.attributes['nonCompliant']),
      inputs: childrenNamed(element, 'inputNode').map((value) => ({ name: value.attributes['name'] ?? '', value })),
      results: childrenNamed(element, 'resultNode').map((node) => ({
        name: node.attributes['name'] ?? '',
        type: node.attributes['type'],
        expected: childNamed(node, 'expected') ?? childNamed(node, 'computed'),
        isError: isTrue(node.attributes['errorResult']),
      })),
    })),
  };
}
