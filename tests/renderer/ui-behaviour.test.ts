import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findElectron, openGallery, type OpenGallery } from './gallery.ts';

const electron = await findElectron();

describe.skipIf(electron.binary === undefined)(`components under fingers and keys (${electron.why})`, { timeout: 60_000 }, () => {
  let gallery: OpenGallery;
  const field = () => gallery.page.getByRole('textbox');
  const focused = () => gallery.page.evaluate(() => document.activeElement?.textContent ?? '');

  beforeAll(async () => {
    gallery = await openGallery(electron.binary ?? '');
  }, 120_000);
  afterAll(() => gallery.close());

  describe('keyboard and field', () => {
    beforeEach(() => gallery.load('keyboard'));
    const letters = () => gallery.page.locator('[data-example="keyboard/letters"]');

    it('types, shifts, deletes and clears by touch, and the field keeps the focus', async () => {
      const input = letters().getByRole('textbox');
      await input.focus();
      for (const key of ['q', '7']) await letters().getByRole('button', { name: key, exact: true }).click();
      await letters().getByRole('button', { name: '大写' }).click();
      await letters().getByRole('button', { name: 'B', exact: true }).click();
      expect(await input.inputValue()).toBe('q7B');
      expect(await input.evaluate((element) => element === document.activeElement)).toBe(true);
      await letters().getByRole('button', { name: '删除' }).click();
      expect(await input.inputValue()).toBe('q7');
      await letters().getByRole('button', { name: '清空' }).click();
      expect(await input.inputValue()).toBe('');
    });

    it('takes a physical keyboard, only what the field accepts and no more than fits', async () => {
      const digits = gallery.page.locator('[data-example="keyboard/digits"]').getByRole('textbox');
      await digits.focus();
      await gallery.page.keyboard.type('139a0532-1234567');
      expect(await digits.inputValue()).toBe('13905321234');
    });

    it('is one stop for the keypad, and the arrows walk over its keys', async () => {
      await letters().getByRole('textbox').focus();
      await gallery.page.keyboard.press('Tab');
      expect(await focused()).toBe('1');
      for (const arrow of ['ArrowRight', 'ArrowDown', 'ArrowDown']) await gallery.page.keyboard.press(arrow);
      expect(await focused()).toBe('a');
      await gallery.page.keyboard.press('Enter');
      expect(await letters().getByRole('textbox').inputValue()).toBe('a');
      await gallery.page.keyboard.press('Tab');
      expect(await letters().locator(':focus').count()).toBe(0);
    });
  });

  describe('field', () => {
    beforeEach(() => gallery.load('field'));

    it('shows a number in groups and holds it without spaces', async () => {
      const phone = gallery.page.locator('[data-example="field/active"]');
      expect(await phone.locator('.ui-field-group').allTextContents()).toEqual(['139', '0532']);
      expect(await phone.getByRole('textbox').inputValue()).toBe('1390532');
    });

    it('says its problem, and shows no secret', async () => {
      const problem = gallery.page.locator('[data-example="field/problem"]').getByRole('textbox');
      expect(await problem.getAttribute('aria-invalid')).toBe('true');
      const ids = (await problem.getAttribute('aria-describedby')) ?? '';
      const spoken = await gallery.page.evaluate(
        (described) => described.split(' ').map((id) => document.getElementById(id)?.textContent ?? ''),
        ids,
      );
      expect(spoken.join('')).toContain('还差 4 位');
      expect(await gallery.page.locator('[data-example="field/secret"] .ui-field-box').textContent()).not.toMatch(/\d/);
    });
  });

  describe('dialog', () => {
    it('keeps the focus within itself and opens at its title', async () => {
      await gallery.load('dialog/confirm');
      await gallery.page.getByRole('alertdialog', { name: '要退出吗？' }).waitFor();
      const places = new Set<string>();
      for (let press = 0; press < 5; press += 1) {
        await gallery.page.keyboard.press('Tab');
        places.add(await focused());
      }
      expect([...places].sort()).toEqual(['继续办理', '退出'].sort());
    });

    it('is not closed by a touch beside it, nor by Escape where it must be answered', async () => {
      await gallery.load('dialog/idle');
      const dialog = gallery.page.getByRole('alertdialog');
      await dialog.waitFor();
      await gallery.page.mouse.click(40, 40);
      await gallery.page.keyboard.press('Escape');
      expect(await dialog.count()).toBe(1);
    });
  });

  it('writes a signature, takes the last stroke back and clears it', async () => {
    await gallery.load('signature-pad');
    const pad = gallery.page.locator('[data-example="signature-pad/empty"]');
    const sheet = await pad.locator('canvas').boundingBox();
    if (!sheet) throw new Error('the pad has no sheet');
    expect(sheet.width).toBeGreaterThanOrEqual(900);
    expect(sheet.height).toBeGreaterThanOrEqual(420);
    const ink = () =>
      pad.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let dark = 0;
        for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) dark += 1;
        return dark;
      });
    const stroke = async (y: number): Promise<void> => {
      await gallery.page.mouse.move(sheet.x + 200, sheet.y + y);
      await gallery.page.mouse.down();
      await gallery.page.mouse.move(sheet.x + 500, sheet.y + y, { steps: 8 });
      await gallery.page.mouse.up();
    };
    await stroke(100);
    const one = await ink();
    await stroke(200);
    expect(await ink()).toBeGreaterThan(one);
    await pad.getByRole('button', { name: '撤一笔' }).click();
    const back = await ink();
    expect(back).toBeGreaterThan(0);
    expect(back).toBeLessThan(one * 1.5);
    await pad.getByRole('button', { name: '重写' }).click();
    expect(await ink()).toBe(0);
    expect(await pad.getByText('请用手指在这里签名').count()).toBe(1);
  });

  it('chooses by arrow keys, and nothing before that', async () => {
    await gallery.load('rating-faces');
    const faces = gallery.page.locator('[data-example="rating-faces/nothing-chosen"]');
    expect(await faces.getByRole('radio', { checked: true }).count()).toBe(0);
    await gallery.load('choice');
    const choice = gallery.page.locator('[data-example="choice/three-columns"]');
    await choice.getByRole('radio', { name: /80%/ }).focus();
    await gallery.page.keyboard.press('ArrowRight');
    expect(await choice.getByRole('radio', { name: /100%/ }).isChecked()).toBe(true);
  });

  it('begins a new screen at its title, unless a field has the focus', async () => {
    await gallery.load('frame/content');
    expect(await focused()).toBe('请核对，没问题就签名');
    await gallery.load('frame/docked-keyboard');
    expect(await field().evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('says more than its words where it is given more to say', async () => {
    await gallery.load('button');
    const tree = await gallery.page.locator('[data-example="button/tool"]').getByRole('button').getAttribute('aria-describedby');
    expect(await gallery.page.evaluate((id) => document.getElementById(id ?? '')?.textContent, tree)).toBe('把这一页读给您听');
  });
});
