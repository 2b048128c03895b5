import type { BpmnElement } from 'bpmn-moddle';
import type { ProcessStep } from '#contracts/approval/item.ts';
import { processStep, staffRole } from '#contracts/approval/item.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import { checkXml } from '../../inference/dmn/dmn.ts';
import { newBpmn, taskOf } from './bpmn-words.ts';
import type { ItemProblem } from './problems.ts';
import { problem, quoted } from './problems.ts';

const file = 'process.bpmn';

/**
 * The steps of a BPMN 2.0 file. Taken: one process of tasks, exclusive gateways, one start, one end; tasks of ours, or tasks whose kind says
 * what they are and, where a person does them, whose lane is a role. Everything else is refused in words: a process that would do something
 * else than its drawing is worse than none.
 */
export async function bpmnToProcess(xml: string): Promise<Result<ProcessStep[], ItemProblem[]>> {
  const safe = checkXml(xml);
  if (!safe.ok) return err([problem('bpmn_unreadable', file, safe.error.text)]);
  let read;
  try {
    read = await newBpmn().fromXML(xml);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown';
    return err([problem('bpmn_unreadable', file, `Not a BPMN 2.0 file: ${quoted(why)}.`)]);
  }
  const unread = read.warnings.map(({ message }) =>
    problem('bpmn_unreadable', file, `Not understood: ${quoted(message.split('\n')[0])}.`),
  );
  if (unread.length > 0) return err(unread.slice(0, 10));
  const roots = childrenOf(read.rootElement, 'rootElements');
  const processes = roots.filter(({ $type }) => $type === 'bpmn:Process');
  const [process] = processes;
  if (!process || processes.length > 1)
    return err([problem('bpmn_unsupported', file, `The file must hold exactly one process; it holds ${processes.length}.`)]);
  return stepsOf(process);
}

const tasks = new Set(Object.values(taskOf));
const taken = new Set([...tasks, 'bpmn:StartEvent', 'bpmn:EndEvent', 'bpmn:ExclusiveGateway', 'bpmn:SequenceFlow']);

const refusals: Readonly<Record<string, string>> = {
  'bpmn:ParallelGateway': 'a case does one thing after the other, never two at once',
  'bpmn:InclusiveGateway': 'a case takes one way only',
  'bpmn:EventBasedGateway': 'a case does not wait for one of several events',
  'bpmn:SubProcess': 'write its steps into the process itself',
  'bpmn:CallActivity': 'write its steps into the process itself',
  'bpmn:BoundaryEvent': 'deadlines are the days of a step, not events',
  'bpmn:IntermediateCatchEvent': 'the centre keeps its own clock',
  'bpmn:IntermediateThrowEvent': 'messages are the texts of the item',
  'bpmn:SendTask': 'messages are the texts of the item',
  'bpmn:ReceiveTask': 'the centre knows itself what it waits for',
};

function stepsOf(process: BpmnElement): Result<ProcessStep[], ItemProblem[]> {
  const elements = childrenOf(process, 'flowElements');
  const unsupported = elements.flatMap(elementProblems);
  if (unsupported.length > 0) return err(unsupported);
  const starts = elements.filter(({ $type }) => $type === 'bpmn:StartEvent');
  const [start] = starts;
  if (!start || starts.length > 1) return err([problem('bpmn_unsupported', file, 'A process has exactly one start.')]);
  const ways = new Ways(elements);
  const lanes = laneRoles(process);
  const found: ItemProblem[] = [];
  const steps: ProcessStep[] = [];
  const first = ways.tasksAfter(start);
  if (first.length !== 1) found.push(problem('bpmn_unsupported', `${file}#${idOf(start)}`, 'One task follows the start.'));
  for (const element of orderedFrom(first[0], elements)) {
    const step = stepOf(element, ways, lanes);
    if (step.ok) steps.push(step.value);
    else found.push(step.error);
  }
  return found.length > 0 ? err(found) : ok(steps);
}

/** As in the file, but what follows the start comes first. */
function orderedFrom(first: BpmnElement | undefined, elements: readonly BpmnElement[]): BpmnElement[] {
  const all = elements.filter(({ $type }) => tasks.has($type));
  return first ? [first, ...all.filter((element) => element !== first)] : all;
}

function elementProblems(element: BpmnElement): ItemProblem[] {
  const at = `${file}#${idOf(element)}`;
  const name = quoted(element.get('name') ?? idOf(element));
  const kind = element.$type.replace('bpmn:', '');
  if (!taken.has(element.$type))
    return [
      problem(
        'bpmn_unsupported',
        at,
        `${kind} ${name} cannot be carried out: ${refusals[element.$type] ?? 'the centre has no such thing'}.`,
      ),
    ];
  const found: ItemProblem[] = [];
  const refuse = (why: string): number =>
    found.push(problem('bpmn_unsupported', at, `${kind} ${name} cannot be carried out: ${why}.`));
  if (childrenOf(element, 'eventDefinitions').length > 0)
    refuse('a process begins with a confirmation and ends when the case is closed');
  if (element.get('loopCharacteristics') !== undefined) refuse('a step is done once');
  if (element.get('conditionExpression') !== undefined) refuse('which way is taken is decided by the step, not by a condition');
  if (element.$type === 'bpmn:ScriptTask' && element.get('script') !== undefined) refuse('no script is run');
  return found;
}

/** Which tasks follow an element, through gateways; the default way first. */
class Ways {
  readonly #out: ReadonlyMap<unknown, readonly BpmnElement[]>;

  constructor(elements: readonly BpmnElement[]) {
    const flows = elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow');
    this.#out = Map.groupBy(flows, (flow) => flow.get('sourceRef'));
  }

  tasksAfter(element: BpmnElement, seen: ReadonlySet<BpmnElement> = new Set()): BpmnElement[] {
    if (seen.has(element)) return []; // gateways in a circle
    const usual = element.get('default');
    const flows = [...(this.#out.get(element) ?? [])].sort((a, b) => Number(b === usual) - Number(a === usual));
    const found = flows.flatMap((flow) => {
      const target = flow.get('targetRef') as BpmnElement | undefined;
      if (!target || target.$type === 'bpmn:EndEvent') return [];
      return tasks.has(target.$type) ? [target] : this.tasksAfter(target, new Set([...seen, element]));
    });
    return [...new Set(found)];
  }
}

const kindOfTask: Readonly<Record<string, ProcessStep['kind']>> = Object.fromEntries(
  Object.entries(taskOf).map(([kind, type]) => [type, kind as ProcessStep['kind']]),
);

function stepOf(element: BpmnElement, ways: Ways, lanes: ReadonlyMap<BpmnElement, string>): Result<ProcessStep, ItemProblem> {
  const code = idOf(element);
  const name = textOf(element, 'name') ?? code;
  const next = ways.tasksAfter(element).map(idOf);
  const kind = textOf(element, 'es:kind') ?? (next.length === 0 ? 'close' : kindOfTask[element.$type]);
  const role = textOf(element, 'es:role') ?? (kind === 'staff' ? lanes.get(element) : undefined);
  const warnAfterDays = element.get('es:warnAfterDays');
  const step = processStep.safeParse({
    code,
    kind,
    title: { 'zh-CN': name, en: textOf(element, 'es:titleEn') ?? name },
    done: { 'zh-CN': textOf(element, 'es:doneZh') ?? name, en: textOf(element, 'es:doneEn') ?? name },
    ...(role !== undefined && { role }),
    next,
    ...(warnAfterDays !== undefined && { warnAfterDays }),
  });
  if (step.success) return ok(step.data);
  const [issue] = step.error.issues;
  const what = issue ? `${issue.path.map(String).join('.')}: ${issue.message}` : 'not a step';
  return err(problem('bpmn_unsupported', `${file}#${code}`, `The task ${quoted(name)} cannot be taken as a step (${what}).`));
}

const rolesByTitle: Readonly<Record<string, string>> = {
  受理: 'acceptor',
  专员: 'caseworker',
  审核: 'reviewer',
  审批: 'approver',
  制证: 'issuer',
};

/** Roles that lanes are named after, in Chinese or by their code. */
function laneRoles(process: BpmnElement): ReadonlyMap<BpmnElement, string> {
  const lanes = childrenOf(process, 'laneSets').flatMap((set) => childrenOf(set, 'lanes'));
  return new Map(
    lanes.flatMap((lane) => {
      const name = (textOf(lane, 'name') ?? '').trim();
      const role = rolesByTitle[name] ?? staffRole.safeParse(name.toLowerCase()).data;
      return role === undefined ? [] : childrenOf(lane, 'flowNodeRef').map((node) => [node, role] as const);
    }),
  );
}

function idOf(element: BpmnElement): string {
  return textOf(element, 'id') ?? '';
}

function textOf(element: BpmnElement, name: string): string | undefined {
  const value = element.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function childrenOf(element: BpmnElement, name: string): readonly BpmnElement[] {
  const found = element.get(name);
  return Array.isArray(found) ? (found as BpmnElement[]) : [];
}
