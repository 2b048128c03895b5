import type { FactName, FactValue, Facts } from '#contracts/approval/facts.ts';
import { decisionOutputs, knownFacts } from '#contracts/approval/facts.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { CompiledModel, Facts as EngineFacts, Hit, Json } from '../../inference/dmn/dmn.ts';
import type { DecisionAnswer, DecisionFault, RuleHit } from '../../inference/judge.ts';

/** `{'party.status': …}` → `{party: {status: …}}`, as FEEL paths want it. A context is there even when nothing in it is known. */
export function factContexts(facts: Facts): EngineFacts {
  const contexts: Record<string, Record<string, FactValue>> = { event: {}, party: {}, certificate: {} };
  const plain: Record<string, FactValue> = {};
  for (const { name, context, member } of paths) {
    const value = facts[name];
    if (value === undefined) continue;
    if (context === undefined) plain[member] = value;
    else (contexts[context] ??= {})[member] = value;
  }
  return { ...contexts, ...plain };
}

/** Made once: this runs for every item and party of a night. */
const paths = (Object.keys(knownFacts) as FactName[]).map((name) => {
  const dot = name.indexOf('.');
  return dot < 0 ? { name, member: name } : { name, context: name.slice(0, dot), member: name.slice(dot + 1) };
});

/** What the engine gave in the words of the judgement; anything else than one whole answer is a fault of the table. */
export function answerOf(given: ReturnType<CompiledModel['decide']>): Result<DecisionAnswer, DecisionFault> {
  if (!given.ok) return err({ code: given.error.code, text: given.error.text });
  const { value, hits, notes } = given.value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const [note] = notes;
    return err(note ? { code: note.code, text: note.text } : { code: 'no-rule', text: 'No rule of the table fits.' });
  }
  const { action, dueInDays, reason } = value as Readonly<Record<string, Json | undefined>>;
  const known = decisionOutputs.action.find((one) => one === action);
  if (known === undefined || typeof dueInDays !== 'number' || typeof reason !== 'string')
    return err({ code: 'bad-output', text: 'The table gave something else than action, days and reason.' });
  return ok({ action: known, dueInDays, reason, hits: hits.map(hitOf), missing: [] });
}

function hitOf({ row, annotation, cells }: Hit): RuleHit {
  return {
    row,
    note: annotation ?? '',
    cells: cells.map(({ input, text, value }) => ({
      input,
      test: text,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  };
}
