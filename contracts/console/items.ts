import { z } from 'zod';
import { approvalItem } from '../approval/item.ts';
import { localizedText } from '../domain/localized.ts';
import { endpoint } from './endpoint.ts';
import type { ConsoleRole } from './roles.ts';
import { done, itemPlaceParam, itemVersion, nothing } from './shared.ts';

const readers: readonly ConsoleRole[] = ['reviewer', 'approver', 'configurator', 'publisher', 'auditor'];
const authors: readonly ConsoleRole[] = ['configurator'];
/** Four eyes: whoever wrote a version is refused by the item's own life, whatever the role. */
const seconds: readonly ConsoleRole[] = ['publisher'];

export const versionState = z.enum(['draft', 'tested', 'approved', 'live', 'retired']);
export const problemLine = z.object({ code: z.string(), path: z.string(), text: z.string() });
export type ProblemLine = z.infer<typeof problemLine>;

export const itemListLine = z.object({
  id: z.string(),
  title: localizedText,
  trial: z.boolean(),
  version: z.number(),
  state: versionState,
  author: z.string(),
  approver: z.string().optional(),
  effectiveFrom: z.string().optional(),
  effectiveTo: z.string().optional(),
  changedAt: z.string(),
  suspended: z.array(z.string()),
});
export type ItemListLine = z.infer<typeof itemListLine>;

const cell = z.string().max(2_000);
/** 决策表 as the editor holds it. Columns stay as they are; rows are added, moved, changed and deleted. */
export const tableView = z.object({
  name: z.string().max(200),
  hitPolicy: z.string(),
  inputs: z.array(z.object({ id: z.string(), label: z.string(), expression: z.string(), type: z.string().optional() })),
  outputs: z.array(z.object({ id: z.string(), name: z.string(), type: z.string().optional(), allowed: z.string().optional() })),
  rows: z
    .array(
      z.object({
        id: z.string().max(80),
        note: z.string().max(400),
        inputs: z.array(cell).max(60),
        outputs: z.array(cell).max(20),
      }),
    )
    .max(2_000),
});
export type TableView = z.infer<typeof tableView>;

const point = z.object({ x: z.number(), y: z.number() });
const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
/** 流程图: see `central/process` for how it is laid out. */
export const drawingView = z.object({
  width: z.number(),
  height: z.number(),
  lanes: z.array(box.extend({ name: z.string() })),
  nodes: z.array(box.extend({ id: z.string(), is: z.enum(['start', 'step', 'choice', 'end']), step: z.string() })),
  arrows: z.array(z.object({ from: z.string(), to: z.string(), usual: z.boolean(), points: z.array(point) })),
});

const part = z.object({
  looked: z.number(),
  proposed: z.number(),
  held: z.number(),
  byReason: z.record(z.string(), z.number()),
  byDistrict: z.record(z.string(), z.object({ proposed: z.number(), held: z.number() })),
  diff: z.object({ fresh: z.number(), gone: z.number(), changed: z.number(), same: z.number() }),
  samples: z.array(
    z.object({
      is: z.enum(['fresh', 'gone', 'changed']),
      district: z.string(),
      partyClass: z.string(),
      action: z.string(),
      reason: z.string(),
      rule: z.string(),
      dueInDays: z.number(),
    }),
  ),
});
export const backTestView = z.object({
  at: z.string(),
  days: z.number(),
  against: z.number().optional(),
  faults: z.number(),
  faultCodes: z.array(z.string()),
  events: part,
  nightly: part,
});
export type BackTestView = z.infer<typeof backTestView>;

export const itemView = itemListLine.extend({
  item: approvalItem,
  table: tableView,
  drawing: drawingView,
  backTest: backTestView.optional(),
  suspensions: z.array(z.object({ district: z.string(), since: z.string(), by: z.string(), reason: z.string() })),
});
export type ItemView = z.infer<typeof itemView>;

const fileText = z.string().max(1_400_000);
export const itemFiles = z.strictObject({
  'item.json': fileText.optional(),
  'decision.dmn': fileText.optional(),
  'process.bpmn': fileText.optional(),
});

const versionDone = z.object({ id: z.string(), version: z.number(), state: versionState });
const version = { params: itemVersion, query: nothing } as const;

export const itemsApi = {
  'items.list': endpoint({
    method: 'GET',
    path: '/items',
    roles: readers,
    place: 'none',
    audit: '',
    params: nothing,
    query: nothing,
    body: nothing,
    reply: z.object({ items: z.array(itemListLine) }),
  }),
  'items.read': endpoint({
    method: 'GET',
    path: '/items/:id/:version',
    roles: readers,
    place: 'none',
    audit: '',
    ...version,
    body: nothing,
    reply: itemView,
  }),
  'items.export': endpoint({
    method: 'GET',
    path: '/items/:id/:version/files',
    roles: readers,
    place: 'none',
    audit: '',
    ...version,
    body: nothing,
    reply: z.object({ 'item.json': z.string(), 'decision.dmn': z.string(), 'process.bpmn': z.string() }),
  }),
  'items.validate': endpoint({
    method: 'POST',
    path: '/items/validate',
    roles: authors,
    place: 'none',
    audit: '',
    params: nothing,
    query: nothing,
    body: itemFiles,
    reply: z.object({ id: z.string(), version: z.number(), sha256: z.string(), doubts: z.array(problemLine) }),
  }),
  'items.draft': endpoint({
    method: 'PUT',
    path: '/items/draft',
    roles: authors,
    place: 'none',
    audit: 'item.draft-files',
    params: nothing,
    query: nothing,
    body: itemFiles,
    reply: versionDone.extend({ doubts: z.array(problemLine) }),
  }),
  /** A table as the editor has it, put into a version: looked at only, or kept as a draft. */
  'items.table': endpoint({
    method: 'PUT',
    path: '/items/:id/:version/table',
    roles: authors,
    place: 'none',
    audit: 'item.draft-table',
    ...version,
    body: z.strictObject({ table: tableView, as: z.int().min(1), keep: z.boolean() }),
    reply: z.object({ id: z.string(), version: z.number(), kept: z.boolean(), doubts: z.array(problemLine) }),
  }),
  'items.back-test': endpoint({
    method: 'POST',
    path: '/items/:id/:version/back-test',
    roles: authors,
    place: 'none',
    audit: 'item.back-test',
    ...version,
    body: z.strictObject({ days: z.int().min(1).max(400) }),
    reply: backTestView,
  }),
  'items.approve': endpoint({
    method: 'POST',
    path: '/items/:id/:version/approve',
    roles: seconds,
    place: 'none',
    audit: 'item.approve-asked',
    ...version,
    body: nothing,
    reply: versionDone,
  }),
  'items.publish': endpoint({
    method: 'POST',
    path: '/items/:id/:version/publish',
    roles: seconds,
    place: 'none',
    audit: 'item.publish-asked',
    ...version,
    body: z.strictObject({ from: z.iso.date().optional() }),
    reply: versionDone.extend({ effectiveFrom: z.string() }),
  }),
  'items.retire': endpoint({
    method: 'POST',
    path: '/items/:id/:version/retire',
    roles: seconds,
    place: 'none',
    audit: 'item.retire-asked',
    ...version,
    body: nothing,
    reply: versionDone,
  }),
  'items.suspend': endpoint({
    method: 'PUT',
    path: '/items/:id/suspensions/:district',
    roles: ['approver', 'publisher'],
    place: 'one',
    audit: 'item.suspend-asked',
    params: itemPlaceParam,
    query: nothing,
    body: z.strictObject({ reason: z.string().trim().min(1).max(200) }),
    reply: done,
  }),
  'items.resume': endpoint({
    method: 'DELETE',
    path: '/items/:id/suspensions/:district',
    roles: ['approver', 'publisher'],
    place: 'one',
    audit: 'item.resume-asked',
    params: itemPlaceParam,
    query: nothing,
    body: nothing,
    reply: done,
  }),
};
