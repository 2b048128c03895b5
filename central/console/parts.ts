import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import type { ActionName, AnswerOf, BodyOf, ParamsOf, QueryOf } from '#contracts/console/api.ts';
import type { ConsoleRefusal, RefusalCode } from '#contracts/console/endpoint.ts';
import { err } from '#contracts/basics/result.ts';
import type { Log } from '#contracts/log/events.ts';
import type { AuditLog } from '../audit/index.ts';
import type { ItemCentre, Vocabulary } from '../process/index.ts';
import type { Db } from '../store/index.ts';
import type { ApprovalParts } from '../tracking/index.ts';
import type { Sessions, StaffSession } from './sessions.ts';
import type { ConsoleSettings } from './settings.ts';

/** What the console works with. */
export interface ConsoleParts {
  /** The lane that people wait on. */
  readonly db: Db;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly keyFolder: string;
  readonly settings: ConsoleSettings;
  readonly approval: ApprovalParts;
  readonly vocabulary: Vocabulary;
  readonly items: ItemCentre;
  readonly audit: AuditLog;
  /** Takes one token of an address. @returns seconds to wait, 0 = go on. */
  readonly signInLimit: { take(address: string): number };
}

export interface HandlerParts extends ConsoleParts {
  readonly sessions: Sessions;
}

/** An action as its handler sees it: who asks, for what. */
export interface Ask<A extends ActionName> {
  readonly staff: StaffSession;
  readonly params: ParamsOf<A>;
  readonly query: QueryOf<A>;
  readonly body: BodyOf<A>;
  /** Whom or what it turned out to be about, for the audit log. */
  readonly about: (what: { readonly person?: string; readonly subject?: string; readonly purpose?: string }) => void;
}

export type Answer<A extends ActionName> = Promise<Result<AnswerOf<A>, ConsoleRefusal>>;
export type Handler<A extends ActionName> = (ask: Ask<A>) => Answer<A>;
export type Handlers<A extends ActionName = ActionName> = { readonly [Name in A]: Handler<Name> };

/** Actions whose names begin so: `HandlersOf<'cases'>`. */
export type HandlersOf<Prefix extends string> = Handlers<Extract<ActionName, `${Prefix}.${string}`>>;

export function refuse(code: RefusalCode, text?: string): Result<never, ConsoleRefusal> {
  return err({ code, ...(text !== undefined && { text }) });
}
