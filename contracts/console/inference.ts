import { z } from 'zod';
import { approvalItemId } from '../approval/item.ts';
import { localizedText } from '../domain/localized.ts';
import { endpoint } from './endpoint.ts';
import { cursor, funnel, itemLine, itemVersion, nothing, partyKey, partyLine } from './shared.ts';
import type { ConsoleRole } from './roles.ts';

const readers: readonly ConsoleRole[] = ['reviewer', 'approver', 'configurator', 'publisher', 'auditor', 'operator'];
/** What shows a party beside its facts is for who decides about cases, and for auditors. */
const partyReaders: readonly ConsoleRole[] = ['reviewer', 'approver', 'caseworker', 'auditor'];

export const judgedAction = z.enum(['propose', 'hold', 'ignore']);

/** One rule version and what came of what it said. `precision` = confirmed of those who answered, 0 to 1; absent where nobody has. */
export const ruleLine = z.object({
  item: itemLine,
  isLive: z.boolean(),
  funnel,
  precision: z.number().optional(),
  declined: z.record(z.string(), z.number()),
});
export type RuleLine = z.infer<typeof ruleLine>;

export const judgementLine = z.object({
  id: z.string(),
  party: partyLine,
  item: itemLine,
  action: judgedAction,
  reason: z.string(),
  missing: z.array(z.string()),
  at: z.string(),
  proposal: z.string().optional(),
});
export type JudgementLine = z.infer<typeof judgementLine>;

export const ruleView = ruleLine.extend({
  /** Words for each reason that the rules give. */
  reasons: z.record(z.string(), localizedText),
  byReason: z.array(z.object({ action: judgedAction, reason: z.string(), count: z.number() })),
  /** Facts that no source gave, and for how many parties. */
  missing: z.array(z.object({ fact: z.string(), count: z.number() })),
});
export type RuleView = z.infer<typeof ruleView>;

export const judgementView = judgementLine.extend({
  why: localizedText.optional(),
  certificate: z.string(),
  factsHash: z.string(),
  dueInDays: z.number().optional(),
  hits: z.array(
    z.object({
      row: z.number(),
      note: z.string(),
      cells: z.array(z.object({ input: z.string(), test: z.string(), value: z.string() })),
    }),
  ),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Where what was known came from, and when it was true. */
  sources: z.array(z.object({ what: z.enum(['party', 'certificate']), source: z.string(), at: z.string(), version: z.number() })),
  run: z.object({ kind: z.enum(['event', 'nightly']), at: z.string() }).optional(),
});
export type JudgementView = z.infer<typeof judgementView>;

const answer = z.object({ action: z.string(), reason: z.string(), dueInDays: z.number().optional(), rows: z.array(z.number()) });
/** A stored judgement asked again of the version that it was made with. */
export const replayView = z.object({ isIdentical: z.boolean(), factsUnchanged: z.boolean(), stored: answer, again: answer });
export type ReplayView = z.infer<typeof replayView>;

const judgementParams = z.object({ party: partyKey, id: z.uuid() });

export const inferenceApi = {
  'rules.list': endpoint({
    method: 'GET',
    path: '/inference/rules',
    roles: readers,
    place: 'own',
    audit: '',
    params: nothing,
    query: nothing,
    body: nothing,
    reply: z.object({
      rules: z.array(ruleLine),
      runs: z.array(
        z.object({
          kind: z.enum(['event', 'nightly']),
          at: z.string(),
          parties: z.number(),
          evaluated: z.number(),
          proposed: z.number(),
          held: z.number(),
        }),
      ),
    }),
  }),
  'rules.read': endpoint({
    method: 'GET',
    path: '/inference/rules/:id/:version',
    roles: readers,
    place: 'own',
    audit: '',
    params: itemVersion,
    query: nothing,
    body: nothing,
    reply: ruleView,
  }),
  'judgements.list': endpoint({
    method: 'GET',
    path: '/inference/judgements',
    roles: partyReaders,
    place: 'own',
    audit: 'read.judgement-list',
    params: nothing,
    query: z.object({
      item: approvalItemId.optional(),
      action: judgedAction.optional(),
      after: cursor.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(25),
    }),
    body: nothing,
    reply: z.object({ judgements: z.array(judgementLine), next: cursor.optional() }),
  }),
  'judgements.read': endpoint({
    method: 'GET',
    path: '/inference/judgements/:party/:id',
    roles: partyReaders,
    place: 'one',
    audit: 'read.judgement',
    params: judgementParams,
    query: nothing,
    body: nothing,
    reply: judgementView,
  }),
  'judgements.replay': endpoint({
    method: 'POST',
    path: '/inference/judgements/:party/:id/replay',
    roles: partyReaders,
    place: 'one',
    audit: 'read.judgement-replay',
    params: judgementParams,
    query: nothing,
    body: nothing,
    reply: replayView,
  }),
};
