import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { openToWalk, prepare } from '#build/surroundings.ts';
import { makeWorkFolder } from '#build/work-folder.ts';
import { createVisitor } from '#electron/dev-dock/visitor.ts';
import { enterByStaff, ready, startWorld } from './visit.ts';

test.setTimeout(180_000);

/** A world of its own: once its page has crashed, the test tool cannot use that page any more, though the terminal can. */
test('the screen process dies: the same page comes back by itself, the visit goes on', async () => {
  const surroundings = await prepare({ virtual: true, log: () => {} });
  const work = makeWorkFolder('screen-crash');
  openToWalk(work.path);
  const world = await startWorld(surroundings, { folder: work.path });
  try {
    const visitor = createVisitor(world.app.page, work.path);
    await ready(visitor);
    await enterByStaff(world, visitor);
    const { app } = world.app;
    // Asked through the main process, and only once the new page is loaded: a crashed page never answers.
    const title = (): Promise<string> =>
      app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        if (contents?.isCrashed() !== false || contents.isLoading()) return '';
        return contents.executeJavaScript(`document.querySelector('h1')?.innerText ?? ''`) as Promise<string>;
      });
    expect(await title()).toContain('王*梅');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    // A question that meets a page on its way out is never answered: it is asked again.
    const asked = (): Promise<string> => Promise.race([title(), delay(2_000, '')]);
    await expect.poll(asked, { timeout: 60_000 }).toContain('王*梅');
  } finally {
    await world.app.close();
    await world.rig.stop();
    await surroundings.stop();
    work.remove();
  }
});
