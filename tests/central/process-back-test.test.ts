import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decisionFile } from '#central/process/index.ts';
import { changed, decisionWhere, surveyFiles, surveyId } from './process/packages.ts';
import { openItemWorld, surveyEnterprise, type ItemWorld } from './process/world.ts';

let world: ItemWorld;
beforeEach(async () => {
  world = await openItemWorld();
});
afterEach(() => world.close());

const now = '2026-11-25T02:00:00.000Z';
const enterprises = [1, 2, 3].map((n) => surveyEnterprise(n));
const held = surveyEnterprise(4, { openCase: true });
const elsewhere = surveyEnterprise(5, { district: '370283' }); // a county city where the item is not carried out

async function tested(version: number, decision = surveyFiles().decision) {
  await world.centre.putDraft(changed({ version }, decision), 'an');
  const result = await world.centre.backTest(surveyId, version, 30);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

async function live(version: number): Promise<void> {
  await world.centre.approve(surveyId, version, 'bo');
  await world.centre.publish(surveyId, version, 'bo');
  world.clock.move(1_000);
}

describe('a new item', () => {
  it('shows who would have been proposed and held, by events and by night, by district', async () => {
    await world.take(
      [...enterprises, held, elsewhere].map((one) => one.known()),
      false,
    );
    await world.take(
      [enterprises[0], held, elsewhere].map((one) => one?.renamed(now)).filter((event) => event !== undefined),
      true,
    );
    const test = await tested(1);
    expect(test).toMatchObject({
      faults: 0,
      days: 30,
      events: { looked: 3, proposed: 1, held: 1 },
      nightly: { looked: 5, proposed: 1, held: 1 },
    });
    expect(test.against).toBeUndefined();
    expect(test.events.byDistrict).toEqual({ 370200: { proposed: 1, held: 1 } });
    expect(test.events.byReason).toEqual({ nameChanged: 1, openCase: 1 });
    expect(test.nightly.byReason).toEqual({ certificateDiffers: 1, openCase: 1 });
    expect(test.events.diff).toEqual({ fresh: 2, gone: 0, changed: 0, same: 0 });
    expect(test.events.samples).toMatchObject([{ is: 'fresh', district: '370200', partyClass: 'survey' }, { is: 'fresh' }]);
  });

  it('is kept with the version, and says nothing about anybody', async () => {
    await world.take(
      [enterprises[0]?.known(), held.known()].filter((event) => event !== undefined),
      false,
    );
    await world.take([held.renamed(now)], true);
    const test = await tested(1);
    const [row] = await world.owner.selectFrom('approval_item').select(['state', 'backtest']).execute();
    expect(row).toMatchObject({ state: 'tested', backtest: { sha256: test.sha256, faults: 0 } });
    const kept = JSON.stringify(row?.backtest);
    for (const secret of ['合成', '91370200', '3702021970', 'B2370']) expect(kept).not.toContain(secret);
    const parties = await world.owner.selectFrom('party').select('party_key').execute();
    for (const { party_key } of parties) expect(kept).not.toContain(party_key);
  });
});

describe('against the live version', () => {
  it('shows who is new, who is gone, and whose days change', async () => {
    await world.take(
      enterprises.map((one) => one.known()),
      false,
    );
    await world.take(
      enterprises.map((one) => one.renamed(now)),
      true,
    );
    await tested(1);
    await live(1);
    const same = await tested(2);
    expect(same.against).toBe(1);
    expect(same.events.diff).toEqual({ fresh: 0, gone: 0, changed: 0, same: 3 });
    expect(same.events.samples).toEqual([]);
    const shorter = await tested(2, decisionWhere('nameChanged', { days: 29 }));
    expect(shorter.events.diff).toEqual({ fresh: 0, gone: 0, changed: 3, same: 0 });
    expect(shorter.events.samples[0]).toMatchObject({
      is: 'changed',
      dueInDays: 29,
      before: { dueInDays: 30, action: 'propose' },
    });
    expect(shorter.nightly.diff).toMatchObject({ same: 3 });
    const fewer = await tested(2, decisionWhere('certificateDiffers', { action: 'ignore' }));
    expect(fewer.nightly.diff).toEqual({ fresh: 0, gone: 3, changed: 0, same: 0 });
    expect(fewer.nightly.samples[0]).toMatchObject({ is: 'gone', reason: 'certificateDiffers' });
    await world.centre.retire(surveyId, 1, 'bo');
    await world.centre.backTest(surveyId, 2, 30);
    await live(2);
    const more = await tested(3);
    expect(more.nightly.diff).toEqual({ fresh: 3, gone: 0, changed: 0, same: 0 });
  });
});

describe('the past', () => {
  it('is judged as it was: a certificate that has followed since was the old one then', async () => {
    const [one] = enterprises;
    if (!one) throw new Error('no enterprise');
    await world.take([one.known()], false);
    world.clock.move(-10 * 86_400_000);
    await world.take([one.renamed('2026-11-15T02:00:00.000Z')], true);
    world.clock.move(10 * 86_400_000);
    await world.take([one.reissued('2026-11-20T02:00:00.000Z')], true);
    const test = await tested(1);
    // The rename would have been proposed; the new certificate is no occasion, and tonight nothing is left to do.
    expect(test.events).toMatchObject({ looked: 2, proposed: 1, held: 0, byReason: { nameChanged: 1 } });
    expect(test.nightly).toMatchObject({ looked: 1, proposed: 0, held: 0 });
    const short = await world.centre.backTest(surveyId, 1, 3);
    expect(short).toMatchObject({ value: { events: { looked: 1, proposed: 0 } } });
  });

  it('leaves out whoever was forgotten', async () => {
    await world.take([held.known()], false);
    await world.take([held.renamed(now)], true);
    const [party] = await world.owner.selectFrom('party').select('party_key').execute();
    await world.parts.seals.forget(world.parts.db, party?.party_key ?? '');
    expect(await tested(1)).toMatchObject({ events: { looked: 0 }, nightly: { looked: 1 } });
  });
});

describe('a table that fails', () => {
  it('is no reason to stop, and keeps the version a draft', async () => {
    await world.take(
      [enterprises[0]?.known()].filter((event) => event !== undefined),
      false,
    );
    // Two rules of which exactly one must fit, and both do: nobody can tell from looking at them.
    const rule = (id: string, test: string) => ({ id, inputs: [test], outputs: ['"ignore"', '0', '"noNeed"'] });
    const unique = await decisionFile({
      id: 'decision',
      name: 'two at once',
      hitPolicy: 'UNIQUE',
      inputs: [{ id: 'in', label: 'status', expression: 'party.status', type: 'string' }],
      outputs: [
        { id: 'o1', name: 'action', type: 'string' },
        { id: 'o2', name: 'dueInDays', type: 'number' },
        { id: 'o3', name: 'reason', type: 'string' },
      ],
      rules: [rule('r1', 'string length(?) > 2'), rule('r2', 'contains(?, "norm")')],
    });
    const test = await tested(1, unique);
    expect(test.faults).toBeGreaterThan(0);
    expect(await world.centre.approve(surveyId, 1, 'bo')).toMatchObject({ error: { code: 'rules_failed' } });
    const [row] = await world.owner.selectFrom('approval_item').select('state').execute();
    expect(row?.state).toBe('draft');
  });
});
