import { z } from 'zod';
import { localizedText } from '../domain/localized.ts';
import { endpoint } from './endpoint.ts';
import { caseRoles } from './roles.ts';
import { caseLine } from './tracking.ts';
import { nothing, partyKey, partyLine } from './shared.ts';

/** Personal values are masked; the whole ones are asked for with a purpose (`parties.reveal`). */
export const partyView = partyLine.extend({
  district: z.string(),
  partyClass: z.string(),
  status: z.string(),
  uscc: z.string().optional(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  source: z.string(),
  sourceAt: z.string(),
  recordVersion: z.number(),
  agents: z.array(z.object({ role: z.string(), name: z.string(), idNumber: z.string(), since: z.string() })),
  contacts: z.array(
    z.object({ channel: z.string(), address: z.string(), isVerified: z.boolean(), isOptedOut: z.boolean(), source: z.string() }),
  ),
  certificates: z.array(
    z.object({
      type: localizedText,
      number: z.string(),
      version: z.number(),
      district: z.string(),
      issuer: z.string(),
      validFrom: z.string(),
      validTo: z.string().optional(),
      status: z.string(),
      source: z.string(),
      sourceAt: z.string(),
      caseNumber: z.string().optional(),
    }),
  ),
  cases: z.array(caseLine),
});
export type PartyView = z.infer<typeof partyView>;

export const revealed = z.object({
  person: z.object({ name: z.string(), idNumber: z.string(), address: z.string() }).optional(),
  agents: z.array(z.object({ role: z.string(), name: z.string(), idNumber: z.string() })),
  contacts: z.array(z.object({ channel: z.string(), address: z.string() })),
});
export type Revealed = z.infer<typeof revealed>;

export const purposes = ['case-handling', 'contact', 'complaint'] as const;

export const partiesApi = {
  'parties.search': endpoint({
    method: 'GET',
    path: '/parties',
    roles: [...caseRoles, 'auditor'],
    place: 'own',
    audit: 'read.party-search',
    params: nothing,
    query: z.object({ q: z.string().trim().min(4).max(40) }),
    body: nothing,
    reply: z.object({ parties: z.array(partyLine.extend({ district: z.string(), uscc: z.string().optional() })) }),
  }),
  'parties.read': endpoint({
    method: 'GET',
    path: '/parties/:key',
    roles: [...caseRoles, 'auditor'],
    place: 'one',
    audit: 'read.party',
    params: z.object({ key: partyKey }),
    query: nothing,
    body: nothing,
    reply: partyView,
  }),
  'parties.reveal': endpoint({
    method: 'POST',
    path: '/parties/:key/reveal',
    roles: ['reviewer', 'approver', 'caseworker'],
    place: 'one',
    audit: 'read.party-unmasked',
    params: z.object({ key: partyKey }),
    query: nothing,
    body: z.strictObject({ purpose: z.enum(purposes), note: z.string().trim().min(2).max(100) }),
    reply: revealed,
  }),
};
