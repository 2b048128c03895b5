import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Intent } from '#contracts/ipc/api.ts';
import type { KioskView, ScreenView } from '#contracts/ipc/view.ts';
import { press } from './page-checks.ts';
import { findElectron, openPictureWindow, type PictureWindow } from './picture-window.ts';
import { viewFixtures } from './view-fixtures.ts';

/** What fingers and keys do on the built screens: which intents leave the page, in which order, and what stays when views change. */

const electron = await findElectron();

describe.skipIf('missing' in electron)(`screens under fingers (${'missing' in electron ? electron.missing : 'Electron'})`, () => {
  let window: PictureWindow;
  beforeAll(async () => {
    window = await openPictureWindow('binary' in electron ? electron.binary : '');
    await window.page.setViewportSize({ width: 1080, height: 1920 });
  }, 180_000);
  afterAll(() => window?.close());
  beforeEach(async () => {
    await window.page.reload();
  });

  it('shows a calm page before the first view, and while the host restarts', async () => {
    await window.page.getByRole('heading', { name: '正在准备，请稍等' }).waitFor();
    await window.show(viewNamed('home'));
    await window.page.getByRole('heading', { name: '王*梅，您要办什么？' }).waitFor();
    await window.host('restarting');
    await window.page.getByRole('heading', { name: '正在恢复，请稍等' }).waitFor();
    await window.host('failed');
    await window.page.getByText('请到柜台办理，或拨打 12345。').waitFor();
    expect(await window.page.getByText('王*梅').count()).toBe(0);
  });

  it('reports a screen that cannot be drawn as a place, without its words, and opens again', async () => {
    const broken = { ...viewNamed('attract'), screen: { name: 'item' } as unknown as ScreenView };
    await window.show(broken);
    await window.page.getByRole('heading', { name: '画面正在重新打开' }).waitFor();
    const reports = (await window.calls()).filter(([method]) => method === 'ui.report').map(([, input]) => input);
    expect(reports).toContainEqual({ kind: 'error', where: expect.stringMatching(/^TypeError \S+\.js:\d+:\d+$/) as string });
    await Promise.all([window.page.waitForEvent('load'), press(window.page, '马上重新打开', 'zh-CN')]);
    await window.page.getByRole('heading', { name: '正在准备，请稍等' }).waitFor();
  });

  it('sends one intent for two quick presses', async () => {
    await window.show(viewNamed('item-registration'));
    await window.page.getByRole('button', { name: '同意并开始' }).dblclick();
    expect((await intents()).filter(({ type }) => type === 'beginItem')).toHaveLength(1);
  });

  it('tells what was typed on the screen before it asks for the next step', async () => {
    await window.show(viewNamed('form-digits'));
    for (const digit of '139') await window.page.getByRole('button', { name: digit, exact: true }).click();
    await window.page.getByRole('button', { name: '下一步' }).click();
    expect((await intents()).slice(-2)).toEqual([{ type: 'setField', name: 'phone', value: '139' }, { type: 'next' }]);
  });

  it('takes a physical keyboard in the field that is open, and Enter as the next step', async () => {
    await window.show(viewNamed('form-digits'));
    await window.page.keyboard.type('13a8');
    await window.page.keyboard.press('Backspace');
    await window.page.keyboard.press('Enter');
    expect((await intents()).slice(-2)).toEqual([{ type: 'setField', name: 'phone', value: '13' }, { type: 'next' }]);
  });

  it('keeps what is under the finger when the language changes', async () => {
    const view = viewNamed('form-digits');
    await window.show(view);
    await window.page.locator('input:focus').waitFor();
    await window.page.keyboard.type('138');
    await window.show({ ...view, seq: view.seq + 1, settings: { ...view.settings, language: 'en' } });
    await window.page.getByText('Bank card number').waitFor();
    await window.page.getByRole('button', { name: 'Next', exact: true }).click();
    expect(await intents()).toContainEqual({ type: 'setField', name: 'phone', value: '138' });
  });

  it('opens the field that the host refused', async () => {
    const view = viewNamed('form-problems');
    await window.show({ ...view, screen: withoutProblems(view.screen) });
    await window.page.getByText('您现在住在哪里？').waitFor();
    expect(await window.page.locator('.ui-keyboard').count()).toBe(0);
    await window.show({ ...view, seq: view.seq + 1 });
    await window.page.locator('.ui-keyboard').waitFor();
    await window.page.getByText('请填 11 位手机号。').waitFor();
  });

  it('gives a signature as strokes of whole numbers within the pad, and takes it back', async () => {
    await window.show(viewNamed('review-sign'));
    await press(window.page, '去签名', 'zh-CN');
    const box = await window.page.locator('canvas').boundingBox();
    if (!box) throw new Error('no pad');
    await window.page.mouse.move(box.x + 100, box.y + 100);
    await window.page.mouse.down();
    await window.page.mouse.move(box.x + 300, box.y + 200, { steps: 5 });
    await window.page.mouse.up();
    const signed = (await intents()).findLast((intent) => intent.type === 'sign');
    const points = signed?.type === 'sign' ? signed.signature.strokes.flat(2) : [];
    expect(points.length).toBeGreaterThan(4);
    expect(points.every((value) => Number.isInteger(value) && value >= 0 && value <= 10_000)).toBe(true);
    await window.page.getByRole('button', { name: '重签' }).click();
    expect((await intents()).at(-1)).toEqual({ type: 'clearSignature' });
  });

  it('offers the rating and its refusal at the same size, and chooses nothing beforehand', async () => {
    await window.show(viewNamed('rate'));
    const [skip, send] = await Promise.all(
      ['不评了', '提交评价'].map((name) => window.page.getByRole('button', { name }).boundingBox()),
    );
    expect([skip?.width, skip?.height]).toEqual([send?.width, send?.height]);
    expect(await window.page.getByRole('radio', { checked: true }).count()).toBe(0);
    expect(await window.page.getByRole('button', { name: '提交评价' }).isDisabled()).toBe(true);
  });

  it('sends reasons with a low score only', async () => {
    await window.show(viewNamed('rate'));
    await window.page.getByText('不满意', { exact: true }).click();
    await window.page.getByRole('button', { name: '等得太久' }).click();
    await window.page.getByRole('button', { name: '提交评价' }).click();
    expect(await intents()).toContainEqual({ type: 'rate', score: 2, reasons: ['slow'] });
  });

  it('never prints again by itself or by a press what may already lie in the tray', async () => {
    await window.show(viewNamed('result-done-print-unknown'));
    await window.page.getByText('不确定有没有打完').first().waitFor();
    expect(await window.page.getByRole('button', { name: /打印|再打/ }).count()).toBe(0);
  });

  it('wakes the session with a finger, not with every movement of it', async () => {
    await window.show(viewNamed('home'));
    for (let x = 0; x < 40; x++) await window.page.mouse.move(300 + x, 900);
    expect((await intents()).filter(({ type }) => type === 'touch')).toHaveLength(1);
  });

  async function intents(): Promise<readonly Intent[]> {
    return (await window.calls()).filter(([method]) => method === 'session.intend').map(([, input]) => input as Intent);
  }
});

function viewNamed(name: string): KioskView {
  const fixture = viewFixtures.find((candidate) => candidate.name === name);
  if (!fixture) throw new Error(`no fixture ${name}`);
  return fixture.view;
}

function withoutProblems(screen: ScreenView): ScreenView {
  if (screen.name !== 'form') return screen;
  return { ...screen, fields: screen.fields.map(({ field, value }) => ({ field, value })) };
}
