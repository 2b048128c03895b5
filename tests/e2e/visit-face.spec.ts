import { expect } from '@playwright/test';
import type { Visitor } from '#electron/dev-dock/visitor.ts';
import { test } from './visit.ts';
import type { World } from './visit.ts';

/** Who is let through, and who never is. Real pictures from the fake camera, the product's own decision in the host. */

async function standBefore({ rig }: World, visitor: Visitor, picture: string): Promise<void> {
  rig.present('wang-xiumei');
  rig.camera.show(picture);
  await visitor.sees('consent');
  await visitor.touches('screens:consent.buttonAgree');
}

test.setTimeout(180_000);

test('the right person passes the two actions that were drawn', async ({ world, visitor }) => {
  await standBefore(world, visitor, 'astronaut');
  await visitor.sees('home', undefined, 60_000);
  await visitor.picture('home');
});

test('a wrong face is refused three times, then a person must decide', async ({ world, visitor }) => {
  await standBefore(world, visitor, 'face-2');
  for (const left of [2, 1]) {
    const failed = await visitor.sees('face', ({ state, triesLeft }) => state === 'failed' && triesLeft === left, 60_000);
    expect(failed.code).toBe('FAC-002');
    await visitor.picture(`refused-${left}-left`);
    await visitor.touches('common:bar.buttonRetry');
  }
  const other = await visitor.sees('otherWay', undefined, 60_000);
  expect(other.code).toBe('FAC-004');
  expect(other.ways).not.toContain('face');
  await visitor.picture('other-way');
});

test('a printed photo of the right person is refused', async ({ world, visitor }) => {
  await standBefore(world, visitor, 'print-astronaut');
  const failed = await visitor.sees('face', ({ state }) => state === 'failed', 60_000);
  expect(['FAC-003', 'FAC-005', 'FAC-001']).toContain(failed.code);
  await visitor.picture('print-refused');
});

test('nobody before the camera: told what to do, and never let through', async ({ world, visitor }) => {
  await standBefore(world, visitor, 'no-face');
  await visitor.sees('face', ({ challenge }) => challenge !== '');
  await visitor.page.waitForTimeout(3_000);
  await visitor.picture('no-face');
  expect((await visitor.view()).screen.name).toBe('face');
});

test('no score and no picture of a face is ever in what the screen gets', async ({ world, visitor }) => {
  await standBefore(world, visitor, 'face-2');
  await visitor.sees('face', ({ state }) => state === 'failed', 60_000);
  const view = JSON.stringify(await visitor.view());
  expect(view).not.toMatch(/0\.\d{3,}/);
  expect(view).not.toMatch(/score|cosine|similar/i);
});

test('the camera is lost in mid-challenge: other ways are offered', async ({ world, visitor }) => {
  await standBefore(world, visitor, 'astronaut');
  await visitor.sees('face', ({ challenge }) => challenge !== '');
  await visitor.page.waitForFunction(() => document.querySelector('video')?.srcObject instanceof MediaStream);
  await visitor.page.evaluate(() => {
    const stream = document.querySelector('video')?.srcObject;
    if (!(stream instanceof MediaStream)) return;
    for (const track of stream.getTracks()) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  });
  const view = await visitor.seesView(
    'the loss is told',
    ({ screen, devices }) => screen.name === 'otherWay' || screen.name === 'home' || devices.camera.level !== 'ok',
    30_000,
  );
  expect(['otherWay', 'face', 'home']).toContain(view.screen.name);
});
