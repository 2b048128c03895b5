import type { ApprovalItem, ProcessStep, StaffRole } from '#contracts/approval/item.ts';
import { columnsOf } from './process-graph.ts';

/** Who does a step: the centre itself, a role, the department, the courier. One lane each, in this order. */
export const laneNames = ['centre', 'acceptor', 'caseworker', 'reviewer', 'approver', 'issuer', 'department', 'courier'] as const;
export type LaneName = (typeof laneNames)[number];

/** Units are points of a drawing whose left upper corner is 0, 0. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A step, the beginning, the end, or a choice after a step that has several ways out. `step` is the code of the step it belongs to. */
export interface DrawnNode extends Rectangle {
  readonly id: string;
  readonly is: 'start' | 'step' | 'choice' | 'end';
  readonly step: string;
  readonly lane: LaneName;
}

export interface DrawnArrow {
  readonly from: string;
  readonly to: string;
  /** The way when all goes well. */
  readonly usual: boolean;
  /** Two points at least. */
  readonly points: readonly Point[];
}

export interface ProcessDrawing {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly (Rectangle & { readonly name: LaneName })[];
  readonly nodes: readonly DrawnNode[];
  readonly arrows: readonly DrawnArrow[];
}

const size = {
  laneLabel: 40,
  column: 210,
  row: 110,
  step: { width: 120, height: 70 },
  choice: 44,
  event: 36,
  margin: 30,
  gap: 12,
} as const;

export function laneOf({ kind, role }: ProcessStep): LaneName {
  if (kind === 'staff') return (role ?? 'caseworker') satisfies StaffRole;
  if (kind === 'department') return 'department';
  return kind === 'errand' ? 'courier' : 'centre';
}

/**
 * Where each step of a process stands: from left to right by the longest way from the beginning, from top to bottom by who does it.
 * Pure, and the same for the same steps. The steps must have passed `checkProcess`.
 */
export function drawProcess(steps: ApprovalItem['process']): ProcessDrawing {
  const columns = columnsOf(steps);
  const [first] = steps;
  if (!columns || !first) throw new Error('the process was not checked');
  const rows = placeRows(steps, columns);
  const nodes = nodesOf(steps, columns, rows);
  const width = size.laneLabel + size.margin * 2 + (Math.max(...columns.values()) + 1) * size.column + size.event + 30;
  const lanes = rows.lanes.map(({ name, firstRow, count }) => ({
    name,
    x: 0,
    y: firstRow * size.row,
    width,
    height: count * size.row,
  }));
  return { width, height: rows.count * size.row, lanes, nodes, arrows: arrowsOf(steps, nodes) };
}

interface Rows {
  readonly of: ReadonlyMap<string, number>;
  readonly lanes: readonly { readonly name: LaneName; readonly firstRow: number; readonly count: number }[];
  readonly count: number;
}

/** Steps of one lane that stand in one column go below each other. */
function placeRows(steps: readonly ProcessStep[], columns: ReadonlyMap<string, number>): Rows {
  const of = new Map<string, number>();
  const lanes: Rows['lanes'][number][] = [];
  let count = 0;
  for (const name of laneNames) {
    const inLane = steps.filter((step) => laneOf(step) === name);
    if (inLane.length === 0) continue;
    const used = new Map<number, number>();
    for (const { code } of inLane) {
      const column = columns.get(code) ?? 0;
      const below = used.get(column) ?? 0;
      used.set(column, below + 1);
      of.set(code, count + below);
    }
    const rowsHere = Math.max(...used.values());
    lanes.push({ name, firstRow: count, count: rowsHere });
    count += rowsHere;
  }
  return { of, lanes, count };
}

function nodesOf(steps: readonly ProcessStep[], columns: ReadonlyMap<string, number>, rows: Rows): DrawnNode[] {
  return steps.flatMap((step, index) => {
    const lane = laneOf(step);
    const x = size.laneLabel + size.margin + size.event + 30 + (columns.get(step.code) ?? 0) * size.column;
    const middle = ((rows.of.get(step.code) ?? 0) + 0.5) * size.row;
    const node = (id: string, is: DrawnNode['is'], left: number, width: number, height: number): DrawnNode => ({
      id,
      is,
      step: step.code,
      lane,
      x: left,
      y: middle - height / 2,
      width,
      height,
    });
    const right = x + size.step.width;
    return [
      ...(index === 0 ? [node('start', 'start', x - size.event - 30, size.event, size.event)] : []),
      node(step.code, 'step', x, size.step.width, size.step.height),
      ...(step.next.length > 1 ? [node(choiceId(step.code), 'choice', right + 20, size.choice, size.choice)] : []),
      ...(step.next.length === 0 ? [node('end', 'end', right + 30, size.event, size.event)] : []),
    ];
  });
}

/** Id of the choice that follows a step; no step can be called so. */
export function choiceId(code: string): string {
  return `${code}-choice`;
}

/** The ways of a process between its nodes: from the start, through choices, to the end. */
export function waysOf(steps: readonly ProcessStep[]): { readonly from: string; readonly to: string; readonly usual: boolean }[] {
  const [first] = steps;
  const between = steps.flatMap(({ code, next }) => {
    if (next.length === 0) return [{ from: code, to: 'end', usual: true }];
    if (next.length === 1) return next.map((to) => ({ from: code, to, usual: true }));
    const choice = choiceId(code);
    return [{ from: code, to: choice, usual: true }, ...next.map((to, index) => ({ from: choice, to, usual: index === 0 }))];
  });
  return first ? [{ from: 'start', to: first.code, usual: true }, ...between] : between;
}

function arrowsOf(steps: readonly ProcessStep[], nodes: readonly DrawnNode[]): DrawnArrow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return waysOf(steps).flatMap(({ from, to, usual }) => {
    const [a, b] = [byId.get(from), byId.get(to)];
    return a && b ? [{ from, to, usual, points: pointsBetween(a, b) }] : [];
  });
}

/** To the next column straight or with one bend; further through the gap above the target's row, where no step stands in the way. */
function pointsBetween(a: DrawnNode, b: DrawnNode): Point[] {
  const start = { x: a.x + a.width, y: a.y + a.height / 2 };
  const end = { x: b.x, y: b.y + b.height / 2 };
  const corner = a.is === 'choice' ? a.x + a.width / 2 : start.x + size.gap;
  const isFar = end.x - start.x > size.column - size.step.width;
  if (!isFar && start.y === end.y) return [start, end];
  const gap = b.y - size.gap;
  const way = isFar
    ? [
        { x: corner, y: gap },
        { x: b.x + b.width / 2, y: gap },
        { x: b.x + b.width / 2, y: b.y },
      ]
    : [{ x: corner, y: end.y }, end];
  const [first] = way;
  if (a.is !== 'choice') return [start, { x: corner, y: start.y }, ...way];
  return [{ x: corner, y: (first?.y ?? end.y) > start.y ? a.y + a.height : a.y }, ...way];
}
