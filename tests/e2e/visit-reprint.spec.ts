import { readdir } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { createPrintedPictures } from '#electron/dev-dock/printed-matter.ts';
import { enterByStaff, ready, test } from './visit.ts';
import type { World } from './visit.ts';
import type { Visitor } from '#electron/dev-dock/visitor.ts';

/** A certificate is a sheet of paper: it gets wet, it gets lost. The same sheet comes out again, under its number. */

test.setTimeout(180_000);

test('on a later visit the same certificate is printed again, from the progress page', async ({ world, visitor }) => {
  await enterByStaff(world, visitor);
  await visitor.touchesText(/参保缴费证明|社会保险缴费证明|社保缴费证明/);
  await visitor.sees('item');
  await visitor.touches('screens:item.buttonBegin');
  await visitor.sees('review', ({ statement }) => statement !== undefined);
  await visitor.touches('screens:review.buttonPrint');
  await visitor.sees('result', ({ document, receipt }) => document?.state === 'printed' && receipt.state === 'printed', 60_000);
  await leave(world, visitor);
  const [first] = await sheets(world);

  await enterByStaff(world, visitor);
  await visitor.sees('home', ({ casesFrom, cases }) => casesFrom === 'centre' && cases.length > 0, 60_000);
  await visitor.touches('screens:home.buttonProgress');
  await visitor.sees('progress', ({ cases }) => cases[0]?.certificate?.mayPrint === true);
  await visitor.touches('screens:progress.buttonOpen');
  await visitor.picture('case');
  await visitor.touches('screens:progress.buttonPrintAgain');
  const { certificateNumber } = await visitor.sees('review', ({ statement }) => statement !== undefined);
  expect(certificateNumber).toMatch(/^\d{6}-\d{4}-\d{4}-\d{4}$/);
  await visitor.picture('review');
  await visitor.touches('screens:review.buttonPrint');
  await visitor.sees('result', ({ document, receipt }) => document?.state === 'printed' && receipt.state === 'printed', 60_000);
  await visitor.picture('result');
  const again = (await sheets(world)).filter((name) => name !== first);
  expect(again).toHaveLength(1);
  const draw = createPrintedPictures(world.rig);
  expect(await draw(again[0] ?? '')).toEqual(await draw(first ?? ''));

  await leave(world, visitor);
  await enterByStaff(world, visitor);
  await visitor.touches('screens:home.buttonProgress');
  const { cases } = await visitor.sees('progress', ({ state }) => state === 'ready');
  expect(cases.filter(({ certificate }) => certificate)).toHaveLength(1);
  expect(cases[0]?.steps.at(-1)?.what['zh-CN']).toContain('再次打印');
});

async function leave({ rig }: World, visitor: Visitor): Promise<void> {
  await visitor.touches('screens:result.buttonFinish');
  await visitor.seesView('the end', ({ screen }) => screen.name === 'rate' || screen.name === 'ended');
  if ((await visitor.view()).screen.name === 'rate') await visitor.touches('screens:rate.buttonSkip');
  await visitor.sees('ended');
  rig.reader.removeCard();
  await ready(visitor);
}

async function sheets({ rig }: World): Promise<string[]> {
  return (await readdir(rig.documents)).filter((name) => name.endsWith('.pdf'));
}
