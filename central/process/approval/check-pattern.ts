/** `ways`: in how many ways a text may be tried before it is refused; a repetition without end counts as one of `longest`. */
export const patternLimits = { length: 200, ways: 10_000, longest: 1_000 } as const;

/**
 * Whether a regular expression of a form always ends at once, whatever text it is tried on: no back reference, no look-around, and few ways
 * to try. What identity numbers, phones, dates and codes need is in it.
 * @returns why not, in words; undefined when it is.
 */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > patternLimits.length) return `it is longer than ${patternLimits.length} characters`;
  try {
    void new RegExp(pattern, 'u');
  } catch {
    return 'it is not a regular expression';
  }
  if (/\(\?(?!:)/.test(pattern)) return 'it looks ahead, looks behind or names a group';
  if (/\\[1-9k]/.test(pattern)) return 'it refers back to what it found before';
  return waysOf({ text: pattern, at: 0 }) > patternLimits.ways ? 'trying it on a long text could take too long' : undefined;
}

interface Reading {
  readonly text: string;
  at: number;
}

/** Alternatives up to the end, or to the `)` of the group: each is one more way. */
function waysOf(reading: Reading): number {
  let sum = 0;
  let product = 1;
  for (;;) {
    const next = reading.text[reading.at];
    if (next === undefined || next === ')') return sum + product;
    if (next === '|') {
      reading.at += 1;
      sum += product;
      product = 1;
    } else product *= termWays(reading);
  }
}

function termWays(reading: Reading): number {
  const inner = atomWays(reading);
  const [whole, sign, low, comma, high] = /^(?:([*+?])|\{(\d+)(,)?(\d+)?\})\??/.exec(reading.text.slice(reading.at)) ?? [];
  if (whole === undefined) return inner;
  reading.at += whole.length;
  const { longest } = patternLimits;
  const [from, to] = sign === '?' ? [0, 1] : sign === undefined ? [Number(low), upper(low, comma, high)] : [0, longest];
  return inner ** to * (to - from + 1);
}

function upper(low: string | undefined, comma: string | undefined, high: string | undefined): number {
  if (comma === undefined) return Number(low);
  return high === undefined ? Math.max(patternLimits.longest, Number(low)) : Number(high);
}

/** One character, class or group. */
function atomWays(reading: Reading): number {
  const { text } = reading;
  switch (text[reading.at]) {
    case '(': {
      reading.at += text.startsWith('(?:', reading.at) ? 3 : 1;
      const ways = waysOf(reading);
      reading.at += 1;
      return ways;
    }
    case '[':
      for (reading.at += 1; text[reading.at] !== ']';) reading.at += text[reading.at] === '\\' ? 2 : 1;
      reading.at += 1;
      return 1;
    case '\\':
      reading.at += 2;
      if (/[pPu]/.test(text[reading.at - 1] ?? '') && text[reading.at] === '{') reading.at = text.indexOf('}', reading.at) + 1;
      return 1;
    default:
      reading.at += 1;
      return 1;
  }
}
