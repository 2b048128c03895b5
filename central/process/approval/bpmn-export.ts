import type { BpmnElement, BpmnModdle } from 'bpmn-moddle';
import type { ApprovalItem, ProcessStep } from '#contracts/approval/item.ts';
import { newBpmn, taskOf } from './bpmn-words.ts';
import type { DrawnNode, LaneName, Point, ProcessDrawing, Rectangle } from './process-drawing.ts';
import { drawProcess, waysOf } from './process-drawing.ts';

const laneTitles: Readonly<Record<LaneName, string>> = {
  centre: '审批中心',
  acceptor: '受理',
  caseworker: '专员',
  reviewer: '审核',
  approver: '审批',
  issuer: '制证',
  department: '发证部门',
  courier: '政务速递',
};

/** An item's process as BPMN 2.0 with lanes and a diagram; the same text for the same process. */
export async function processToBpmn(item: Pick<ApprovalItem, 'id' | 'title' | 'process'>): Promise<string> {
  const moddle = newBpmn();
  const drawing = drawProcess(item.process);
  const nodes = new Map(drawing.nodes.map((node) => [node.id, nodeElement(moddle, node, item.process)]));
  const flows = flowsOf(moddle, item.process, nodes);
  const lanes = drawing.lanes.map((lane) => ({
    lane,
    element: moddle.create('bpmn:Lane', {
      id: `lane-${lane.name}`,
      name: laneTitles[lane.name],
      flowNodeRef: drawing.nodes.filter((node) => node.lane === lane.name).flatMap(({ id }) => nodes.get(id) ?? []),
    }),
  }));
  const process = moddle.create('bpmn:Process', {
    id: 'process',
    name: item.title['zh-CN'],
    isExecutable: false,
    laneSets: [moddle.create('bpmn:LaneSet', { id: 'lanes', lanes: lanes.map(({ element }) => element) })],
    flowElements: [...nodes.values(), ...flows.map(({ element }) => element)],
  });
  const plane = moddle.create('bpmndi:BPMNPlane', {
    id: 'plane',
    bpmnElement: process,
    planeElement: [
      ...lanes.map(({ lane, element }) => shape(moddle, element, lane, true)),
      ...drawing.nodes.map((node) => shape(moddle, nodes.get(node.id), node)),
      ...flows.map(({ element, from, to }) => edge(moddle, element, pointsOf(drawing, from, to))),
    ],
  });
  const definitions = moddle.create('bpmn:Definitions', {
    id: 'definitions',
    name: item.title['zh-CN'],
    targetNamespace: `urn:e-station:item:${item.id}`,
    'xmlns:es': 'urn:e-station:process',
    rootElements: [process],
    diagrams: [moddle.create('bpmndi:BPMNDiagram', { id: 'diagram', plane })],
  });
  return (await moddle.toXML(definitions, { format: true })).xml;
}

function nodeElement(moddle: BpmnModdle, node: DrawnNode, steps: readonly ProcessStep[]): BpmnElement {
  switch (node.is) {
    case 'start':
      return moddle.create('bpmn:StartEvent', { id: 'start', name: '开始' });
    case 'end':
      return moddle.create('bpmn:EndEvent', { id: 'end', name: '结束' });
    case 'choice':
      return moddle.create('bpmn:ExclusiveGateway', { id: node.id });
    case 'step': {
      const step = steps.find(({ code }) => code === node.step);
      if (!step) throw new Error('a drawn step is not in the process');
      return taskElement(moddle, step);
    }
  }
}

function taskElement(moddle: BpmnModdle, { code, kind, title, done, role, warnAfterDays }: ProcessStep): BpmnElement {
  return moddle.create(taskOf[kind], {
    id: code,
    name: title['zh-CN'],
    'es:kind': kind,
    ...(role !== undefined && { 'es:role': role }),
    ...(warnAfterDays !== undefined && { 'es:warnAfterDays': warnAfterDays }),
    'es:titleEn': title.en,
    'es:doneZh': done['zh-CN'],
    'es:doneEn': done.en,
  });
}

interface Flow {
  readonly element: BpmnElement;
  readonly from: string;
  readonly to: string;
}

/** `incoming` and `outgoing` too: drawing programs read them. The usual way out of a choice is its default flow. */
function flowsOf(moddle: BpmnModdle, steps: readonly ProcessStep[], nodes: ReadonlyMap<string, BpmnElement>): Flow[] {
  const flows = waysOf(steps).flatMap(({ from, to, usual }) => {
    const [source, target] = [nodes.get(from), nodes.get(to)];
    if (!source || !target) return [];
    const element = moddle.create('bpmn:SequenceFlow', { id: `flow-${from}-${to}`, sourceRef: source, targetRef: target });
    if (usual && source.$type === 'bpmn:ExclusiveGateway') source.set('default', element);
    return [{ element, from, to }];
  });
  for (const [id, node] of nodes) {
    node.set(
      'incoming',
      flows.filter(({ to }) => to === id).map(({ element }) => element),
    );
    node.set(
      'outgoing',
      flows.filter(({ from }) => from === id).map(({ element }) => element),
    );
  }
  return flows;
}

function shape(
  moddle: BpmnModdle,
  element: BpmnElement | undefined,
  { x, y, width, height }: Rectangle,
  isLane = false,
): BpmnElement {
  return moddle.create('bpmndi:BPMNShape', {
    id: `shape-${String(element?.get('id'))}`,
    bpmnElement: element,
    ...(isLane && { isHorizontal: true }),
    bounds: moddle.create('dc:Bounds', { x, y, width, height }),
  });
}

function edge(moddle: BpmnModdle, element: BpmnElement, points: readonly Point[]): BpmnElement {
  return moddle.create('bpmndi:BPMNEdge', {
    id: `edge-${String(element.get('id'))}`,
    bpmnElement: element,
    waypoint: points.map(({ x, y }) => moddle.create('dc:Point', { x, y })),
  });
}

function pointsOf(drawing: ProcessDrawing, from: string, to: string): readonly Point[] {
  return drawing.arrows.find((arrow) => arrow.from === from && arrow.to === to)?.points ?? [];
}
