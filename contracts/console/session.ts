import { z } from 'zod';
import { localizedText } from '../domain/localized.ts';
import { endpoint } from './endpoint.ts';
import { consoleRole, consoleRoles } from './roles.ts';
import { done, nothing } from './shared.ts';

const titles = z.record(z.string(), localizedText);

/** Who is signed in, what the page needs to send with a change, and the words for codes. */
export const sessionView = z.object({
  name: z.string(),
  subject: z.string(),
  roles: z.array(consoleRole),
  districts: z.array(z.string()),
  csrf: z.string(),
  /** After this moment without a request one is signed out; and in any case at `endsAt`. */
  idleMs: z.number(),
  endsAt: z.string(),
  words: z.object({
    districts: titles,
    partyClasses: titles,
    certificateTypes: titles,
    materials: titles,
    sources: titles,
  }),
});
export type SessionView = z.infer<typeof sessionView>;

export const sessionApi = {
  'session.read': endpoint({
    method: 'GET',
    path: '/session',
    roles: consoleRoles,
    place: 'none',
    audit: '',
    params: nothing,
    query: nothing,
    body: nothing,
    reply: sessionView,
  }),
  'session.sign-out': endpoint({
    method: 'POST',
    path: '/session/sign-out',
    roles: consoleRoles,
    place: 'none',
    audit: 'session.sign-out',
    params: nothing,
    query: nothing,
    body: z.strictObject({ everywhere: z.boolean() }),
    reply: done,
  }),
};
