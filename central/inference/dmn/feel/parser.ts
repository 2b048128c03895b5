/** FEEL text -> AST (DMN 1.5, 10.3.1.2). Recursive descent; names are matched against what is in scope, longest first. */
import type { EntryNode, Iterator, Node, ParamNode, UnaryTests } from './ast.ts';
import type { ArithmeticOp } from './arithmetic.ts';
import type { Comparison } from './compare.ts';
import { isFeelNumber, negate, parseNumber } from './decimal.ts';
import { keywords, NameParser, type ParseScope } from './name-parser.ts';
import { fieldsOf, fieldType, findType, itemType, matchKnown, namesOf } from './names.ts';
import { parseAt } from './temporal-text.ts';
import { anyType, type FeelType } from './types.ts';

const comparisons: readonly Comparison[] = ['<=', '>=', '!=', '<', '>', '='];
const deepest = 120;
/** Known to have properties with spaces. */
const properties = ['time offset', 'start included', 'end included'];

/** @throws FeelSyntaxError */
export function parseExpression(text: string, scope: ParseScope): Node {
  const parser = new Parser(text, scope);
  const node = parser.expression();
  if (!parser.scan.atEnd()) parser.scan.fail('the expression should end here');
  return node;
}

/** What a loop goes through: an expression, or `a..b`. @throws FeelSyntaxError */
export function parseSource(text: string, scope: ParseScope): { in: Node; to: Node | undefined } {
  const parser = new Parser(text, scope);
  const source = { in: parser.expression(), to: parser.scan.takes('..') ? parser.expression() : undefined };
  if (!parser.scan.atEnd()) parser.scan.fail('the expression should end here');
  return source;
}

/** The content of a decision table's input cell. @throws FeelSyntaxError */
export function parseUnaryTests(text: string, scope: ParseScope): UnaryTests {
  if (text.trim() === '' || text.trim() === '-') return { any: true, negated: false, tests: [] };
  const parser = new Parser(text, scope);
  const tests = parser.unaryTests();
  if (!parser.scan.atEnd()) parser.scan.fail('the test should end here');
  return tests;
}

class Parser extends NameParser {
  unaryTests(): UnaryTests {
    const start = this.scan.at;
    if (this.scan.takesWord('not') && this.scan.sees('(')) {
      const negated = this.attempt(() => {
        this.scan.expect('(');
        const tests = this.#tests();
        this.scan.expect(')');
        if (!this.scan.atEnd()) this.scan.fail('the test should end here');
        return tests;
      });
      if (negated) return { any: false, negated: true, tests: negated };
    }
    this.scan.at = start;
    return { any: false, negated: false, tests: this.#tests() };
  }

  #tests(): Node[] {
    const tests = [this.#test()];
    while (this.scan.takes(',')) tests.push(this.#test());
    return tests;
  }

  /** `< 5`, an interval, or an expression. */
  #test(): Node {
    return this.#side(() => this.expression()) ?? this.expression();
  }

  #side(operand: () => Node): Node | undefined {
    this.scan.skip();
    const { at } = this.scan;
    const op = comparisons.find((symbol) => this.scan.takes(symbol));
    return op && { node: 'side', at, op, of: operand() };
  }

  expression(): Node {
    if (++this.depth > deepest) this.scan.fail('nested too deeply');
    const node = this.#or();
    this.depth -= 1;
    return node;
  }

  #or(): Node {
    let a = this.#and();
    while (this.scan.takesWord('or')) a = { node: 'logic', at: a.at, op: 'or', a, b: this.#and() };
    return a;
  }

  #and(): Node {
    let a = this.#comparison();
    while (this.scan.takesWord('and')) a = { node: 'logic', at: a.at, op: 'and', a, b: this.#comparison() };
    return a;
  }

  #comparison(): Node {
    let a = this.#additive();
    for (;;) {
      const op = comparisons.find((symbol) => this.scan.takes(symbol));
      if (op) a = { node: 'compare', at: a.at, op, a, b: this.#additive() };
      else if (this.scan.takesWord('between')) a = this.#between(a);
      else if (this.scan.takesWord('in')) a = { node: 'in', at: a.at, of: a, tests: this.#inTests() };
      else return a;
    }
  }

  #between(of: Node): Node {
    const low = this.#additive();
    this.scan.expectWord('and');
    return { node: 'between', at: of.at, of, low, high: this.#additive() };
  }

  /** `(test, test)` or one test. `(1..5)` and `(a) + b` begin with a parenthesis too. */
  #inTests(): readonly Node[] {
    if (!this.scan.sees('(')) return [this.#side(() => this.#additive()) ?? this.#additive()];
    const { at } = this.scan;
    this.scan.expect('(');
    const first = this.#test();
    if (first.node !== 'side' && this.scan.sees('..')) return [this.#additive(this.#range(at, false, first))];
    const tests = [first];
    while (this.scan.takes(',')) tests.push(this.#test());
    this.scan.expect(')');
    return tests.length === 1 && first.node !== 'side' ? [this.#additive(first)] : tests;
  }

  /** `begun`: what has been read already of the first operand. */
  #additive(begun?: Node): Node {
    let a = this.#multiplicative(begun);
    for (;;) {
      const op = this.scan.takes('+') ? '+' : this.scan.takes('-') ? '-' : undefined;
      if (!op) return a;
      a = { node: 'arithmetic', at: a.at, op, a, b: this.#multiplicative() };
    }
  }

  #multiplicative(begun?: Node): Node {
    let a = this.#exponent(begun);
    for (;;) {
      let op: ArithmeticOp | undefined;
      if (this.scan.sees('*') && !this.scan.sees('**')) op = '*';
      else if (this.scan.sees('/')) op = '/';
      if (!op) return a;
      this.scan.expect(op);
      a = { node: 'arithmetic', at: a.at, op, a, b: this.#exponent() };
    }
  }

  #exponent(begun?: Node): Node {
    let a = this.#unary(begun);
    while (this.scan.takes('**')) a = { node: 'arithmetic', at: a.at, op: '**', a, b: this.#unary() };
    return a;
  }

  #unary(begun?: Node): Node {
    this.scan.skip();
    const { at } = this.scan;
    let node: Node;
    if (begun) node = this.#postfix(begun);
    else if (this.scan.takes('-')) {
      if (++this.depth > deepest) this.scan.fail('nested too deeply');
      const of = this.#unary();
      this.depth -= 1;
      const literal = of.node === 'constant' && isFeelNumber(of.value) ? negate(of.value) : undefined;
      node = literal === undefined ? { node: 'negate', at, of } : { node: 'constant', at, value: literal };
    } else node = this.#postfix();
    while (this.#takesWords('instance', 'of')) node = { node: 'instance', at: node.at, of: node, wanted: this.type() };
    return node;
  }

  #takesWords(first: string, second: string): boolean {
    const { at } = this.scan;
    if (this.scan.takesWord(first) && this.scan.takesWord(second)) return true;
    this.scan.at = at;
    return false;
  }

  #postfix(begun?: Node): Node {
    let node = begun ?? this.#primary();
    for (;;) {
      if (this.scan.sees('.') && !this.scan.sees('..')) node = this.#path(node);
      else if (this.scan.sees('[')) {
        const filtered = this.#filter(node);
        if (!filtered) return node;
        node = filtered;
      } else if (this.scan.sees('(')) node = this.#call(node);
      else return node;
    }
  }

  #path(of: Node): Node {
    this.scan.expect('.');
    this.scan.skip();
    const { at } = this.scan;
    const fields = new Map(fieldsOf(of.type));
    for (const property of properties) fields.set(property, fields.get(property) ?? anyType);
    const known = matchKnown(namesOf(fields), this.scan.text, at);
    const name = known ? known.name : this.joinedWords(fields);
    if (known) this.scan.at = known.end;
    return { node: 'path', at, of, name, type: fieldType(of.type, name) };
  }

  /** undefined where the bracket closes a range like `]1..5[`. */
  #filter(of: Node): Node | undefined {
    const item = itemType(of.type);
    const own = new Map<string, FeelType>([['item', item], ...fieldsOf(item)]);
    const inner = () => {
      this.scan.expect('[');
      const condition = this.within(own, () => this.expression());
      this.scan.expect(']');
      return condition;
    };
    const filter = this.#rangeEnds > 0 ? this.attempt(inner) : inner();
    return filter && { node: 'filter', at: of.at, of, filter, type: of.type };
  }
  #rangeEnds = 0;

  #call(callee: Node): Node {
    this.scan.expect('(');
    const args: Node[] = [];
    const names: string[] = [];
    while (!this.scan.takes(')')) {
      if (args.length > 0) this.scan.expect(',');
      const name = this.nameBeforeColon();
      if (name !== undefined) names.push(name);
      else if (names.length > 0) this.scan.fail('either all arguments are named or none');
      args.push(this.expression());
    }
    if (names.length > 0 && names.length !== args.length) this.scan.fail('either all arguments are named or none');
    if (new Set(names).size !== names.length) this.scan.fail('an argument is named twice');
    return { node: 'call', at: callee.at, callee, args, names: names.length > 0 ? names : undefined };
  }

  #primary(): Node {
    this.scan.skip();
    const { at, text } = this.scan;
    const char = text[at];
    if (char === undefined) this.scan.fail('the expression is not complete');
    if (char === '"') return { node: 'constant', at, value: this.scan.string() };
    if (char === '(') return this.#parenthesis();
    if (char === '[') return this.#bracket();
    if (char === ']') return this.#openRange(']');
    if (char === '{') return this.#context();
    if (char === '@') return this.#atLiteral();
    const number = this.scan.number();
    if (number !== undefined) return { node: 'constant', at, value: parseNumber(number) };
    return this.#nameOrKeyword();
  }

  #atLiteral(): Node {
    const { at } = this.scan;
    this.scan.at += 1;
    if (this.scan.text[this.scan.at] !== '"') this.scan.fail('expected a text after @');
    return { node: 'constant', at, value: parseAt(this.scan.string()) };
  }

  #nameOrKeyword(): Node {
    const { at } = this.scan;
    const known = matchKnown(this.names, this.scan.text, at);
    const word = this.scan.peekWord();
    if (word === undefined) this.scan.fail('not expected here');
    if (known && (!keywords.has(word) || known.name !== word)) {
      this.scan.at = known.end;
      return { node: 'name', at, name: known.name, type: findType(this.names, known.name) };
    }
    if (keywords.has(word)) return this.#keyword(word);
    const type = findType(this.names, word);
    if (type) {
      this.scan.at += word.length;
      return { node: 'name', at, name: word, type };
    }
    return { node: 'name', at, name: this.joinedWords(new Map()) };
  }

  #keyword(word: string): Node {
    const { at } = this.scan;
    this.scan.at += word.length;
    switch (word) {
      case 'true':
      case 'false':
        return { node: 'constant', at, value: word === 'true' };
      case 'null':
        return { node: 'constant', at, value: null };
      case 'if':
        return this.#if(at);
      case 'for':
        return this.#iteration(at, 'return', (iterators, body) => ({ node: 'for', at, iterators, body }));
      case 'some':
      case 'every':
        return this.#iteration(at, 'satisfies', (iterators, body) => ({
          node: 'quantified',
          at,
          every: word === 'every',
          iterators,
          body,
        }));
      case 'function':
        return this.#function(at);
      default:
        return this.scan.fail(`${word} is not expected here`, at);
    }
  }

  #if(at: number): Node {
    const condition = this.expression();
    this.scan.expectWord('then');
    const yes = this.expression();
    this.scan.expectWord('else');
    return { node: 'if', at, condition, yes, no: this.expression() };
  }

  #iteration(at: number, end: 'return' | 'satisfies', make: (iterators: Iterator[], body: Node) => Node): Node {
    const outer = this.names;
    const iterators: Iterator[] = [];
    do {
      const name = this.newName(() => this.scan.peekWord() === 'in');
      this.scan.expectWord('in');
      const source = this.expression();
      const to = this.scan.takes('..') ? this.expression() : undefined;
      iterators.push({ name, in: source, to });
      const type = to ? (source.type ?? anyType) : itemType(source.type);
      this.names = namesOf(new Map([[name, type]]), this.names);
    } while (this.scan.takes(','));
    this.scan.expectWord(end);
    if (end === 'return') this.names = namesOf(new Map([['partial', anyType]]), this.names);
    const body = this.expression();
    this.names = outer;
    if (iterators.length === 0) this.scan.fail('expected a name', at);
    return make(iterators, body);
  }

  #function(at: number): Node {
    this.scan.expect('(');
    const params: ParamNode[] = [];
    while (!this.scan.takes(')')) {
      if (params.length > 0) this.scan.expect(',');
      const name = this.newName(() => [':', ',', ')'].some((symbol) => this.scan.sees(symbol)));
      params.push({ name, type: this.scan.takes(':') ? this.type() : undefined });
    }
    if (this.scan.takesWord('external')) {
      this.expression();
      return { node: 'function', at, params, body: undefined };
    }
    const own = new Map(params.map(({ name, type }) => [name, type ? this.meaning(type) : anyType]));
    return { node: 'function', at, params, body: this.within(own, () => this.expression()) };
  }

  #context(): Node {
    const { at } = this.scan;
    const outer = this.names;
    this.scan.expect('{');
    const entries: EntryNode[] = [];
    const own = new Map<string, FeelType>();
    this.names = namesOf(own, outer);
    while (!this.scan.takes('}')) {
      if (entries.length > 0) this.scan.expect(',');
      this.scan.skip();
      const start = this.scan.at;
      const name = this.scan.sees('"') ? this.scan.string() : this.newName(() => this.scan.sees(':'));
      if (own.has(name)) this.scan.fail('this entry is there twice', start);
      this.scan.expect(':');
      if (this.scan.peekWord() === 'function') own.set(name, anyType);
      const value = this.expression();
      entries.push({ name, value, at: start });
      own.set(name, value.type ?? anyType);
    }
    this.names = outer;
    return { node: 'context', at, entries, type: { kind: 'context', fields: own } };
  }

  /** `(expression)`, `(a..b)`, `(a..b]`, `(< 5)`. */
  #parenthesis(): Node {
    const { at } = this.scan;
    this.scan.expect('(');
    const side = this.#side(() => this.expression());
    if (side) {
      this.scan.expect(')');
      return side;
    }
    const inner = this.expression();
    if (this.scan.sees('..')) return this.#range(at, false, inner);
    this.scan.expect(')');
    return inner;
  }

  /** `[items]`, `[a..b]`, `[a..b)`. */
  #bracket(): Node {
    const { at } = this.scan;
    this.scan.expect('[');
    const items: Node[] = [];
    while (!this.scan.takes(']')) {
      if (items.length > 0) this.scan.expect(',');
      items.push(this.#side(() => this.expression()) ?? this.expression());
      if (items.length === 1 && items[0] && this.scan.sees('..')) return this.#range(at, true, items[0]);
    }
    const [first] = items;
    return { node: 'list', at, items, type: { kind: 'list', of: first?.type ?? anyType } };
  }

  #openRange(bracket: string): Node {
    const { at } = this.scan;
    this.scan.expect(bracket);
    return this.#range(at, false, this.expression());
  }

  #range(at: number, startIncluded: boolean, start: Node): Node {
    this.scan.expect('..');
    this.#rangeEnds += 1;
    const end = this.expression();
    this.#rangeEnds -= 1;
    const endIncluded = this.scan.takes(']');
    if (!endIncluded && !this.scan.takes(')')) this.scan.expect('[');
    return { node: 'range', at, startIncluded, start, end, endIncluded };
  }
}
