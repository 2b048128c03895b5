import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { Facts } from '#contracts/approval/facts.ts';
import {
  bpmnToProcess,
  checkPackage,
  decisionFile,
  drawProcess,
  filesOf,
  openDecision,
  packageOf,
  processToBpmn,
  readItemFiles,
  type DrawnNode,
} from '#central/process/index.ts';
import { decisionWith, itemsFolder, surveyFiles, surveyId, vocabulary } from './process/packages.ts';

const folders = readdirSync(itemsFolder).filter((name) => existsSync(path.join(itemsFolder, name, 'item.json')));
const itemOf = (folder: string) => JSON.parse(readFileSync(path.join(itemsFolder, folder, 'item.json'), 'utf8')) as ApprovalItem;
const { item, decision } = surveyFiles();

describe('an item as files', () => {
  it.each(folders.slice(0, 12))('%s comes back the same', async (folder) => {
    const given = readItemFiles([path.join(itemsFolder, folder)]);
    const made = given.ok ? await packageOf(given.value) : given;
    const checked = made.ok ? await checkPackage(made.value, vocabulary) : made;
    if (!checked.ok) throw new Error(checked.error[0]?.text);
    const out = await filesOf(checked.value.item, checked.value.decision);
    const again = await packageOf(out);
    const back = again.ok ? await checkPackage(again.value, vocabulary) : again;
    expect(back.ok && back.value.sha256).toBe(checked.value.sha256);
    expect(back.ok && (await filesOf(back.value.item, back.value.decision))).toEqual(out);
  });

  it('goes through a folder on the disk', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-item-'));
    try {
      const out = await filesOf(item, decision);
      for (const [name, text] of Object.entries(out)) writeFileSync(path.join(folder, name), text);
      expect(readItemFiles([folder])).toEqual({ ok: true, value: out });
      expect(readItemFiles(Object.keys(out).map((name) => path.join(folder, name)))).toEqual({ ok: true, value: out });
      writeFileSync(path.join(folder, 'letter.docx'), '');
      expect(readItemFiles([path.join(folder, 'letter.docx'), path.join(folder, 'gone.dmn')])).toMatchObject({
        error: [{ code: 'file_missing' }, { code: 'file_unknown' }],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes its process from the drawing where item.json has none, and refuses two that differ', async () => {
    const bpmn = await processToBpmn(item);
    const { process, ...rest } = item;
    const made = await packageOf({ 'item.json': JSON.stringify(rest), 'decision.dmn': decision, 'process.bpmn': bpmn });
    expect(made.ok && (JSON.parse(made.value.item) as ApprovalItem).process).toEqual(process);
    const other = { ...item, process: process.map((step) => ({ ...step, warnAfterDays: 9 })) };
    const differs = await packageOf({ 'item.json': JSON.stringify(other), 'decision.dmn': decision, 'process.bpmn': bpmn });
    expect(differs).toMatchObject({ error: [{ code: 'process_differs' }] });
  });
});

describe('DMN', () => {
  it.each(folders)('%s: the table comes back, and decides the same', async (folder) => {
    const file = readFileSync(path.join(itemsFolder, folder, 'decision.dmn'), 'utf8');
    const opened = await openDecision(file);
    if (!opened.ok) throw new Error(opened.error[0]?.text);
    const back = await openDecision(await decisionFile(opened.value.table));
    if (!back.ok) throw new Error(back.error[0]?.text);
    expect(back.value.table).toEqual(opened.value.table);
    let answers = 0;
    for (const facts of factSets(itemOf(folder).certificateType)) {
      const answer = opened.value.decide(facts);
      expect(back.value.decide(facts)).toEqual(answer);
      if (answer.ok) answers += 1;
    }
    expect(answers).toBe(64);
  });
});

describe('missing facts', () => {
  it('hold where they could change the answer, and do not matter where they could not', async () => {
    const opened = await openDecision(decision);
    if (!opened.ok) throw new Error(opened.error[0]?.text);
    const { decide } = opened.value;
    const facts = { ...factSets('survey-qualification')[0], 'certificate.nameMatches': false };
    expect(decide(facts)).toMatchObject({ value: { action: 'propose', missing: [] } });
    const { 'party.openCase': _openCase, ...unknown } = facts;
    expect(decide(unknown)).toMatchObject({ value: { action: 'hold', reason: 'factsMissing', missing: ['party.openCase'] } });
    expect(decide({ ...unknown, 'certificate.status': 'revoked' })).toMatchObject({ value: { action: 'ignore', missing: [] } });
    const within = await openDecision(decisionWith(/&gt; 20/, '&gt; certificate.daysToExpiry'));
    expect(within.ok && within.value.decide({ ...facts, 'event.ageDays': 30 })).toMatchObject({ value: { action: 'propose' } });
    const { 'certificate.daysToExpiry': _days, ...never } = facts;
    expect(within.ok && within.value.decide(never)).toMatchObject({
      value: { action: 'hold', missing: ['certificate.daysToExpiry'] },
    });
    expect(decide({ today: '2026-11-25' })).toMatchObject({ value: { action: 'hold', missing: ['certificate.type'] } });
  });
});

/** 64 situations, some usual, some not. */
function factSets(type: string): Facts[] {
  return Array.from({ length: 64 }, (_, n) => {
    const bit = (place: number): boolean => ((n >> place) & 1) === 1;
    return {
      today: '2026-11-25',
      'event.type': bit(0) ? 'none' : 'registrationChanged',
      'event.changed': bit(0) ? [] : ['name'],
      'event.ageDays': bit(1) ? 12 : 0,
      'party.status': bit(5) ? 'abnormal' : 'normal',
      'party.class': 'survey',
      'party.district': '370202',
      'party.listedAbnormal': false,
      'party.openCase': n % 17 === 16,
      'party.age': bit(2) ? 81 : 40,
      'party.resident': true,
      'certificate.type': type,
      'certificate.status': 'valid',
      'certificate.district': bit(3) ? '370285' : '370202',
      'certificate.daysToExpiry': [500, 55, 20, -5][(n >> 2) % 4] ?? 0,
      'certificate.nameMatches': bit(4),
      'certificate.legalRepresentativeMatches': true,
      'certificate.addressMatches': true,
      'certificate.capitalMatches': true,
      'certificate.underWay': n % 13 === 12,
    };
  });
}

describe('BPMN', () => {
  it.each(folders)('%s: steps, nodes and flows come back', async (folder) => {
    const one = itemOf(folder);
    const xml = await processToBpmn(one);
    expect(await bpmnToProcess(xml)).toEqual({ ok: true, value: one.process });
    const counts = await countsOf(xml);
    const choices = one.process.filter(({ next }) => next.length > 1);
    expect(counts.nodes).toBe(one.process.length + choices.length + 2);
    expect(counts.flows).toBe(one.process.reduce((sum, { next }) => sum + next.length, 0) + choices.length + 2);
    expect(counts.shapes).toBe(counts.nodes + counts.lanes);
    expect(counts.edges).toBe(counts.flows);
    expect(counts.warnings).toBe(0);
  });

  const foreign = (inside: string): string => `<?xml version="1.0"?>
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="urn:x">
      <process id="p"><startEvent id="begin"/>${inside}</process></definitions>`;
  const flow = (from: string, to: string, inside = ''): string =>
    `<sequenceFlow id="f_${from}_${to}" sourceRef="${from}" targetRef="${to}">${inside}</sequenceFlow>`;
  const tail = `${flow('begin', 'look')}${flow('look', 'finish')}<task id="finish" name="完成"/>${flow('finish', 'over')}<endEvent id="over"/>`;

  it('takes a plain drawing of another program, roles from its lanes', async () => {
    const drawn = foreign(
      `<laneSet id="l"><lane id="l1" name="审核"><flowNodeRef>look</flowNodeRef></lane></laneSet><userTask id="look" name="看一看"/>${tail}`,
    );
    expect(await bpmnToProcess(drawn)).toMatchObject({
      ok: true,
      value: [
        { code: 'look', kind: 'staff', role: 'reviewer', title: { 'zh-CN': '看一看' }, next: ['finish'] },
        { code: 'finish', kind: 'close', next: [] },
      ],
    });
  });

  it.each([
    ['two ways at once', `<userTask id="look"/><parallelGateway id="fork"/>${tail}`, 'never two at once'],
    ['a process within', `<userTask id="look"/><subProcess id="sub"/>${tail}`, 'write its steps into the process itself'],
    [
      'a timer',
      `<userTask id="look"/><boundaryEvent id="late" attachedToRef="look"><timerEventDefinition id="t"/></boundaryEvent>${tail}`,
      'days of a step',
    ],
    ['a script', `<scriptTask id="look"><script>x = 1</script></scriptTask>${tail}`, 'no script is run'],
    ['a loop', `<userTask id="look"><standardLoopCharacteristics/></userTask>${tail}`, 'a step is done once'],
    [
      'a condition',
      `<userTask id="look"/><task id="finish"/>${flow('begin', 'look')}${flow('look', 'finish', '<conditionExpression xsi:type="tFormalExpression">x &gt; 1</conditionExpression>')}`,
      'not by a condition',
    ],
  ])('refuses %s in words', async (_name, inside, words) => {
    const read = await bpmnToProcess(foreign(inside));
    expect(read).toMatchObject({ ok: false });
    expect(!read.ok && read.error.map(({ text }) => text).join(' ')).toContain(words);
  });

  it('refuses what is no BPMN, entities, and more than one process', async () => {
    expect(await bpmnToProcess('<a/>')).toMatchObject({ error: [{ code: 'bpmn_unreadable' }] });
    expect(await bpmnToProcess('<!DOCTYPE a [<!ENTITY b "c">]><a/>')).toMatchObject({ error: [{ code: 'bpmn_unreadable' }] });
    const two = foreign(`<userTask id="look"/>${tail}`).replace('</definitions>', '<process id="q"/></definitions>');
    expect(await bpmnToProcess(two)).toMatchObject({ error: [{ code: 'bpmn_unsupported' }] });
  });

  it('gives a drawing with a circle on to the check of the process', async () => {
    const circle = await processToBpmn(item);
    const back = circle.replace('sourceRef="issue" targetRef="collectOld"', 'sourceRef="issue" targetRef="verify"');
    const { process: _process, ...rest } = item;
    const made = await packageOf({ 'item.json': JSON.stringify(rest), 'decision.dmn': decision, 'process.bpmn': back });
    const checked = made.ok ? await checkPackage(made.value, vocabulary) : made;
    expect(checked).toMatchObject({ error: [{ code: 'process_cycle' }] });
  });
});

describe('drawing', () => {
  it.each(folders)('%s: no two boxes on each other, arrows from box to box, from left to right', (folder) => {
    const drawing = drawProcess(itemOf(folder).process);
    for (const [index, a] of drawing.nodes.entries())
      for (const b of drawing.nodes.slice(index + 1)) expect(overlap(a, b), `${a.id} ${b.id}`).toBe(false);
    const byId = new Map(drawing.nodes.map((node) => [node.id, node]));
    for (const { from, to, points } of drawing.arrows) {
      const [start, end] = [points[0], points.at(-1)];
      expect(touches(byId.get(from), start) && touches(byId.get(to), end), `${from} ${to}`).toBe(true);
      expect((byId.get(from)?.x ?? 0) < (byId.get(to)?.x ?? 0), `${from} ${to}`).toBe(true);
    }
    for (const node of drawing.nodes)
      expect(node.x + node.width <= drawing.width && node.y + node.height <= drawing.height).toBe(true);
  });

  it('is the same every time', () => {
    expect(drawProcess(item.process)).toEqual(drawProcess(itemOf(surveyId).process));
  });
});

function overlap(a: DrawnNode, b: DrawnNode): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function touches(node: DrawnNode | undefined, point: { readonly x: number; readonly y: number } | undefined): boolean {
  if (!node || !point) return false;
  const inX = point.x >= node.x && point.x <= node.x + node.width;
  return inX && point.y >= node.y && point.y <= node.y + node.height;
}

interface Element {
  readonly $type: string;
  get(name: string): unknown;
}
interface Library {
  readonly BpmnModdle: new () => { fromXML(xml: string): Promise<{ rootElement: Element; warnings: readonly object[] }> };
}

/** Read by the library alone, as another program would. */
async function countsOf(xml: string) {
  const { BpmnModdle } = (await import(String('bpmn-moddle'))) as Library;
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
  const list = (value: unknown) => (value ?? []) as Element[];
  const [process] = list(rootElement.get('rootElements'));
  const elements = list(process?.get('flowElements'));
  const [diagram] = list(rootElement.get('diagrams'));
  const drawn = list((diagram?.get('plane') as Element | undefined)?.get('planeElement'));
  const flows = elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow').length;
  return {
    flows,
    nodes: elements.length - flows,
    lanes: list(list(process?.get('laneSets'))[0]?.get('lanes')).length,
    shapes: drawn.filter(({ $type }) => $type === 'bpmndi:BPMNShape').length,
    edges: drawn.filter(({ $type }) => $type === 'bpmndi:BPMNEdge').length,
    warnings: warnings.length,
  };
}
