import { statusQuestions, type StatusQuestion } from './status.ts';

export type RealTimeCommand = { readonly kind: 'status'; readonly question: StatusQuestion } | { readonly kind: 'clear' };

/**
 * Finds DLE EOT n and DLE ENQ 2 in what arrives, wherever they stand: a printer acts on them before it reads its buffer, also
 * inside a picture. `seen` keeps what was cut off at the end of a chunk.
 */
export function createRealTimeScanner(): (chunk: Uint8Array) => readonly RealTimeCommand[] {
  let seen: readonly number[] = [];
  return (chunk) => {
    const found: RealTimeCommand[] = [];
    for (const byte of chunk) {
      const command = seen.length === 2 ? commandOf(seen[1], byte) : undefined;
      if (command) found.push(command);
      seen = begins(byte, seen);
    }
    return found;
  };
}

function commandOf(second: number | undefined, parameter: number): RealTimeCommand | undefined {
  const question = statusQuestions.find((known) => known === parameter);
  if (second === 0x04 && question) return { kind: 'status', question };
  return second === 0x05 && parameter === 2 ? { kind: 'clear' } : undefined;
}

function begins(byte: number, seen: readonly number[]): readonly number[] {
  if (byte === 0x10) return [byte];
  return seen.length === 1 && (byte === 0x04 || byte === 0x05) ? [...seen, byte] : [];
}
