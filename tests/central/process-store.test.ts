import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTrialReport, takeReleasedItems } from '#central/process/index.ts';
import { changed, decisionWith, itemsFolder, surveyFiles, surveyId } from './process/packages.ts';
import { dayMs, openItemWorld, type ItemWorld } from './process/world.ts';

let world: ItemWorld;
beforeEach(async () => {
  world = await openItemWorld();
});
afterEach(() => world.close());

/** Draft, back-test and approval of a version of the example. */
async function approved(version: number, decision = surveyFiles().decision): Promise<void> {
  const { centre } = world;
  expect(await centre.putDraft(changed({ version }, decision), 'an')).toMatchObject({ value: { state: 'draft' } });
  expect(await centre.backTest(surveyId, version, 30)).toMatchObject({ value: { faults: 0 } });
  expect(await centre.approve(surveyId, version, 'bo')).toMatchObject({ value: { state: 'approved' } });
}

async function live(version: number, decision = surveyFiles().decision): Promise<void> {
  await approved(version, decision);
  expect(await world.centre.publish(surveyId, version, 'bo')).toMatchObject({ value: { state: 'live' } });
}

async function liveVersions(centre = world.centre): Promise<string[]> {
  world.clock.move(1_000); // beyond the pause between two looks
  return (await centre.live()).items.map(({ item }) => `${item.id}@${item.version}`);
}

const rowsOf = () => world.owner.selectFrom('approval_item').selectAll().orderBy('version').execute();

describe('from draft to live', () => {
  it('needs back-test, second person and publication, and every step is in the audit log', async () => {
    const { centre } = world;
    expect(await centre.putDraft(changed({ colour: 'blue' }), 'an')).toMatchObject({ error: { code: 'problems' } });
    expect(await rowsOf()).toEqual([]);
    await centre.putDraft(changed({}), 'an');
    expect(await centre.approve(surveyId, 1, 'bo')).toMatchObject({ error: { code: 'not_tested' } });
    await centre.backTest(surveyId, 1, 30);
    expect(await centre.approve(surveyId, 1, 'an')).toMatchObject({ error: { code: 'same_person' } });
    expect(await centre.publish(surveyId, 1, 'an')).toMatchObject({ error: { code: 'not_approved' } });
    expect(await liveVersions()).toEqual([]);
    await centre.approve(surveyId, 1, 'bo');
    await centre.publish(surveyId, 1, 'bo');
    expect(await liveVersions()).toEqual([`${surveyId}@1`]);
    const audit = await world.owner.selectFrom('audit_entry').select(['action', 'actor']).execute();
    expect(audit.map(({ action, actor }) => `${action} ${actor}`).toSorted()).toEqual([
      'item.approve staff:bo',
      'item.draft staff:an',
      'item.publish staff:bo',
    ]);
    expect(await centre.approve('no.such-item', 1, 'bo')).toMatchObject({ error: { code: 'unknown_version' } });
  });

  it('never changes a version that was approved', async () => {
    await approved(1);
    expect(await world.centre.putDraft(changed({ promisedDays: 1 }), 'an')).toMatchObject({ error: { code: 'published' } });
    await world.centre.publish(surveyId, 1, 'bo');
    expect(await world.centre.putDraft(changed({ promisedDays: 1 }), 'an')).toMatchObject({ error: { code: 'published' } });
    expect((await rowsOf())[0]?.body.promisedDays).toBe(surveyFiles().item.promisedDays);
    await live(3);
    expect(await world.centre.putDraft(changed({ version: 2 }), 'an')).toMatchObject({ error: { code: 'version_exists' } });
  });

  it('asks for a new back-test when the draft is changed', async () => {
    await world.centre.putDraft(changed({}), 'an');
    await world.centre.backTest(surveyId, 1, 30);
    expect(await world.centre.putDraft(changed({}), 'an')).toMatchObject({ value: { state: 'tested' } });
    expect(await world.centre.putDraft(changed({ promisedDays: 1 }), 'an')).toMatchObject({ value: { state: 'draft' } });
    expect(await world.centre.approve(surveyId, 1, 'bo')).toMatchObject({ error: { code: 'not_tested' } });
  });

  it('begins on its day, and the version before retires then', async () => {
    await live(1);
    await approved(2);
    expect(await world.centre.publish(surveyId, 2, 'bo', '2026-11-27')).toMatchObject({
      value: { state: 'approved', effectiveFrom: '2026-11-27' },
    });
    expect(await liveVersions()).toEqual([`${surveyId}@1`]);
    world.clock.move(dayMs);
    expect(await liveVersions()).toEqual([`${surveyId}@1`]);
    world.clock.move(dayMs);
    // Two processes notice at the same moment.
    const both = await Promise.all([world.centre.live(), world.another().live()]);
    expect(both.map(({ items }) => items.map(({ item }) => item.version))).toEqual([[2], [2]]);
    expect((await rowsOf()).map(({ version, state, effective_to }) => [version, state, effective_to])).toEqual([
      [1, 'retired', '2026-11-26'],
      [2, 'live', null],
    ]);
  });

  it('is noticed by another process within a second', async () => {
    const other = world.another();
    expect(await liveVersions(other)).toEqual([]);
    await live(1);
    expect(await liveVersions(other)).toEqual([`${surveyId}@1`]);
    await world.centre.retire(surveyId, 1, 'bo');
    expect(await liveVersions(other)).toEqual([]);
    const before = await other.live();
    world.clock.move(1_000);
    expect(await other.live()).toBe(before);
  });
});

describe('pinned versions', () => {
  it('stay as they were for running cases', async () => {
    await live(1);
    await live(2, decisionWith('<text>30</text>', '<text>29</text>'));
    const [first, second] = [await world.centre.findItemVersion(surveyId, 1), await world.centre.findItemVersion(surveyId, 2)];
    expect([first?.item.version, second?.item.version]).toEqual([1, 2]);
    expect(first?.sha256).not.toBe(second?.sha256);
    expect(await world.another().findItemVersion(surveyId, 1)).toMatchObject({ item: { version: 1 } });
    expect(await world.centre.findItemVersion(surveyId, 3)).toBeUndefined();
    await world.centre.putDraft(changed({ version: 3 }), 'an');
    expect(await world.centre.findItemVersion(surveyId, 3)).toBeUndefined();
  });
});

describe('a row that was changed in the database', () => {
  const change = (set: ReturnType<typeof sql>) =>
    sql`UPDATE approval_item SET ${set} WHERE item_id = ${surveyId} AND version = 1`.execute(world.owner);
  const other = 'construction.design-qualification-change';

  it.each([
    ['its body', sql`body = jsonb_set(body, '{autoDecide}', 'false')`],
    ['its rules', sql`decision = replace(decision, '"hold"', '"propose"')`],
    ['its hash', sql`sha256 = repeat('0', 64)`],
    ['who approved it', sql`approver = 'somebody'`],
    ['who wrote it', sql`author = 'somebody'`],
    ['its first day', sql`effective_from = '2026-11-01'`],
    ['its last day', sql`effective_to = '2030-01-01'`],
    ['its signature', sql`sig = replace(translate(sig, 'aA', 'Aa'), '-', '_')`],
    ['its key', sql`key_id = repeat('0', 16)`],
  ])('is refused: %s', async (_what, set) => {
    await live(1);
    await takeReleasedItems(world.parts, foldersOf([other]));
    expect(await liveVersions()).toEqual([`${other}@1`, `${surveyId}@1`]);
    await change(set);
    // Nothing that changes by our own hand: found at the next full look, a minute later at most.
    world.clock.move(60_000);
    expect(await liveVersions()).toEqual([`${other}@1`]);
    expect(world.logged).toContainEqual({
      event: 'inference.item-refused',
      fields: expect.objectContaining({ item: surveyId, version: 1 }) as object,
    });
    expect(await world.another().findItemVersion(surveyId, 1)).toBeUndefined();
  });

  it('gets no signature on its way: approval, publication, beginning', async () => {
    await world.centre.putDraft(changed({}), 'an');
    await world.centre.backTest(surveyId, 1, 30);
    await change(sql`decision = replace(decision, '"hold"', '"propose"')`);
    expect(await world.centre.approve(surveyId, 1, 'bo')).toMatchObject({ error: { code: 'signature' } });
    await change(sql`decision = ${surveyFiles().decision}`);
    expect(await world.centre.approve(surveyId, 1, 'bo')).toMatchObject({ value: { state: 'approved' } });
    await change(sql`approver = 'somebody'`);
    expect(await world.centre.publish(surveyId, 1, 'bo')).toMatchObject({ error: { code: 'signature' } });
    await change(sql`effective_from = '2026-11-01'`);
    expect(await liveVersions()).toEqual([]);
    expect((await rowsOf())[0]?.state).toBe('approved');
  });

  it('cannot bring a retired version back', async () => {
    await live(1);
    await live(2);
    await change(sql`state = 'live', effective_to = NULL`);
    expect(await liveVersions()).toEqual([`${surveyId}@2`]);
    await sql`UPDATE approval_item SET state = 'retired' WHERE version = 2`.execute(world.owner);
    expect(await liveVersions()).toEqual([]);
  });
});

describe('suspension', () => {
  it('stops new proposals in one district and nothing else', async () => {
    const gas = 'energy.gas-business-permit-change';
    await takeReleasedItems(world.parts, foldersOf([gas]));
    const { centre } = world;
    expect(await centre.suspend(gas, '370285', 'bo', 'flood')).toMatchObject({ error: { code: 'not_offered_there' } });
    expect(await centre.suspend(gas, '370283', 'bo', 'flood')).toMatchObject({ ok: true });
    expect(await centre.suspend(gas, '370283', 'bo', 'flood')).toMatchObject({ error: { code: 'already_suspended' } });
    world.clock.move(1_000);
    const now = await centre.live();
    expect([now.isSuspended(gas, '370283'), now.isSuspended(gas, '370202')]).toEqual([true, false]);
    const [item] = now.items;
    const facts = { today: '2026-11-25', 'party.district': '370283', 'certificate.district': '370283' };
    expect(item?.decide(facts)).toMatchObject({ value: { action: 'ignore', reason: 'suspended' } });
    expect(item?.decide({ ...facts, 'certificate.district': '370202' })).toMatchObject({ value: { action: 'hold' } });
    expect(await centre.resume(gas, '370283', 'bo')).toMatchObject({ ok: true });
    world.clock.move(1_000);
    expect((await centre.live()).isSuspended(gas, '370283')).toBe(false);
    expect(await centre.suspend('no.such-item', '370283', 'bo', 'x')).toMatchObject({ error: { code: 'unknown_item' } });
  });
});

describe('items that come with the software', () => {
  it('are taken in once, by any number of processes; a bad one stops alone', async () => {
    const folder = foldersOf([surveyId, 'energy.gas-business-permit-change']);
    mkdirSync(path.join(folder, 'broken.item'));
    writeFileSync(path.join(folder, 'broken.item', 'item.json'), '{}');
    writeFileSync(path.join(folder, 'broken.item', 'decision.dmn'), '<a/>');
    const both = await Promise.all([takeReleasedItems(world.parts, folder), takeReleasedItems(world.parts, folder)]);
    expect(both.flatMap(({ taken }) => taken).toSorted()).toEqual([surveyId, 'energy.gas-business-permit-change']);
    expect(both.map(({ bad }) => bad.map((one) => one.folder))).toEqual([['broken.item'], ['broken.item']]);
    expect(await takeReleasedItems(world.parts, folder)).toMatchObject({ taken: [], known: 2 });
    expect(await liveVersions()).toEqual([surveyId, 'energy.gas-business-permit-change'].map((id) => `${id}@1`));
    expect((await rowsOf()).map(({ author, approver }) => [author, approver])).toEqual([
      ['release', 'release-review'],
      ['release', 'release-review'],
    ]);
  });

  it('take the place of older ones, never of what staff have published since', async () => {
    const folder = foldersOf([surveyId]);
    await takeReleasedItems(world.parts, folder);
    writeFileSync(path.join(folder, surveyId, 'item.json'), changed({ promisedDays: 1 })['item.json'] ?? '');
    expect(await takeReleasedItems(world.parts, folder)).toMatchObject({ taken: [], bad: [{ folder: surveyId }] });
    writeFileSync(path.join(folder, surveyId, 'item.json'), changed({ version: 2 })['item.json'] ?? '');
    expect(await takeReleasedItems(world.parts, folder)).toMatchObject({ taken: [surveyId] });
    expect(await liveVersions()).toEqual([`${surveyId}@2`]);
    await live(5);
    writeFileSync(path.join(folder, surveyId, 'item.json'), changed({ version: 4 })['item.json'] ?? '');
    expect(await takeReleasedItems(world.parts, folder)).toMatchObject({ taken: [], known: 1 });
    expect(await liveVersions()).toEqual([`${surveyId}@5`]);
  });

  it('come to 20 items, 27 places (17, 6, 4), 16 classes, 84 materials, over 200 fields; a row less is one less', async () => {
    await takeReleasedItems(world.parts, itemsFolder);
    const report = await readTrialReport(world.parts.db);
    expect(report).toMatchObject({ items: 20, placesTotal: 27, partyClasses: 16, materialsWaived: 84 });
    expect(report.places).toEqual({ 370200: 17, 370283: 6, 370285: 4 });
    expect(report.fieldsPrefilled).toBeGreaterThanOrEqual(200);
    await sql`DELETE FROM item_material WHERE item_id = ${surveyId} AND code = 'business-licence'`.execute(world.owner);
    expect((await readTrialReport(world.parts.db)).materialsWaived).toBe(83);
  });
});

describe('export', () => {
  it('gives the files that are taken in again', async () => {
    await live(1);
    const files = await world.centre.exportItem(surveyId);
    expect(files.ok && (await world.centre.validate(files.value))).toMatchObject({
      value: { id: surveyId, sha256: (await rowsOf())[0]?.sha256 },
    });
    const body = files.ok ? files.value['item.json'].replace('"version": 1,', '"version": 2,') : '';
    expect(await world.centre.putDraft({ ...(files.ok && files.value), 'item.json': body }, 'an')).toMatchObject({
      value: { version: 2 },
    });
    const again = await world.centre.exportItem(surveyId, 2);
    expect(again.ok && again.value).toEqual({ ...(files.ok && files.value), 'item.json': body });
  });
});

/** A folder with some of the packages. */
function foldersOf(ids: readonly string[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-released-'));
  made.push(folder);
  for (const id of ids) cpSync(path.join(itemsFolder, id), path.join(folder, id), { recursive: true });
  return folder;
}
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});
