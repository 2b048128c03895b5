import { z } from 'zod';
import { districtCode, staffRole } from '../approval/item.ts';
import { localizedText } from '../domain/localized.ts';
import { endpoint } from './endpoint.ts';
import { caseRoles } from './roles.ts';
import { caseNumberParam, cursor, done, funnel, itemLine, nothing, partyLine, reasonText } from './shared.ts';

export const caseStatus = z.enum(['open', 'held', 'returned', 'closed', 'refused', 'withdrawn']);
/** late: past the promised day · soon: today or tomorrow. */
export const dueFilter = z.enum(['late', 'soon']);

export const overview = z.object({
  proposals: z.number(),
  delivered: z.number(),
  confirmed: z.number(),
  interactions: z.number(),
  done: z.number(),
  automatic: z.number(),
  pickups: z.number(),
  deliveries: z.number(),
  dueToday: z.number(),
  dueSoon: z.number(),
  late: z.number(),
  funnel,
  /** What did not go on, and why: a decline's reason, `unreachable`, `opened`, `expired`. */
  stops: z.array(z.object({ reason: z.string(), count: z.number(), item: itemLine })),
});
export type Overview = z.infer<typeof overview>;

export const taskLine = z.object({
  district: z.string(),
  id: z.string(),
  role: staffRole,
  /** `case-step`, `case-overdue`, `case-due-soon`, `scan-old-certificate`, … */
  kind: z.string(),
  item: itemLine,
  party: partyLine,
  caseNumber: z.string().optional(),
  step: localizedText.optional(),
  assignee: z.enum(['me', 'other', 'nobody']),
  dueOn: z.string().optional(),
  isLate: z.boolean(),
  createdAt: z.string(),
});
export type TaskLine = z.infer<typeof taskLine>;

export const caseLine = z.object({
  number: z.string(),
  item: itemLine,
  party: partyLine,
  district: z.string(),
  status: caseStatus,
  step: localizedText,
  dueOn: z.string(),
  isLate: z.boolean(),
  openedAt: z.string(),
});
export type CaseLine = z.infer<typeof caseLine>;

/** One line of everything that happened around a case. `by`: `staff:<name>`, `system`, `department`, `courier`, `person`, `source:<name>`. */
export const timelineLine = z.object({
  at: z.string(),
  kind: z.enum(['event', 'judgement', 'message', 'confirmation', 'step', 'parcel', 'task']),
  what: localizedText,
  by: z.string(),
  state: z.enum(['done', 'stop']),
});

export const caseView = caseLine.extend({
  certificate: z.string(),
  dueProvisional: z.boolean(),
  interactions: z.number().optional(),
  holdReason: z.string().optional(),
  waiting: z.string(),
  person: z.object({ name: z.string(), idNumber: z.string(), phone: z.string() }).optional(),
  values: z.array(z.object({ label: localizedText, value: z.string(), masked: z.boolean() })),
  handover: z.enum(['courier', 'site', 'none']).optional(),
  timeline: z.array(timelineLine),
  steps: z.array(z.object({ title: localizedText, state: z.enum(['done', 'now', 'next']) })),
  tasks: z.array(taskLine),
  /** Where the old and the new certificate are: codes of `central/logistics`. */
  errand: z.object({ old: z.string(), fresh: z.string(), canScan: z.boolean() }).optional(),
  judgement: z.object({ party: z.string(), id: z.string() }).optional(),
});
export type CaseView = z.infer<typeof caseView>;

export const taskDecision = z.enum(['approve', 'return', 'refuse', 'hold', 'done']);
const taskParams = z.object({ district: districtCode, id: z.uuid() });
const caseParams = z.object({ number: caseNumberParam });
const withReason = z.strictObject({ reason: reasonText.min(1) });

export const trackingApi = {
  'overview.read': endpoint({
    method: 'GET',
    path: '/overview',
    roles: [...caseRoles, 'configurator', 'publisher', 'auditor', 'operator'],
    place: 'own',
    audit: '',
    params: nothing,
    query: nothing,
    body: nothing,
    reply: overview,
  }),
  'tasks.list': endpoint({
    method: 'GET',
    path: '/tasks',
    roles: caseRoles,
    place: 'own',
    audit: 'read.tasks',
    params: nothing,
    query: nothing,
    body: nothing,
    reply: z.object({ tasks: z.array(taskLine) }),
  }),
  'tasks.claim': endpoint({
    method: 'POST',
    path: '/tasks/:district/:id/claim',
    roles: caseRoles,
    place: 'one',
    audit: 'task.claim',
    params: taskParams,
    query: nothing,
    body: nothing,
    reply: done,
  }),
  'tasks.decide': endpoint({
    method: 'POST',
    path: '/tasks/:district/:id/decide',
    roles: caseRoles,
    place: 'one',
    audit: 'task.decide',
    params: taskParams,
    query: nothing,
    body: z.strictObject({ decision: taskDecision, reason: reasonText }),
    reply: done,
  }),
  'cases.list': endpoint({
    method: 'GET',
    path: '/cases',
    roles: [...caseRoles, 'auditor'],
    place: 'own',
    audit: 'read.case-list',
    params: nothing,
    query: z.object({
      status: caseStatus.optional(),
      due: dueFilter.optional(),
      district: districtCode.optional(),
      item: z.string().max(80).optional(),
      number: z.string().max(24).optional(),
      after: cursor.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(25),
    }),
    body: nothing,
    reply: z.object({ cases: z.array(caseLine), next: cursor.optional() }),
  }),
  'cases.read': endpoint({
    method: 'GET',
    path: '/cases/:number',
    roles: [...caseRoles, 'auditor'],
    place: 'one',
    audit: 'read.case',
    params: caseParams,
    query: nothing,
    body: nothing,
    reply: caseView,
  }),
  'cases.resume': endpoint({
    method: 'POST',
    path: '/cases/:number/resume',
    roles: ['reviewer', 'approver'],
    place: 'one',
    audit: 'case.resume',
    params: caseParams,
    query: nothing,
    body: withReason,
    reply: done,
  }),
  'cases.corrected': endpoint({
    method: 'POST',
    path: '/cases/:number/corrected',
    roles: ['acceptor', 'reviewer', 'caseworker'],
    place: 'one',
    audit: 'case.corrected',
    params: caseParams,
    query: nothing,
    body: withReason,
    reply: done,
  }),
  'cases.scan-old': endpoint({
    method: 'POST',
    path: '/cases/:number/scan-old',
    roles: ['issuer', 'caseworker'],
    place: 'one',
    audit: 'case.scan-old',
    params: caseParams,
    query: nothing,
    body: nothing,
    reply: done,
  }),
};
