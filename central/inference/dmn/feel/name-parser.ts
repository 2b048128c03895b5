/** What the parser knows of names and types: names may hold spaces and operators, so they are matched against what is in scope. */
import type { TypeNode } from './ast.ts';
import { looseNamePattern, matchKnown, namesOf, tidyName, type Names } from './names.ts';
import { FeelSyntaxError, Scanner } from './scanner.ts';
import { anyType, builtInTypes, type FeelType } from './types.ts';

export interface ParseScope {
  readonly names: Names;
  /** Names of item definitions, and what they mean. */
  readonly types: ReadonlyMap<string, FeelType>;
}

export const keywords = new Set(
  'and or between in instance of then else satisfies return if for some every function external true false null'.split(' '),
);
const loose = new RegExp(`${looseNamePattern}(?=:)`, 'uy');

export class NameParser {
  readonly scan: Scanner;
  readonly #types: ReadonlyMap<string, FeelType>;
  protected names: Names;
  protected depth = 0;

  constructor(text: string, scope: ParseScope) {
    this.scan = new Scanner(text);
    this.names = scope.names;
    this.#types = scope.types;
  }

  protected attempt<T>(parse: () => T): T | undefined {
    const { at } = this.scan;
    const [names, depth] = [this.names, this.depth];
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof FeelSyntaxError)) throw error;
      this.scan.at = at;
      this.names = names;
      this.depth = depth;
      return undefined;
    }
  }

  protected within<T>(own: ReadonlyMap<string, FeelType>, parse: () => T): T {
    const outer = this.names;
    this.names = namesOf(own, outer);
    const result = parse();
    this.names = outer;
    return result;
  }

  /** A name nobody knows: words that stand side by side belong together, as no grammar puts two names there. */
  protected joinedWords(known: ReadonlyMap<string, FeelType>): string {
    let name = this.scan.peekWord() ?? this.scan.fail('expected a name');
    this.scan.at += name.length;
    for (;;) {
      const next = known.has(name) ? undefined : this.scan.peekWord();
      if (next === undefined || keywords.has(next)) return name;
      this.scan.skip();
      this.scan.at += next.length;
      name += ` ${next}`;
    }
  }

  protected nameBeforeColon(): string | undefined {
    this.scan.skip();
    loose.lastIndex = this.scan.at;
    const found = loose.exec(this.scan.text)?.[0];
    if (found === undefined) return undefined;
    this.scan.at += found.length + 1;
    return tidyName(found);
  }

  /** Words up to where `ends` says; symbols within are part of the name. */
  protected newName(ends: () => boolean): string {
    this.scan.skip();
    const start = this.scan.at;
    if (this.scan.peekWord() === undefined) this.scan.fail('expected a name');
    while (!ends()) {
      if (this.scan.atEnd()) this.scan.fail('expected a name', start);
      const word = this.scan.peekWord();
      this.scan.at += word?.length ?? 1;
    }
    const name = tidyName(this.scan.text.slice(start, this.scan.at));
    if (name === '' || !new RegExp(`^${looseNamePattern}$`, 'u').test(name)) this.scan.fail('this is no name', start);
    return name;
  }

  protected meaning(type: TypeNode): FeelType {
    return type.type === 'named' ? (builtInTypes.get(type.name) ?? this.#types.get(type.name) ?? anyType) : anyType;
  }

  /** A type as it stands behind `instance of` or a parameter. */
  type(): TypeNode {
    this.scan.skip();
    const { at } = this.scan;
    const word = this.scan.peekWord();
    if (word === 'list' || word === 'range') {
      this.scan.at += word.length;
      if (!this.scan.takes('<')) return { type: 'named', name: word, at };
      const of = this.type();
      this.scan.expect('>');
      return { type: word, of };
    }
    if (word === 'context' || word === 'function') {
      this.scan.at += word.length;
      if (!this.scan.takes('<')) return { type: 'named', name: word, at };
      return word === 'context' ? this.#contextType() : this.#functionType();
    }
    return { type: 'named', name: this.#typeName(), at };
  }

  #contextType(): TypeNode {
    const fields: [string, TypeNode][] = [];
    while (!this.scan.takes('>')) {
      if (fields.length > 0) this.scan.expect(',');
      const name = this.newName(() => this.scan.sees(':'));
      this.scan.expect(':');
      fields.push([name, this.type()]);
    }
    return { type: 'context', fields };
  }

  #functionType(): TypeNode {
    const params: TypeNode[] = [];
    while (!this.scan.takes('>')) {
      if (params.length > 0) this.scan.expect(',');
      params.push(this.type());
    }
    this.scan.expect('->');
    return { type: 'function', params, returns: this.type() };
  }

  #typeName(): string {
    const { at, text } = this.scan;
    const known = matchKnown(namesOf(this.#types, namesOf(builtInTypes)), text, at);
    if (known) {
      this.scan.at = known.end;
      return known.name;
    }
    let name = this.scan.peekWord() ?? this.scan.fail('expected a type');
    this.scan.at += name.length;
    while (this.scan.sees('.')) {
      this.scan.expect('.');
      const next = this.scan.peekWord() ?? this.scan.fail('expected a type');
      this.scan.at += next.length;
      name += `.${next}`;
    }
    return name;
  }
}
