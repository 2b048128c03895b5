import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { fillIn } from '#electron/dev-dock/journeys/register.ts';
import { enterByStaff, test } from './visit.ts';

test.setTimeout(120_000);

test('nobody touches: a warning that counts down, then everything of the person is gone', async ({ world, visitor }) => {
  await enterByStaff(world, visitor);
  await fillIn(visitor);
  await visitor.seesView('the warning', ({ overlay }) => overlay?.name === 'idle', 60_000);
  await visitor.picture('idle-warning');
  const ended = await visitor.sees('ended', undefined, 20_000);
  expect(ended.code).toBe('SES-001');
  world.rig.reader.removeCard();
  await visitor.sees('attract');
  const html = await visitor.page.content();
  for (const personal of ['王*梅', '3702', '13912346027', '139****']) expect(html).not.toContain(personal);
});

test('the warning goes away with one touch', async ({ world, visitor }) => {
  await enterByStaff(world, visitor);
  await visitor.seesView('the warning', ({ overlay }) => overlay?.name === 'idle', 60_000);
  await visitor.touches('screens:idle.buttonStay');
  await visitor.seesView('home again', ({ overlay, screen }) => overlay === undefined && screen.name === 'home');
});

test('language and text size of one person are not the next one’s', async ({ world, visitor }) => {
  await enterByStaff(world, visitor);
  await visitor.touches('common:top.spokenElder').catch(() => visitor.touches('common:top.buttonElder'));
  await visitor.seesView('elder', ({ settings }) => settings.textSize === 'elder');
  await visitor.picture('home-elder');
  await visitor.touches('common:bar.buttonLeave');
  await visitor.sees('ended');
  world.rig.reader.removeCard();
  await visitor.seesView('reset', ({ screen, settings }) => screen.name === 'attract' && settings.textSize === 'standard');
});

test('after visits, nothing personal lies in database, write-ahead log, logs or folders of the terminal', ({ world }) => {
  const folders = ['terminal', 'logs', 'electron', 'config'].map((name) => path.join(world.rig.folder, name));
  const canaries = ['王秀梅', '37028219680312002', '13912346027', '城南社区', '李国强'].flatMap((text) => [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
  ]);
  for (const file of folders.flatMap(filesBelow)) {
    const content = readFileSync(file);
    for (const canary of canaries)
      expect(content.includes(canary), `${path.relative(world.rig.folder, file)} holds ${canary.toString('utf8')}`).toBe(false);
  }
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('GPUCache'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
