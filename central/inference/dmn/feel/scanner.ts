import { wordPattern } from './names.ts';

/** FEEL text that is none, and where. */
export class FeelSyntaxError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const blank = /(?:[\s\u0085\u180E\u200B\uFEFF]|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)+/uy;
const numeral = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const word = new RegExp(wordPattern, 'uy');
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
};

/** Reads the smallest parts of FEEL text. */
export class Scanner {
  readonly text: string;
  at = 0;
  constructor(text: string) {
    this.text = text;
  }

  fail(message: string, at = this.at): never {
    throw new FeelSyntaxError(message, at);
  }

  skip(): void {
    blank.lastIndex = this.at;
    if (blank.test(this.text)) this.at = blank.lastIndex;
  }

  /** Whether `symbol` comes next. */
  sees(symbol: string): boolean {
    this.skip();
    return this.text.startsWith(symbol, this.at);
  }

  takes(symbol: string): boolean {
    if (!this.sees(symbol)) return false;
    this.at += symbol.length;
    return true;
  }

  expect(symbol: string): void {
    if (!this.takes(symbol)) this.fail(`expected ${symbol}`);
  }

  atEnd(): boolean {
    this.skip();
    return this.at >= this.text.length;
  }

  peekWord(): string | undefined {
    this.skip();
    word.lastIndex = this.at;
    return word.exec(this.text)?.[0];
  }

  takesWord(wanted: string): boolean {
    if (this.peekWord() !== wanted) return false;
    this.at += wanted.length;
    return true;
  }

  expectWord(wanted: string): void {
    if (!this.takesWord(wanted)) this.fail(`expected ${wanted}`);
  }

  number(): string | undefined {
    numeral.lastIndex = this.at;
    const found = numeral.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** A text in double quotes, its escapes resolved. */
  string(): string {
    const start = this.at;
    let result = '';
    for (this.at += 1; ; this.at += 1) {
      const char = this.text[this.at];
      if (char === undefined) this.fail('text without closing quote', start);
      if (char === '"') break;
      result += char === '\\' ? this.#escape() : char;
    }
    this.at += 1;
    return result;
  }

  /** Stands on the backslash; ends on the last character of the escape. */
  #escape(): string {
    const letter = this.text[this.at + 1] ?? '';
    const width = letter === 'u' ? 4 : letter === 'U' ? 6 : 0;
    const digits = this.text.slice(this.at + 2, this.at + 2 + width);
    if (width > 0 && digits.length === width && /^[0-9a-fA-F]+$/.test(digits) && parseInt(digits, 16) <= 0x10ffff) {
      this.at += 1 + width;
      return String.fromCodePoint(parseInt(digits, 16));
    }
    const plain = escapes[letter];
    if (plain === undefined) return '\\';
    this.at += 1;
    return plain;
  }
}
