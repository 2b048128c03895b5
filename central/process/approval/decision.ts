import type { Facts } from '#contracts/approval/facts.ts';
import { knownFacts } from '#contracts/approval/facts.ts';
import type { Instant } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { CompiledModel, DecisionTable, DmnModel, DmnProblem } from '../../inference/dmn/dmn.ts';
import { compile, findTable, readDmn, validateDecision, writeDmn } from '../../inference/dmn/dmn.ts';
import type { DecisionAnswer, DecisionFault } from '../../inference/judge.ts';
import { answerOf, factContexts } from './decision-answer.ts';
import type { ItemProblem } from './problems.ts';
import { problem } from './problems.ts';

type ModelDecision = DmnModel['decisions'][number];

type Logic = Extract<NonNullable<ModelDecision['logic']>, { readonly kind: 'table' }>;

/** A decision that was read and compiled. */
export interface Decision {
  /** As its author sees it, and as an editor shows it. */
  readonly table: DecisionTable;
  /** The whole file, with the facts as its inputs. */
  readonly model: DmnModel;
  /**
   * A fact that is missing and could change the answer gives `hold` and its name, never a guess; one that no rule before the answer needs
   * does not matter. The same facts give the same answer, always: `now()` is noon of the facts' day.
   */
  readonly decide: (facts: Facts) => Result<DecisionAnswer, DecisionFault>;
}

/** What one answer may cost: a table of 1,000 rows needs a hundredth of it. */
const limits = { steps: 200_000, depth: 100, size: 100_000 };

/** The newest decisions that were opened: what was checked is judged by next, and compiling takes longer than anything else of it. */
const opened = new Map<string, Decision>();
const mostOpened = 200;

/** Reads an item's decision: one DMN decision that is a table. What else the table must be is looked at by `checkDecision`. */
export async function openDecision(xml: string): Promise<Result<Decision, ItemProblem[]>> {
  const known = opened.get(xml);
  if (known) return ok(known);
  const decision = await compileDecision(xml);
  if (!decision.ok) return decision;
  const [oldest] = opened.keys();
  if (oldest !== undefined && opened.size >= mostOpened) opened.delete(oldest);
  opened.set(xml, decision.value);
  return decision;
}

async function compileDecision(xml: string): Promise<Result<Decision, ItemProblem[]>> {
  const read = await readDmn(xml);
  if (!read.ok) return err(read.error.map(({ text }) => problem('decision_unreadable', 'decision.dmn', text)));
  const [decision] = read.value.decisions;
  if (!decision || read.value.decisions.length > 1 || decision.logic?.kind !== 'table')
    return err([problem('decision_shape', 'decision.dmn', 'The file must hold exactly one decision, as a decision table.')]);
  const { functions, services, imports } = read.value;
  if (functions.length + services.length + imports.length > 0)
    return err([
      problem('decision_shape', 'decision.dmn', 'The table must say everything itself: no functions, services or imports.'),
    ]);
  const model = withFacts(read.value);
  const table = findTable(model);
  const compiled = compile(model, { facts: knownFacts, limits });
  if (!compiled.ok) return err(compiled.error.map(inItsPlace));
  if (!table) throw new Error('a table was read and is not there');
  return ok({ table, model, decide: decider(model, decision.logic, compiled.value) });
}

/** What the engine finds wrong (refused) or doubtful in the rules: types, gaps, rows that are never reached, what may not end. */
export function reviewDecision({ model }: Decision): {
  readonly wrong: readonly ItemProblem[];
  readonly doubtful: readonly ItemProblem[];
} {
  const found = validateDecision(model, knownFacts);
  const of = (wanted: DmnProblem['severity']) => found.filter(({ severity }) => severity === wanted).map(inItsPlace);
  return { wrong: of('error'), doubtful: of('warning') };
}

/** The DMN file of a table, as an editor sends it. */
export function decisionFile(table: DecisionTable): Promise<string> {
  return writeDmn(table);
}

function inItsPlace({ place, element, text }: DmnProblem): ItemProblem {
  return problem('decision_rule', `decision.dmn#${place ?? element ?? ''}`, text);
}

/** The facts as inputs of the model, where the file does not declare them: `event`, `party`, `certificate`, `today`. */
function withFacts(model: DmnModel): DmnModel {
  const heads = [...new Set(Object.keys(knownFacts).map((name) => name.split('.')[0] ?? name))];
  const absent = heads.filter((name) => !model.inputs.some(({ variable }) => variable.name === name));
  const added = absent.map((name) => ({ id: `fact-${name}`, variable: { name, typeRef: undefined } }));
  return {
    ...model,
    inputs: [...model.inputs, ...added],
    decisions: model.decisions.map((decision) => ({
      ...decision,
      requires: [...decision.requires, ...added.map(({ id }) => `#${id}`)],
    })),
  };
}

/** How many sets of missing facts a table keeps a form for; more than that at once has not been seen. */
const mostForms = 64;

/**
 * With facts missing, the table is asked once more with a dash in every cell that is about one of them: the first row that fits then is the
 * first that may fit (Kleene's three values, for FIRST). Where that row is about a missing fact, nobody knows.
 */
function decider(model: DmnModel, table: Logic, whole: CompiledModel): Decision['decide'] {
  const forms = new Map<string, CompiledModel | undefined>();
  const id = model.decisions[0]?.id ?? '';

  function formWithout(columns: readonly number[]): CompiledModel | undefined {
    const key = columns.join(' ');
    if (forms.has(key)) return forms.get(key);
    const rules = table.rules.map((rule) => ({
      ...rule,
      inputs: rule.inputs.map((cell, column) => (columns.includes(column) && isAbout(cell) ? '-' : cell)),
    }));
    const decisions = model.decisions.map((decision) => ({ ...decision, logic: { ...table, rules } }));
    const compiled = compile({ ...model, decisions }, { facts: knownFacts, limits });
    const form = compiled.ok ? compiled.value : undefined;
    if (forms.size < mostForms) forms.set(key, form);
    return form;
  }

  // Columns of facts that some rule is about; the others may be missing for all that it matters.
  const columns = table.inputs.flatMap(({ expression }, column) =>
    Object.hasOwn(knownFacts, expression) && table.rules.some(({ inputs }) => isAbout(inputs[column] ?? '-'))
      ? [{ column, fact: expression as keyof Facts }]
      : [],
  );

  const inputs = new Set(table.inputs.map(({ expression }) => expression));

  return (facts) => {
    const contexts = factContexts(facts);
    const when = { now: `${String(facts.today)}T04:00:00.000Z` as Instant };
    const missing = columns.filter(({ fact }) => facts[fact] === undefined);
    if (missing.length > 0 && table.hitPolicy !== 'FIRST') return ok(held(missing));
    const form = missing.length === 0 ? whole : formWithout(missing.map(({ column }) => column));
    if (!form) return err({ code: 'internal', text: 'The table cannot be asked without some of its facts.' });
    const given = form.decide(id, contexts, when);
    // A cell may read a fact that is no column of its own: then any row may depend on it.
    const within = given.ok ? given.value.missing.filter((fact) => !inputs.has(fact)) : [];
    if (within.length > 0) return ok(held(within.map((fact) => ({ fact }))));
    const answer = answerOf(given);
    if (!answer.ok || missing.length === 0) return answer;
    const row = table.rules[(answer.value.hits[0]?.row ?? 0) - 1];
    const needed = missing.filter(({ column }) => isAbout(row?.inputs[column] ?? '-'));
    return needed.length > 0 ? ok(held(needed)) : answer;
  };
}

/** A cell that says what holds when the fact is missing (`null`) means it. */
function isAbout(cell: string): boolean {
  const text = cell.trim();
  return text !== '-' && text !== '' && !/\bnull\b/.test(text);
}

function held(missing: readonly { readonly fact: string }[]): DecisionAnswer {
  return { action: 'hold', dueInDays: 0, reason: 'factsMissing', hits: [], missing: missing.map(({ fact }) => fact) };
}
