import { localDateOf } from '#contracts/basics/clock.ts';
import { maskIdNumber, maskName, maskPhone } from '#contracts/basics/mask.ts';
import type { CaseLine, CaseView } from '#contracts/console/tracking.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { Errand } from '../../logistics/index.ts';
import type { CaseState, SealedCase } from '../../tracking/index.ts';
import type { HandlerParts } from '../parts.ts';
import type { StaffSession } from '../sessions.ts';
import type { CaseRow } from './cases.ts';
import type { ItemBook, ItemWords } from './lines.ts';
import { readPartyLines } from './lines.ts';
import { taskLineOf, wordsOf } from './tasks.ts';
import { readTimeline } from './timeline.ts';

/** Everything about a case that its staff may see; personal values masked. */
export async function readCaseView(
  parts: HandlerParts,
  book: ItemBook,
  row: CaseRow,
  line: CaseLine,
  staff: StaffSession,
): Promise<CaseView> {
  const { db, approval } = parts;
  const state = row.state as CaseState;
  const words = (await book.read([row]))(row.item_id, row.item_version);
  const sealed = (await approval.seals.find(db, [row.party_key])).get(row.party_key)?.open<SealedCase>(row.sealed);
  const proposal = await db
    .selectFrom('proposal')
    .selectAll()
    .where('party_key', '=', row.party_key)
    .where('id', '=', row.proposal_id)
    .executeTakeFirst();
  const delivery = await db
    .selectFrom('delivery')
    .select('errand')
    .where('party_key', '=', row.party_key)
    .where('case_number', '=', row.case_number)
    .executeTakeFirst();
  const errand = delivery?.errand as Errand | undefined;
  const hold = state.reason;
  return {
    ...line,
    certificate: row.certificate,
    dueProvisional: row.due_provisional,
    waiting: state.waiting,
    timeline: await readTimeline(parts, row, proposal),
    steps: stepsOf(words, state),
    tasks: await tasksOf(parts, book, row, staff),
    values: sealed ? await valuesOf(parts, row, sealed) : [],
    ...(proposal && { interactions: proposal.interactions, judgement: { party: row.party_key, id: proposal.judgement_id } }),
    ...(hold !== undefined && { holdReason: hold }),
    ...(sealed && { person: personOf(sealed), handover: sealed.handover.way }),
    ...(errand && {
      errand: { old: errand.old, fresh: errand.fresh, canScan: errand.old === 'atDesk' || errand.old === 'deposited' },
    }),
  };
}

function personOf({ person, phone }: SealedCase): CaseView['person'] {
  return {
    name: maskName(person.name),
    idNumber: maskIdNumber(person.idNumber),
    phone: phone === undefined ? '' : maskPhone(phone),
  };
}

/** The way when all goes well, with the step that the case stands at. */
function stepsOf({ process }: ItemWords, state: CaseState): CaseView['steps'] {
  const way: (typeof process)[number][] = [];
  for (let step = process[0]; step && !way.includes(step);) {
    way.push(step);
    const [next] = step.next;
    step = process.find(({ code }) => code === next);
  }
  const current = process.find(({ code }) => code === state.step);
  if (current && !way.includes(current)) {
    const at = way.findIndex((step) => step.next.includes(current.code));
    way.splice(at + 1, 0, current);
  }
  const here = way.findIndex(({ code }) => code === state.step);
  return way.map(({ title }, index) => ({
    title,
    state: state.outcome === 'done' || index < here ? 'done' : index === here ? 'now' : 'next',
  }));
}

/** A value that names a person is masked whole: its length alone says enough. */
async function valuesOf(
  { approval }: HandlerParts,
  row: CaseRow,
  { values }: SealedCase,
): Promise<{ label: LocalizedText; value: string; masked: boolean }[]> {
  const item = await approval.itemOf(row.item_id, row.item_version);
  return item.fields.flatMap(({ pointer, label, masked, from }) => {
    const value = values[pointer];
    if (value === undefined) return [];
    const isPersonal =
      masked === true || /phone|idnumber|representative|agent\.|birth|legalRepresentativeId/i.test(`${pointer} ${from ?? ''}`);
    return [{ label, masked: isPersonal, value: isPersonal ? maskValue(value) : value }];
  });
}

function maskValue(value: string): string {
  if (/^1[3-9]\d{9}$/.test(value)) return maskPhone(value);
  return /^[0-9A-Za-z]{8,}$/.test(value) ? maskIdNumber(value) : maskName(value);
}

async function tasksOf(parts: HandlerParts, book: ItemBook, row: CaseRow, staff: StaffSession): Promise<CaseView['tasks']> {
  const rows = await parts.db
    .selectFrom('staff_task')
    .selectAll()
    .where('party_key', '=', row.party_key)
    .where('case_number', '=', row.case_number)
    .where('state', 'in', ['open', 'claimed'])
    .orderBy('created_at')
    .execute();
  const words = await wordsOf(book, parts, rows);
  const party = await readPartyLines(parts.db, parts.approval.seals, [row.party_key]);
  const today = localDateOf(parts.clock.now());
  return rows.map((task) => taskLineOf(task, staff.subject, today, words(task), party(row.party_key)));
}
