import { z } from 'zod';
import { localizedText } from '../domain/localized.ts';
import { endpoint } from './endpoint.ts';
import { consoleRoles } from './roles.ts';
import { cursor, itemLine, nothing, partyLine } from './shared.ts';

export const channelLine = z.object({
  channel: z.string(),
  provider: z.string(),
  total: z.number(),
  delivered: z.number(),
  waiting: z.number(),
  failed: z.number(),
  refused: z.number(),
  lastAt: z.string().optional(),
  errors: z.array(z.object({ code: z.string(), count: z.number(), lastAt: z.string() })),
});
export type ChannelLine = z.infer<typeof channelLine>;

export const errandLine = z.object({
  caseNumber: z.string(),
  party: partyLine,
  item: itemLine,
  district: z.string(),
  status: z.string(),
  /** Where the old and the new certificate are: codes of `central/logistics`. */
  old: z.string(),
  fresh: z.string(),
  waybills: z.array(z.object({ direction: z.enum(['pickup', 'deliver']), waybill: z.string().optional(), state: z.string() })),
  isLost: z.boolean(),
  changedAt: z.string(),
});
export type ErrandLine = z.infer<typeof errandLine>;

export const trialReport = z.object({
  items: z.number(),
  places: z.record(z.string(), z.number()),
  placesTotal: z.number(),
  partyClasses: z.number(),
  materialsWaived: z.number(),
  materialsAsked: z.number(),
  fieldsPrefilled: z.number(),
  fieldsAsked: z.number(),
  parties: z.number(),
  proposals: z.number(),
  confirmed: z.number(),
  byItem: z.array(
    z.object({
      id: z.string(),
      version: z.number(),
      title: localizedText,
      places: z.number(),
      waived: z.number(),
      prefilled: z.number(),
      proposals: z.number(),
      confirmed: z.number(),
    }),
  ),
});
export type TrialReportView = z.infer<typeof trialReport>;

export const sourceLine = z.object({
  source: z.string(),
  state: z.enum(['ok', 'down', 'gap', 'untrusted']),
  cursor: z.number(),
  polledAt: z.string().optional(),
  freshAt: z.string().optional(),
  detail: z.string(),
  waiting: z.number(),
  aside: z.number(),
  received: z.number(),
});
export type SourceLine = z.infer<typeof sourceLine>;

export const auditLine = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  purpose: z.string(),
  outcome: z.string(),
});
export type AuditLine = z.infer<typeof auditLine>;

/** recorded: the entry is in the log under a signed checkpoint · pending: not yet · damaged: entry or tree are not as they were. */
export const entryProof = z.object({
  is: z.enum(['recorded', 'pending', 'damaged']),
  position: z.number().optional(),
  size: z.number().optional(),
  checkpointAt: z.string().optional(),
  pathLength: z.number().optional(),
});
export type EntryProof = z.infer<typeof entryProof>;

const plain = { params: nothing, query: nothing, body: nothing } as const;

export const operationsApi = {
  'channels.read': endpoint({
    method: 'GET',
    path: '/channels',
    roles: ['caseworker', 'operator', 'auditor'],
    place: 'none',
    audit: '',
    ...plain,
    reply: z.object({ channels: z.array(channelLine) }),
  }),
  'deliveries.list': endpoint({
    method: 'GET',
    path: '/deliveries',
    roles: ['issuer', 'caseworker', 'operator', 'auditor'],
    place: 'own',
    audit: 'read.deliveries',
    params: nothing,
    query: z.object({
      show: z.enum(['open', 'lost', 'all']).default('open'),
      after: cursor.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(25),
    }),
    body: nothing,
    reply: z.object({
      counts: z.array(z.object({ status: z.string(), count: z.number() })),
      errands: z.array(errandLine),
      next: cursor.optional(),
    }),
  }),
  'report.trial': endpoint({
    method: 'GET',
    path: '/reports/trial-items',
    roles: consoleRoles,
    place: 'none',
    audit: '',
    ...plain,
    reply: trialReport,
  }),
  'sources.read': endpoint({
    method: 'GET',
    path: '/sources',
    roles: ['configurator', 'operator', 'auditor'],
    place: 'none',
    audit: '',
    ...plain,
    reply: z.object({ sources: z.array(sourceLine) }),
  }),
  'audit.list': endpoint({
    method: 'GET',
    path: '/audit/entries',
    roles: ['auditor'],
    place: 'none',
    audit: 'audit.list',
    params: nothing,
    query: z.object({
      actor: z.string().max(80).optional(),
      action: z.string().max(60).optional(),
      subject: z.string().max(120).optional(),
      after: cursor.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(25),
    }),
    body: nothing,
    reply: z.object({ entries: z.array(auditLine), next: cursor.optional() }),
  }),
  'audit.checkpoints': endpoint({
    method: 'GET',
    path: '/audit/checkpoints',
    roles: ['auditor'],
    place: 'none',
    audit: '',
    ...plain,
    reply: z.object({
      key: z.string(),
      checkpoints: z.array(z.object({ size: z.number(), at: z.string(), note: z.string() })),
    }),
  }),
  'audit.verify': endpoint({
    method: 'GET',
    path: '/audit/entries/:id/proof',
    roles: ['auditor'],
    place: 'none',
    audit: '',
    params: z.object({ id: z.uuid() }),
    query: nothing,
    body: nothing,
    reply: entryProof,
  }),
};
