import { expect } from '@playwright/test';
import { fillIn } from '#electron/dev-dock/journeys/register.ts';
import { enterByStaff, test } from './visit.ts';

/** The card is pulled at each step; what was not confirmed is gone, what was confirmed stays. */

test('while it is read: says so, and the next try works', async ({ world: { rig }, visitor }) => {
  rig.reader.setFault({ kind: 'liftedDuringRead', times: 1 });
  rig.present('wang-xiumei');
  const failed = await visitor.sees('identify', ({ state }) => state === 'failed');
  expect(['IDR-002', 'IDR-010']).toContain(failed.code);
  rig.present('wang-xiumei');
  await visitor.sees('consent');
});

test('at consent, at the face and at the other ways: the visit ends and says that nothing was kept', async ({
  world: { rig },
  visitor,
}) => {
  for (const at of ['consent', 'face', 'otherWay', 'staff'] as const) {
    rig.present('wang-xiumei');
    await visitor.sees('consent');
    if (at === 'face') await visitor.touches('screens:consent.buttonAgree');
    if (at === 'otherWay' || at === 'staff') await visitor.touches('screens:consent.buttonOther');
    if (at === 'staff') await visitor.touches('screens:otherWay.titleStaff');
    await visitor.sees(at);
    rig.reader.removeCard();
    const ended = await visitor.sees('ended');
    expect(ended.code, at).toBe('SES-002');
    await visitor.sees('attract', undefined, 30_000);
  }
});

test('after verification: put back, the visit goes on; another card ends it', async ({ world, visitor }) => {
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  world.rig.reader.removeCard();
  await visitor.seesView('the card is missed', ({ overlay }) => overlay?.name === 'fault' && overlay.code === 'SES-002');
  await visitor.picture('card-gone');
  world.rig.present('wang-xiumei');
  await visitor.seesView('the review again', ({ overlay, screen }) => overlay === undefined && screen.name === 'review');

  world.rig.reader.removeCard();
  await visitor.seesView('the card is missed', ({ overlay }) => overlay?.name === 'fault');
  world.rig.present('li-guoqiang');
  const ended = await visitor.sees('ended');
  expect(ended.code).toBe('SES-002');
});

test('a person who comes next sees nothing of the one before', async ({ world, visitor }) => {
  await enterByStaff(world, visitor, 'wang-xiumei');
  await visitor.touches('common:bar.buttonLeave');
  await visitor.sees('ended');
  world.rig.reader.removeCard();
  await visitor.sees('attract');
  await enterByStaff(world, visitor, 'li-guoqiang');
  const text = await visitor.page.locator('body').innerText();
  expect(text).toContain('李*强');
  expect(text).not.toContain('王*梅');
});
