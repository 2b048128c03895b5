declare module 'bpmn-moddle' {
  /** An element of a BPMN file: its type, its attributes and children by name, and what only extensions know in `$attrs`. */
  export interface BpmnElement {
    readonly $type: string;
    readonly $parent?: BpmnElement;
    readonly $attrs: Readonly<Record<string, string>>;
    get(name: string): unknown;
    set(name: string, value: unknown): void;
  }

  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>);
    fromXML(xml: string): Promise<{ rootElement: BpmnElement; warnings: readonly { readonly message: string }[] }>;
    toXML(element: BpmnElement, options?: { readonly format?: boolean }): Promise<{ xml: string }>;
    create(type: string, attributes?: Readonly<Record<string, unknown>>): BpmnElement;
  }
}
