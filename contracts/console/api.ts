import type { z } from 'zod';
import type { ConsoleRole } from './roles.ts';
import { inferenceApi } from './inference.ts';
import { itemsApi } from './items.ts';
import { operationsApi } from './operations.ts';
import { partiesApi } from './parties.ts';
import { sessionApi } from './session.ts';
import { trackingApi } from './tracking.ts';

/** Every action that the console has. A new one is a line in one of these tables; compiler and scopes test then ask for the rest. */
export const consoleApi = {
  ...sessionApi,
  ...trackingApi,
  ...inferenceApi,
  ...itemsApi,
  ...partiesApi,
  ...operationsApi,
};

export type ActionName = keyof typeof consoleApi;
export const actionNames = Object.keys(consoleApi) as ActionName[];

export type ParamsOf<A extends ActionName> = z.output<(typeof consoleApi)[A]['params']>;
export type QueryOf<A extends ActionName> = z.output<(typeof consoleApi)[A]['query']>;
export type BodyOf<A extends ActionName> = z.output<(typeof consoleApi)[A]['body']>;
export type ReplyOf<A extends ActionName> = z.output<(typeof consoleApi)[A]['reply']>;
/** What a handler gives back; the schema takes away what the contract does not name. */
export type AnswerOf<A extends ActionName> = z.input<(typeof consoleApi)[A]['reply']>;
/** What is sent, before the schemas have read it. */
export type SentOf<A extends ActionName, Part extends 'params' | 'query' | 'body'> = z.input<(typeof consoleApi)[A][Part]>;

export function mayDo(action: ActionName, roles: readonly ConsoleRole[]): boolean {
  const allowed: readonly ConsoleRole[] = consoleApi[action].roles;
  return roles.some((role) => allowed.includes(role));
}
