import { expect } from '@playwright/test';
import { openBooks, type CentreBooks } from '#electron/dev-dock/journeys/centre-books.ts';
import { reminderArrives, reminderItem, renameEnterprise } from '#electron/dev-dock/journeys/reminder.ts';
import type { Visitor } from '#electron/dev-dock/visitor.ts';
import { enterByStaff, ready, test, type World } from './visit.ts';

/** A reminder at the terminal: agreed, put off, sent the other way, agreed without a line; never twice, and never on a document that is gone. */

test.use({ outside: true });
test.setTimeout(240_000);
test.describe.configure({ mode: 'serial' });

let books: CentreBooks;
test.beforeEach(async ({ world }) => {
  books = await openBooks(world.rig);
});
test.afterEach(() => books.close());

/** The enterprise has a new name, and the terminal knows what follows from it. */
async function remind({ rig }: World, name: string): Promise<string> {
  const proposal = await renameEnterprise(rig, books, name);
  await reminderArrives(rig, books, proposal);
  return proposal;
}

/** Card and face: the two touches that nobody makes. */
async function comeAndShowFace({ rig }: World, visitor: Visitor): Promise<void> {
  rig.present('wang-xiumei');
  await visitor.sees('proposal', undefined, 90_000);
}

async function stateOf(proposal: string): Promise<{ state: string; cases: number }> {
  const [row] = await books.rows<{ state: string; cases: string }>(
    `SELECT p.state, (SELECT count(*) FROM approval_case AS c WHERE c.proposal_id = p.id) AS cases FROM proposal AS p WHERE p.id = '${proposal}'`,
  );
  return { state: row?.state ?? 'absent', cases: Number(row?.cases) };
}

test('not now: it is put away here at once, and the centre hears why', async ({ world, visitor }) => {
  const proposal = await remind(world, '青岛澜岳勘测工程有限公司');
  await comeAndShowFace(world, visitor);
  await visitor.touches('screens:proposal.buttonDecline');
  await visitor.sees('proposal', ({ mode }) => mode === 'decline');
  await visitor.picture('decline');
  await visitor.touches('screens:proposal.decline.notNow.label');
  await visitor.sees('home');
  await visitor.picture('home-without-it');
  await expect.poll(() => stateOf(proposal), { timeout: 60_000 }).toEqual({ state: 'declined', cases: 0 });
});

test('agreed without a line while the name changes again: superseded, said plainly, and nothing was issued', async ({
  world,
  visitor,
}) => {
  const proposal = await remind(world, '青岛澜岳深海勘测有限公司');
  world.rig.line.setMode('off');
  await visitor.seesView('offline', ({ network }) => network === 'offline', 60_000);
  await comeAndShowFace(world, visitor);
  await visitor.touches('screens:proposal.buttonConfirm');
  await visitor.sees('result', ({ outcome, receipt }) => outcome === 'queued' && receipt.state === 'printed', 60_000);
  const next = await renameEnterprise(world.rig, books, '青岛澜岳蓝海勘测有限公司');
  world.rig.line.setMode('ok');
  await visitor.sees('result', ({ outcome, code }) => outcome === 'refused' && code === 'SYN-002', 90_000);
  await visitor.picture('superseded');
  expect(await stateOf(proposal)).toEqual({ state: 'superseded', cases: 0 });
  expect(await stateOf(next)).toMatchObject({ cases: 0 });
});

test('the host dies when it was just agreed: the receipt comes all the same; the person comes again, finds the case and takes it back', async ({
  world,
  visitor,
}) => {
  const proposal = await remind(world, '青岛澜岳山海勘测有限公司');
  expect(await books.suspend(reminderItem, true)).toBe(true);
  await comeAndShowFace(world, visitor);
  await world.app.host({ dieAt: 'journal.act' });
  await visitor.touches('screens:proposal.buttonConfirm');
  const result = await visitor.sees('result', ({ receipt }) => receipt.state === 'printed', 90_000);
  expect(result.item).toMatchObject({ flow: 'proposal', title: { 'zh-CN': expect.stringContaining('变更') } });
  expect(result.caseNumber).toMatch(/^QD\d{16}$/);
  await visitor.picture('resumed-though-the-host-died');
  await visitor.touches('screens:result.buttonFinish');
  await visitor.sees('ended');
  await expect.poll(() => stateOf(proposal), { timeout: 60_000 }).toEqual({ state: 'confirmed', cases: 1 });

  world.rig.reader.removeCard();
  await ready(visitor);
  await enterByStaff(world, visitor);
  await visitor.touches('screens:home.buttonProgress');
  await visitor.sees('progress', ({ cases }) => cases[0]?.withdrawal !== undefined, 30_000);
  await visitor.touches('screens:progress.buttonOpen');
  await visitor.picture('may-be-taken-back');
  await visitor.touches('screens:progress.buttonWithdraw');
  await visitor.picture('asked-once');
  await visitor.touches('screens:progress.buttonWithdrawYes');
  await visitor.sees('result', ({ outcome, receipt }) => outcome === 'withdrawn' && receipt.state === 'printed', 60_000);
  await visitor.picture('taken-back');
  expect(await books.suspend(reminderItem, false)).toBe(true);
  const [row] = await books.rows<{ status: string }>(`SELECT status FROM approval_case WHERE proposal_id = '${proposal}'`);
  expect(row?.status).toBe('withdrawn');
});

test('without a line, by hand at this terminal: stored first, one case when the line is back', async ({ world, visitor }) => {
  const proposal = await remind(world, '青岛澜岳海底勘测有限公司');
  world.rig.line.setMode('off');
  await visitor.seesView('offline', ({ network }) => network === 'offline', 60_000);
  await comeAndShowFace(world, visitor);
  await visitor.touches('screens:proposal.buttonHandover');
  await visitor.sees('proposal', ({ mode }) => mode === 'handover');
  await visitor.picture('handover');
  await visitor.touches('screens:proposal.labelSite');
  await visitor.sees('proposal', ({ handover }) => handover.way === 'site');
  await visitor.picture('offer-offline-at-the-site');
  await visitor.touches('screens:proposal.buttonConfirm');
  await visitor.sees('result', ({ outcome, receipt }) => outcome === 'queued' && receipt.state === 'printed', 60_000);
  await visitor.picture('queued');
  expect(await stateOf(proposal)).toMatchObject({ cases: 0 });
  world.rig.line.setMode('ok');
  await visitor.sees('result', ({ outcome }) => outcome === 'accepted', 90_000);
  expect(await stateOf(proposal)).toEqual({ state: 'confirmed', cases: 1 });
});
