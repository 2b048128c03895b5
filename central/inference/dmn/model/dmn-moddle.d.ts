declare module 'dmn-moddle' {
  /** An element of a DMN file: its type and, through `get`, its attributes and children. */
  export interface ModdleElement {
    readonly $type: string;
    get(name: string): unknown;
    set(name: string, value: unknown): void;
  }

  export class DmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>);
    fromXML(xml: string): Promise<{ rootElement: ModdleElement; warnings: { readonly message: string }[] }>;
    toXML(element: ModdleElement, options?: { readonly format?: boolean }): Promise<{ xml: string }>;
    create(type: string, attributes?: Readonly<Record<string, unknown>>): ModdleElement;
  }
}
