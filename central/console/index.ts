/** 控制台: what staff of the bureaux, auditors and central IT see and do. The pages are in `web/`. */
import cookie from '@fastify/cookie';
import type { App } from '../http/index.ts';
import { consoleHandlers } from './handlers/index.ts';
import { addPages } from './pages.ts';
import type { ConsoleParts } from './parts.ts';
import { addActions } from './routes.ts';
import { openSessions } from './sessions.ts';
import { addSignIn } from './sign-in.ts';

/** A bureau's whole staff may come from one address in the same minutes; each sign-in asks twice. */
export const signInLimits = { perMinute: 120, burst: 60, addresses: 10_000 } as const;

/** Puts the console below `/console/` of the centre's server. */
export async function openConsole(app: App, given: ConsoleParts): Promise<void> {
  const parts = { ...given, sessions: openSessions(given.db, given.clock, given.random) };
  await app.register(async (scope) => {
    await scope.register(cookie as never);
    addSignIn(scope as never, parts);
    addActions(scope as never, parts, consoleHandlers(parts));
    await addPages(scope as never, parts.settings.webFolder);
  });
}

export type { ConsoleParts } from './parts.ts';
export type { ConsoleSettings } from './settings.ts';
export { readConsoleSettings } from './settings.ts';
