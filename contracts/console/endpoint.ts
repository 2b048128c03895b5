import type { z } from 'zod';
import type { ConsoleRole } from './roles.ts';

/**
 * One action of the console, for the server that carries it out, the page that offers it and the test that tries it with every role:
 * one table (`api.ts`), so that the three cannot differ.
 */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/console/api`; `:name` are members of `params`. */
  readonly path: string;
  readonly roles: readonly ConsoleRole[];
  /**
   * one: it is about a thing in one district, and 404 for who does not work there · own: lists what lies in one's own districts ·
   * none: the same for everybody.
   */
  readonly place: 'one' | 'own' | 'none';
  /** Name in the audit log; `read.<what>` for what shows data about parties and persons. */
  readonly audit: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly reply: R;
}

export function endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  given: Endpoint<P, Q, B, R>,
): Endpoint<P, Q, B, R> {
  return given;
}

/** Why an action was not carried out. The page has words for each (`assets/locales/<language>/console.json`, `refusal`). */
export const refusalCodes = [
  'signed-out',
  'not-allowed',
  'forged',
  'not-found',
  'invalid',
  'conflict',
  'not-possible',
  'not-yours',
  'settled-already',
  'reason-missing',
  'problems',
  'too-many',
  'not-configured',
  'failed',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** `text` is a sentence for staff where there is one more to say; `problems` where the content of an item is at fault. */
export interface ConsoleRefusal {
  readonly code: RefusalCode;
  readonly text?: string;
  readonly problems?: readonly { readonly code: string; readonly path: string; readonly text: string }[];
}

export const csrfHeader = 'x-estation-csrf';
export const apiBase = '/console/api';
