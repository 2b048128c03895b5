import { fieldProblem, formProblems, isAsked } from '#contracts/domain/form.ts';
import type { FormField, FormValues } from '#contracts/domain/form.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import type { Transition } from './events.ts';
import { flowOf, go, stay, visitOf, withFlow, withVisit } from './moves.ts';
import type { Flow, SessionState, Visit } from './state.ts';

/** Filling in: only what is not known is asked, at most `fieldsPerPage` a page, and a wrong value says why beside it. */

export const fieldsPerPage = 3;

/** What card and centre already tell; such a field is shown as done and may be corrected at review. */
export function knownValue(field: FormField, visit: Visit): { value: string; source: 'card' | 'centre' } | undefined {
  const fields = visit.card?.fields;
  const from = (value: string | undefined, source: 'card' | 'centre') => (value ? { value, source } : undefined);
  switch (field.prefill) {
    case 'card.name':
      return from(fields?.name || fields?.englishName, 'card');
    case 'card.address':
      return from(fields?.address, 'card');
    case 'card.number':
      return from(fields?.number, 'card');
    case 'card.birth':
      return from(fields?.birth, 'card');
    case 'centre.phone':
      return from(visit.prefill.phone, 'centre');
    case 'none':
      return undefined;
  }
}

export function firstValues(item: FlowItem, visit: Visit): FormValues {
  const values: Record<string, string> = {};
  for (const field of item.form?.fields ?? []) {
    const known = knownValue(field, visit);
    if (known) values[field.name] = known.value;
  }
  return values;
}

/** Fields that the person is asked, in order: what is not known, what is known but not good, and what they chose to correct. */
export function askedFields(flow: Flow, visit: Visit): readonly FormField[] {
  return (flow.item.form?.fields ?? []).filter((field) => {
    if (!isAsked(field, flow.values)) return false;
    const known = knownValue(field, visit);
    return known === undefined || fieldProblem(field, known.value) !== undefined || flow.opened.includes(field.name);
  });
}

export function pagesOf(flow: Flow, visit: Visit): number {
  return Math.max(1, Math.ceil(askedFields(flow, visit).length / fieldsPerPage));
}

export function onFormIntent(state: SessionState, intent: Intent): Transition | undefined {
  const { phase } = state;
  if (phase.name === 'review' && intent.type === 'editField') return edit(state, intent.name);
  if (phase.name !== 'form') return undefined;
  switch (intent.type) {
    case 'setField':
      return setField(state, intent.name, intent.value);
    case 'next':
      return next(state, phase.page);
    case 'back':
      if (phase.page > 0) return go(state, { name: 'form', page: phase.page - 1 }, [{ type: 'armIdle' }]);
      return go(state, { name: 'item' }, [{ type: 'armIdle' }]);
    default:
      return undefined;
  }
}

function setField(state: SessionState, name: string, value: string): Transition {
  const flow = flowOf(state);
  const field = flow.item.form?.fields.find((candidate) => candidate.name === name);
  if (!field) return stay(state);
  const first = flow.values[name] === undefined ? 1 : 0;
  const visit = visitOf(state);
  const values = { ...flow.values, [name]: value };
  // A problem that was shown is judged again at once; a new one waits until the person wants to go on.
  const problems = { ...flow.problems };
  if (problems[name]) {
    const problem = fieldProblem(field, value);
    if (problem) problems[name] = problem;
    else delete problems[name];
  }
  return {
    state: withVisit(state, { interactions: visit.interactions + first, flow: { ...flow, values, problems } }),
    effects: [{ type: 'armIdle' }],
  };
}

function next(state: SessionState, page: number): Transition {
  const flow = flowOf(state);
  const visit = visitOf(state);
  const onPage = askedFields(flow, visit).slice(page * fieldsPerPage, (page + 1) * fieldsPerPage);
  const problems = Object.fromEntries(
    onPage.flatMap((field) => {
      const problem = fieldProblem(field, flow.values[field.name]);
      return problem ? [[field.name, problem]] : [];
    }),
  );
  if (Object.keys(problems).length > 0) return { state: withFlow(state, { problems }), effects: [{ type: 'armIdle' }] };
  if (page + 1 < pagesOf(flow, visit))
    return go(withFlow(state, { problems: {} }), { name: 'form', page: page + 1 }, [{ type: 'armIdle' }]);
  return toReview(withFlow(state, { problems: {} }));
}

/** Everything is judged once more as a whole: nothing reaches the journal that the centre would refuse for its form. */
function toReview(state: SessionState): Transition {
  const flow = flowOf(state);
  const problems = flow.item.form ? formProblems(flow.item.form, flow.values) : {};
  if (Object.keys(problems).length === 0) return go(state, { name: 'review' }, [{ type: 'armIdle' }]);
  return go(withFlow(state, { problems }), { name: 'form', page: 0 }, [{ type: 'armIdle' }]);
}

/** From review back to the page with this field; a known field becomes an asked one. */
function edit(state: SessionState, name: string): Transition {
  const flow = flowOf(state);
  const field = flow.item.form?.fields.find((candidate) => candidate.name === name);
  if (!field) return stay(state);
  const asked = askedFields(flow, visitOf(state));
  const index = asked.findIndex((candidate) => candidate.name === name);
  if (index >= 0) return go(state, { name: 'form', page: Math.floor(index / fieldsPerPage) }, [{ type: 'armIdle' }]);
  const opened = withFlow(state, { opened: [...flow.opened, name] });
  const at = askedFields(flowOf(opened), visitOf(opened)).findIndex((candidate) => candidate.name === name);
  return go(opened, { name: 'form', page: Math.floor(at / fieldsPerPage) }, [{ type: 'armIdle' }]);
}
