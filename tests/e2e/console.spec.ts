import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { eventually } from '../central/approval-world.ts';
import { pictures, test } from './console-world.ts';
import type { ConsoleWorld } from './console-world.ts';

/** The console in a real Chromium against a centre that really runs: people sign in, decide, configure, and audit. */
test.setTimeout(480_000);
mkdirSync(pictures, { recursive: true });

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function expectClean(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect
    .soft(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`))
    .toEqual([]);
}

/** Nothing is cut off at the right. */
async function expectFits(page: Page, name: string): Promise<void> {
  const found = await page.evaluate(() => {
    const wide = [
      ...document.querySelectorAll<HTMLElement>('main, .navigation, .bar-top, .panel, .figure, .button, .chip, .tab'),
    ].filter((element) => element.scrollWidth > element.clientWidth + 2);
    return wide.map(({ className, textContent }) => `${className}: ${(textContent ?? '').slice(0, 40)}`);
  });
  expect.soft(found, name).toEqual([]);
}

interface Visited {
  readonly name: string;
  readonly who: string;
  readonly where: (world: ConsoleWorld) => string | Promise<string>;
  readonly ready: string | RegExp;
}

const pages: readonly Visited[] = [
  { name: '01-tracking', who: 'zhou-qing', where: () => '/', ready: '要处理的' },
  { name: '02-cases', who: 'zhou-qing', where: () => '/cases', ready: '受理号' },
  { name: '03-case', who: 'zhou-qing', where: ({ confirmed }) => `/cases/${confirmed[0] ?? ''}`, ready: '经过' },
  { name: '04-rules', who: 'zheng-kai', where: () => '/inference', ready: '规则与效果' },
  { name: '05-rule', who: 'li-jianhua', where: () => '/inference/construction.survey-qualification-change/1', ready: '研判记录' },
  { name: '06-judgement', who: 'li-jianhua', where: judgementOf, ready: '数据从哪里来' },
  { name: '07-items', who: 'wu-yan', where: () => '/items', ready: '上传草稿' },
  { name: '08-item', who: 'zheng-kai', where: () => '/items/construction.survey-qualification-change/1', ready: '概况' },
  { name: '12-parties', who: 'zhou-qing', where: () => '/parties', ready: '查找' },
  { name: '13-party', who: 'zhou-qing', where: partyOf, ready: '登记信息' },
  { name: '14-deliveries', who: 'he-wei', where: () => '/deliveries', ready: '取送任务' },
  { name: '15-channels', who: 'he-wei', where: () => '/channels', ready: '消息渠道' },
  { name: '16-report', who: 'feng-xue', where: () => '/report', ready: '逐项' },
  { name: '17-sources', who: 'he-wei', where: () => '/sources', ready: '对接的系统' },
  { name: '18-audit', who: 'feng-xue', where: () => '/audit', ready: '签名检查点' },
];

async function judgementOf({ centre }: ConsoleWorld): Promise<string> {
  const [row] = await centre.rows<{ party_key: string; judgement_id: string }>(
    `SELECT party_key, judgement_id FROM proposal WHERE item_id = 'construction.survey-qualification-change' AND state = 'confirmed' LIMIT 1`,
  );
  return `/judgements/${row?.party_key ?? ''}/${row?.judgement_id ?? ''}`;
}

async function partyOf({ centre, confirmed }: ConsoleWorld): Promise<string> {
  const [row] = await centre.rows<{ party_key: string }>('SELECT party_key FROM approval_case WHERE case_number = $1', [
    confirmed[0],
  ]);
  return `/parties/${row?.party_key ?? ''}`;
}

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

for (const language of ['zh-CN', 'en'] as const) {
  test(`every page in ${language}: axe finds nothing, nothing sticks out, nothing is refused by the policy`, async ({
    world,
  }) => {
    for (const { name, who, where, ready } of pages) {
      const page = await world.signIn(who, language);
      const problems: string[] = [];
      const keep = (text: string): void => void problems.push(`${name}: ${text}`);
      page.on('console', (message) => (message.type() === 'error' ? keep(message.text()) : undefined));
      page.on('pageerror', (error) => keep(error.message));
      await page.goto(`${world.address}/console${await where(world)}`);
      if (language === 'zh-CN') await page.getByText(ready).first().waitFor();
      await page.locator('h1').waitFor();
      await expect(page.locator('.waiting')).toHaveCount(0);
      if (language === 'zh-CN') await picture(page, name);
      await expectClean(page, `${name} ${language}`);
      await expectFits(page, `${name} ${language}`);
      expect.soft(problems).toEqual([]);
      page.removeAllListeners('console');
      page.removeAllListeners('pageerror');
    }
  });
}

test('nobody is let in without signing in, and is told why it did not work', async ({ world }) => {
  const page = await world.window();
  await page.getByRole('link', { name: '去登录' }).waitFor();
  await picture(page, '00-signed-out');
  await expectClean(page, 'signed out');
  await page.getByRole('link', { name: '去登录' }).click();
  await page.locator('button[value="tian-guest"]').click();
  await page.getByText('您的账号没有这里的岗位').waitFor();
  await picture(page, '00-no-role');
  await expectClean(page, 'no role');
});

test('a task is decided by mouse: taken, held with a reason, and the case goes on', async ({ world }) => {
  const page = await world.signIn('zhou-qing');
  const number = await waitingCase(world);
  await page.goto(`${world.address}/console/cases/${number}`);
  await page.getByRole('heading', { name: '要处理的' }).waitFor();
  await page.getByRole('button', { name: '暂停' }).first().click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: '暂停' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: '理由' }).fill('核对原证编号');
  await picture(page, '19-decide');
  await expectClean(page, 'decide');
  await dialog.getByRole('button', { name: '暂停' }).click();
  await page.getByText('已暂停').first().waitFor();
  await page.getByRole('button', { name: '继续办理' }).click();
  await page.getByRole('textbox', { name: '理由' }).fill('原证编号相符');
  await page.getByRole('alertdialog').getByRole('button', { name: '继续办理' }).click();
  await page.getByText('办理中').first().waitFor();
  const steps = await world.centre.rows<{ actor: string }>('SELECT actor FROM approval_step WHERE case_number = $1', [number]);
  expect(steps.filter(({ actor }) => actor === 'staff:zhou-qing').length).toBe(2);
  const audit = await world.centre.rows<{ action: string; outcome: string }>(
    `SELECT action, outcome FROM audit_entry WHERE actor = 'staff:zhou-qing' AND action IN ('task.decide', 'case.resume')`,
  );
  expect(audit.map(({ action, outcome }) => `${action} ${outcome}`).sort()).toEqual([
    'case.resume asked',
    'case.resume ok',
    'task.decide asked',
    'task.decide ok',
  ]);
});

/** A case at a step that staff decide. */
async function waitingCase({ centre }: ConsoleWorld): Promise<string> {
  return eventually('a case that waits for staff', async () => {
    const [row] = await centre.rows<{ case_number: string }>(
      `SELECT t.case_number FROM staff_task t JOIN approval_case c USING (party_key, case_number)
       WHERE t.kind = 'case-step' AND t.state = 'open' AND c.status = 'open' AND c.district = '370200' ORDER BY t.case_number DESC LIMIT 1`,
    );
    return row?.case_number;
  });
}

test('keyboard alone: sign in, accept a case, leave', async ({ world }) => {
  const page = await world.window();
  await page.getByRole('link', { name: '去登录' }).waitFor();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '去登录' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.locator('button[value="chen-lan"]').waitFor();
  await tabTo(page, 'button[value="chen-lan"]');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '服务跟踪' }).waitFor();
  await page.locator('.pick').first().waitFor();
  await tabTo(page, '.pick');
  await page.keyboard.press('Enter');
  await tabTo(page, '.decide .button-main');
  await expectFocusSeen(page);
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').waitFor();
  await tabTo(page, '[role=alertdialog] .button-main');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  // The dialog closes with Escape, and the focus is where it was before.
  await tabTo(page, '.bar-top .button:last-of-type');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: '退出' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, '[role=alertdialog] .button-main');
  await page.keyboard.press('Enter');
  await page.getByText('已退出').waitFor();
});

test('keyboard alone: everything on a page can be reached, nothing holds the focus', async ({ world }) => {
  const page = await world.signIn('zheng-kai');
  for (const where of ['/', '/items', '/inference']) {
    await page.goto(`${world.address}/console${where}`);
    await expect(page.locator('.waiting')).toHaveCount(0);
    const wanted = await page.locator('a[href], button:not([disabled]), input').count();
    const seen = new Set<string>();
    for (let n = 0; n < wanted + 20; n += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        return element === document.body || !element
          ? ''
          : `${element.tagName} ${element.className} ${element.textContent?.slice(0, 60) ?? ''} ${element.getAttribute('href') ?? ''}`;
      });
      if (at === '' && seen.size > 5) break;
      seen.add(at);
    }
    expect(seen.size, where).toBeGreaterThan(Math.min(12, wanted / 2));
  }
});

/** Presses Tab until something of this selector has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let n = 0; n < 120; n += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

async function expectFocusSeen(page: Page): Promise<void> {
  const width = await page.evaluate(() =>
    Number.parseFloat(getComputedStyle(document.activeElement ?? document.body).outlineWidth),
  );
  expect(width).toBeGreaterThanOrEqual(2);
}

test('a decision table is edited, tested, approved by a second person and published', async ({ world }) => {
  const id = 'transport.road-transport-permit-change';
  const author = await world.signIn('wu-yan');
  await author.goto(`${world.address}/console/items/${id}/1`);
  await author.getByRole('tab', { name: '决策表' }).click();
  const table = author.getByRole('region', { name: '决策表（表格）' });
  await table.waitFor();
  await picture(author, '09-table');
  await expectClean(author, 'table');
  const days = author.getByRole('textbox', { name: /几天内提交/ });
  const rows = await days.count();
  // What is wrong is said with its place, and the place is marked.
  const good = await days.nth(rows - 2).inputValue();
  await days.nth(rows - 2).fill('"soon"');
  await author.getByRole('button', { name: '检查', exact: true }).click();
  await author.getByText('内容有问题').waitFor();
  await expect(author.locator('.row-wrong')).not.toHaveCount(0);
  await picture(author, '10-table-problem');
  await days.nth(rows - 2).fill(good === '30' ? '25' : '30');
  await author.getByRole('button', { name: '第 1 行下移' }).click();
  await author.getByRole('button', { name: '第 2 行上移' }).click();
  await author.getByRole('button', { name: '存为草稿' }).click();
  await author.getByText('第 2 版').first().waitFor();
  await author.getByRole('tab', { name: '试算' }).click();
  await author.getByRole('button', { name: '开始试算' }).click();
  await author.getByText('规则对每个主体都能算出结论。').waitFor({ timeout: 60_000 });
  await picture(author, '11-back-test');
  await expectClean(author, 'back-test');
  await expect(author.getByRole('button', { name: '复核通过' })).toHaveCount(0);

  const second = await world.signIn('zheng-kai');
  await second.goto(`${world.address}/console/items/${id}/2`);
  await second.getByRole('button', { name: '复核通过' }).click();
  await second.getByRole('alertdialog').getByRole('button', { name: '复核通过' }).click();
  await second.getByRole('button', { name: '发布' }).click();
  await picture(second, '11-publish');
  await second.getByRole('alertdialog').getByRole('button', { name: '发布' }).click();
  await second.getByText('在用').first().waitFor();
  const [live] = await world.centre.rows<{ version: number; author: string; approver: string }>(
    `SELECT version, author, approver FROM approval_item WHERE item_id = $1 AND state = 'live'`,
    [id],
  );
  expect(live).toEqual({ version: 2, author: 'wu-yan', approver: 'zheng-kai' });
});

test('form and process of an item are shown as they will be', async ({ world }) => {
  const page = await world.signIn('zheng-kai');
  await page.goto(`${world.address}/console/items/health.disinfection-products-permit-renewal/1`);
  for (const [tab, name] of [
    ['表单预览', '08-form'],
    ['流程图', '08-process'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click();
    await picture(page, name);
    await expectClean(page, name);
    await expectFits(page, name);
  }
});

test('whole data are shown for a purpose only, and that is on record', async ({ world }) => {
  const page = await world.signIn('zhou-qing');
  const where = await partyOf(world);
  await page.goto(`${world.address}/console${where}`);
  const people = page.getByRole('region', { name: '经办人与联系方式' });
  await expect(people).toContainText('*');
  await people.getByRole('button', { name: '显示全部' }).click();
  await page.getByRole('textbox', { name: '具体说明' }).fill('回访确认收件地址');
  await picture(page, '13-reveal');
  await expectClean(page, 'reveal');
  await page.getByRole('alertdialog').getByRole('button', { name: '显示全部' }).click();
  await expect(people.locator('dd').first()).toContainText(/\d{17}[\dX]/);
  const [entry] = await world.centre.rows<{ purpose: string; person_key: string }>(
    `SELECT purpose, person_key FROM audit_entry WHERE action = 'read.party-unmasked' AND outcome = 'ok' ORDER BY at DESC LIMIT 1`,
  );
  expect(entry).toEqual({ purpose: 'case-handling', person_key: where.split('/').at(-1) });
});

test('an auditor verifies an entry, and replays nothing that is not theirs to change', async ({ world }) => {
  const page = await world.signIn('feng-xue');
  await page.goto(`${world.address}/console/audit`);
  await page.getByRole('button', { name: /查验/ }).last().click();
  await page.getByText(/在册|刚刚写入/).waitFor();
  await picture(page, '18-audit-verified');
  await page.goto(`${world.address}/console${await judgementOf(world)}`);
  await page.getByRole('button', { name: '重算', exact: true }).click();
  await page.getByText('结论完全一样。').waitFor();
  await picture(page, '06-replay');
});
