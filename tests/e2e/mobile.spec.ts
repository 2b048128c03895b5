import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { chromium, expect, test } from '@playwright/test';
import type { MobileWorld } from '../central/mobile-kit.ts';
import { openMobileWorld } from '../central/mobile-kit.ts';
import { until } from '../central/harness/processes.ts';

/** The phone's page in a real browser: read, typed and touched as a person would, at the width of a small phone, without scripts. */

const pictures = path.resolve(import.meta.dirname, '..', '..', 'out', 'e2e', 'mobile');
const wang = 'wang-xiumei';
let around: MobileWorld;
let browser: Browser;

test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000);

test.beforeAll(async () => {
  test.setTimeout(240_000);
  mkdirSync(pictures, { recursive: true });
  around = await openMobileWorld();
  await around.giveCasesToStaff();
  browser = await chromium.launch({
    executablePath: process.env['ESTATION_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  });
});
test.afterAll(async () => {
  await browser?.close();
  await around?.close();
});

/** A small phone. */
const [width, screen] = [360, 720];

async function phone(): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: screen },
    ignoreHTTPSErrors: true,
    hasTouch: true,
    isMobile: true,
  });
  return context.newPage();
}

const at = (link: string): string => `https://localhost:${around.world.centre.port}${link}`;

/** A picture of the whole page; nothing that axe finds, nothing wider than the phone, every control big enough for a thumb. */
async function keep(page: Page, name: string): Promise<void> {
  // As high as the page: what sticks to the lower edge is then where it belongs.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  await page.setViewportSize({ width, height: screen });
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .setLegacyMode()
    .analyze();
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    name,
  ).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider, `${name} is wider than the phone`).toBeLessThanOrEqual(0);
  const small = await page.evaluate(
    () =>
      [...document.querySelectorAll('button, .button, input:not([type=hidden]), select, summary, .pill')]
        .map((one) => one.getBoundingClientRect())
        .filter(({ height, width }) => height < 44 || width < 44).length,
  );
  expect(small, `${name} has controls that are too small`).toBe(0);
}

async function enterCode(page: Page, then: string, of = wang): Promise<void> {
  await page.getByLabel('6 位验证码').fill(await around.code(around.person(of).phone));
  await page.getByRole('button', { name: then, exact: true }).click();
}

test('open, code, confirm; then the receipt, who read my data, and the way back', async () => {
  const link = await around.cardEnds(wang);
  const page = await phone();
  await page.goto(at(link));
  await keep(page, '01-offer');
  await page.goto(`${at(link)}?s=big`);
  await keep(page, '02-offer-large');
  await page.goto(`${at(link)}?l=en`);
  await keep(page, '03-offer-english');
  await page.goto(at(link));
  await page.getByRole('button', { name: '同意办理，发验证码' }).click();
  await keep(page, '04-code');
  await page.getByLabel('6 位验证码').fill('000000');
  await page.getByRole('button', { name: '同意办理', exact: true }).click();
  await keep(page, '05-code-wrong');
  await enterCode(page, '先看我的信息');
  await page.locator('summary').first().click();
  await keep(page, '06-offer-known');
  await page.getByRole('link', { name: '改收件地址' }).click();
  await keep(page, '07-address');
  await page.getByLabel('电话').fill('123');
  await page.getByRole('button', { name: '用这个地址，同意办理' }).click();
  await keep(page, '08-address-wrong');
  await page.getByLabel('电话').fill('13912346027');
  await page.getByRole('button', { name: '用这个地址，同意办理' }).click();
  await expect(page.getByRole('heading', { name: '好了，已经在办' })).toBeVisible();
  await suggestSomething();
  await page.reload();
  await page.locator('summary').first().click();
  await keep(page, '09-confirmed');
  await page.getByRole('link', { name: '谁看过我的信息' }).click();
  await keep(page, '10-who-read');

  const found = await until(() =>
    around.world.db
      .selectFrom('approval_case')
      .selectAll()
      .where('party_key', '=', around.person(wang).personKey)
      .executeTakeFirst(),
  );
  await around.staffDecide(found.case_number, 'return');
  await page.goto(at(link));
  await keep(page, '11-returned');
  await page.getByRole('button', { name: '我已改好，接着办' }).click();
  await keep(page, '12-corrected');
});

test('taken back again', async () => {
  const link = await around.cardEnds('li-guoqiang');
  const page = await phone();
  await page.goto(at(link));
  await page.getByRole('button', { name: '同意办理，发验证码' }).click();
  await enterCode(page, '同意办理', 'li-guoqiang');
  await page.getByRole('button', { name: '撤回这件事' }).click();
  await keep(page, '13-withdrawn');
});

test('a face-only item says where to go', async () => {
  const link = await around.surveyChanges('青岛澜岳海洋岩土工程有限公司');
  const page = await phone();
  await page.goto(at(link));
  await keep(page, '14-face-only');
  await page.getByRole('link', { name: '不是我的单位' }).click();
  await keep(page, '15-not-mine');
});

test('refusals in plain words', async () => {
  const page = await phone();
  await page.goto(at('/m/AAAAAAAAAAAAAAAAAAAAAA'));
  await keep(page, '16-no-such-link');
  const first = await around.hotelChanges('青岛旺和一号酒店有限公司', wang, 'li-guoqiang');
  const link = await around.linkOf(wang, first.party_key, first.id);
  await around.hotelChanges('青岛旺和二号酒店有限公司', wang, 'li-guoqiang');
  await page.goto(at(link));
  await keep(page, '17-superseded');
  await page.getByRole('button', { name: '看新的提醒' }).click();
  await keep(page, '18-newer');
});

/** As the nightly count would have it: of 37 people who renewed their card, 21 renewed their licence next. */
async function suggestSomething(): Promise<void> {
  await around.world.db
    .insertInto('next_need')
    .values({
      class: 'person',
      after_item: 'social-insurance.card-renewal',
      item: 'police.driving-licence-renewal',
      parties: 37,
      followed: 21,
      computed_at: new Date().toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
