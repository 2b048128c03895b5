import { sql } from 'kysely';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import type { BackTestView, ItemListLine, TableView } from '#contracts/console/items.ts';
import { reaches } from '#contracts/console/roles.ts';
import type { ItemFailure, ItemFiles } from '../../process/index.ts';
import { decisionFile, drawProcess, openDecision } from '../../process/index.ts';
import type { HandlerParts, HandlersOf } from '../parts.ts';
import { refuse } from '../parts.ts';

type Table = Parameters<typeof decisionFile>[0];
type Listed = Awaited<ReturnType<HandlerParts['items']['list']>>[number];

interface Version {
  readonly listed: Listed;
  readonly item: ApprovalItem;
  readonly table: Table;
}

export function itemHandlers(parts: HandlerParts): HandlersOf<'items'> {
  const { db, items } = parts;

  async function readVersion(id: string, version: number): Promise<Version | undefined> {
    const listed = (await items.list()).find((one) => one.item_id === id && one.version === version);
    if (!listed) return undefined;
    const files = await items.exportItem(id, version);
    if (!files.ok) return undefined;
    const opened = await openDecision(files.value['decision.dmn']);
    if (!opened.ok) return undefined;
    return { listed, item: JSON.parse(files.value['item.json']) as ApprovalItem, table: opened.value.table };
  }

  return {
    'items.list': async () => ok({ items: (await items.list()).map(listLineOf) }),

    'items.read': async ({ params }) => {
      const found = await readVersion(params.id, params.version);
      if (!found) return refuse('not-found');
      const tested = await sql<{ backtest: BackTestView | null }>`
        SELECT backtest FROM approval_item WHERE item_id = ${params.id} AND version = ${params.version}`.execute(db);
      const suspensions = await db
        .selectFrom('item_suspension')
        .selectAll()
        .where('item_id', '=', params.id)
        .orderBy('district')
        .execute();
      const backTest = tested.rows[0]?.backtest;
      const { lanes, nodes, arrows, ...size } = drawProcess(found.item.process);
      return ok({
        ...listLineOf(found.listed),
        item: found.item,
        table: tableViewOf(found.table),
        drawing: {
          ...size,
          lanes: lanes.map((lane) => ({ ...lane })),
          nodes: nodes.map((node) => ({ ...node })),
          arrows: arrows.map((arrow) => ({ ...arrow, points: arrow.points.map((point) => ({ ...point })) })),
        },
        suspensions: suspensions.map(({ district, since, by_whom: by, reason }) => ({ district, since, by, reason })),
        ...(backTest && { backTest }),
      });
    },

    'items.export': async ({ params }) => answer(await items.exportItem(params.id, params.version)),
    'items.validate': async ({ body }) => {
      const checked = await items.validate(withoutAbsent(body));
      return checked.ok ? ok({ ...checked.value, doubts: [...checked.value.doubts] }) : answer(checked);
    },

    'items.draft': async ({ staff, body, about }) => {
      const kept = await items.putDraft(withoutAbsent(body), staff.subject);
      if (!kept.ok) return answer(kept);
      const { id, version, state, doubts } = kept.value;
      about({ subject: `${id}@${version}` });
      return ok({ id, version, state, doubts: [...doubts] });
    },

    'items.table': async ({ staff, params, body }) => {
      const found = await readVersion(params.id, params.version);
      if (!found) return refuse('not-found');
      const table = withRows(found.table, body.table);
      if (!table) return refuse('invalid', 'columns');
      const files = {
        'item.json': JSON.stringify({ ...found.item, version: body.as }),
        'decision.dmn': await decisionFile(table),
      };
      const done = body.keep ? await items.putDraft(files, staff.subject) : await items.validate(files);
      if (!done.ok) return answer(done);
      const { id, version, doubts } = done.value;
      return ok({ id, version, kept: body.keep, doubts: [...doubts] });
    },

    'items.back-test': async ({ params, body }) => {
      const tested = await items.backTest(params.id, params.version, body.days);
      return tested.ok ? ok(tested.value as unknown as BackTestView) : answer(tested);
    },
    'items.approve': async ({ staff, params }) => answer(await items.approve(params.id, params.version, staff.subject)),
    'items.publish': async ({ staff, params, body }) =>
      answer(await items.publish(params.id, params.version, staff.subject, body.from)),
    'items.retire': async ({ staff, params }) => answer(await items.retire(params.id, params.version, staff.subject)),

    'items.suspend': async ({ staff, params, body }) => {
      if (!reaches(staff.districts, params.district)) return refuse('not-found');
      const moved = await items.suspend(params.id, params.district, staff.subject, body.reason);
      return moved.ok ? ok({ done: true }) : answer(moved);
    },
    'items.resume': async ({ staff, params }) => {
      if (!reaches(staff.districts, params.district)) return refuse('not-found');
      const moved = await items.resume(params.id, params.district, staff.subject);
      return moved.ok ? ok({ done: true }) : answer(moved);
    },
  };
}

function listLineOf(listed: Listed): ItemListLine {
  const {
    item_id: id,
    version,
    state,
    author,
    approver,
    effective_from,
    effective_to,
    changed_at,
    title,
    trial,
    suspended,
  } = listed;
  return {
    id,
    version,
    state,
    author,
    title,
    trial,
    suspended: [...suspended],
    changedAt: changed_at,
    ...(approver !== null && { approver }),
    ...(effective_from !== null && { effectiveFrom: effective_from }),
    ...(effective_to !== null && { effectiveTo: effective_to }),
  };
}

function tableViewOf({ name, hitPolicy, inputs, outputs, rules }: Table): TableView {
  return {
    name,
    hitPolicy,
    inputs: inputs.map(({ id, label, expression, type }) => ({ id, label, expression, ...(type !== undefined && { type }) })),
    outputs: outputs.map(({ id, name: output, type, allowed }) => ({
      id,
      name: output,
      ...(type !== undefined && { type }),
      ...(allowed !== undefined && { allowed }),
    })),
    rows: rules.map(({ id, annotation, inputs: tests, outputs: values }) => ({
      id,
      note: annotation ?? '',
      inputs: [...tests],
      outputs: [...values],
    })),
  };
}

/** The stored table with the editor's rows; undefined when the rows are not of its columns. Row ids are made anew where they are not names. */
function withRows(table: Table, edited: TableView): Table | undefined {
  const fits = edited.rows.every(
    ({ inputs, outputs }) => inputs.length === table.inputs.length && outputs.length === table.outputs.length,
  );
  if (!fits || edited.rows.length === 0) return undefined;
  const rules = edited.rows.map(({ note, inputs, outputs }, index) => ({
    id: `rule-${String(index + 1).padStart(2, '0')}`,
    annotation: note,
    inputs: inputs.map((cell) => (cell.trim() === '' ? '-' : cell)),
    outputs: [...outputs],
  }));
  return { ...table, rules };
}

function withoutAbsent(given: Readonly<Record<string, string | undefined>>): ItemFiles {
  return Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined));
}

function answer<T>(result: Result<T, ItemFailure>): Result<T, ConsoleRefusal> {
  if (result.ok) return result;
  const { code, text } = result.error;
  if ('problems' in result.error) return err({ code: 'problems', text, problems: result.error.problems });
  if (code === 'unknown_item' || code === 'unknown_version') return err({ code: 'not-found' });
  return err({ code: 'conflict', text: code });
}
