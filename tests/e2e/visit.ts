import path from 'node:path';
import { test as base } from '@playwright/test';
import { prepare, openToWalk } from '#build/surroundings.ts';
import type { Surroundings } from '#build/surroundings.ts';
import { makeWorkFolder } from '#build/work-folder.ts';
import { demoStaffPin, startRig } from '#electron/dev-dock/rig.ts';
import type { Rig } from '#electron/dev-dock/rig.ts';
import { startTerminalApp } from '#electron/dev-dock/terminal-app.ts';
import type { TerminalApp } from '#electron/dev-dock/terminal-app.ts';
import { createVisitor, intend } from '#electron/dev-dock/visitor.ts';
import type { Visitor } from '#electron/dev-dock/visitor.ts';

/** The terminal and its world, started once for all tests; each test begins with an idle terminal and a world without faults. */
export interface World {
  readonly rig: Rig;
  readonly app: TerminalApp;
}

export interface VisitFixtures {
  readonly world: World;
  readonly visitor: Visitor;
}

const idle = { warnAfterMs: 30_000, endAfterMs: 4_000 };

export async function startWorld(
  surroundings: Surroundings,
  options: { folder: string; idle?: typeof idle; outside?: boolean },
): Promise<World> {
  const rig = await startRig({ ...surroundings, idle, ...options });
  const app = await startTerminalApp({ ...surroundings, rig, size: { width: 1080, height: 1920 } });
  return { rig, app };
}

interface WorldFixtures {
  /** Whether source systems, message providers and courier are there: `test.use({ outside: true })`. */
  readonly outside: boolean;
  readonly shared: World;
}

export const test = base.extend<VisitFixtures, WorldFixtures>({
  outside: [false, { option: true, scope: 'worker' }],
  shared: [
    async ({ outside }, use) => {
      const prepared = await prepare({ virtual: true, log: () => {} });
      // Without its small movements the page leaves the two cores of a test machine to what is tested; the journeys keep them.
      const surroundings = { ...prepared, switches: [...prepared.switches, '--force-prefers-reduced-motion'] };
      const work = makeWorkFolder('visits');
      openToWalk(work.path);
      const world = await startWorld(surroundings, { folder: work.path, outside });
      await use(world);
      await world.app.close();
      await world.rig.stop();
      await surroundings.stop();
      work.remove();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  world: async ({ shared }, use) => {
    await use(shared);
    const { rig } = shared;
    rig.line.setMode('ok');
    rig.reader.setFault(null);
    rig.printer.repair();
    rig.reader.removeCard();
    await Promise.all([rig.readerCable.restore(), rig.printerCable.restore()]);
  },
  visitor: async ({ world }, use, info) => {
    const visitor = createVisitor(
      world.app.page,
      path.join(
        info.project.outputDir,
        info.titlePath
          .slice(1)
          .join('-')
          .replaceAll(/[^\p{L}\d-]+/gu, '-'),
      ),
    );
    await ready(visitor);
    await use(visitor);
    if (info.error) await visitor.picture('failed').catch(() => {});
    await goHome(visitor, world);
  },
});

/** Idle, online, with its catalogue and every device that a visit needs. */
export async function ready(visitor: Visitor): Promise<void> {
  await visitor.seesView(
    'an idle, healthy terminal',
    ({ screen, network, devices }) =>
      screen.name === 'attract' &&
      screen.itemCount > 0 &&
      network === 'online' &&
      devices.idReader.level === 'ok' &&
      devices.receiptPrinter.level === 'ok',
    60_000,
  );
}

/** Leaves by the shortest way, whatever the test left on the screen. */
async function goHome(visitor: Visitor, { rig }: World): Promise<void> {
  rig.reader.removeCard();
  for (const type of ['closeHelp', 'skipRating', 'leave', 'leaveConfirmed'] as const)
    await intend(visitor.page, { type }).catch(() => {});
  await visitor.seesView('the end of the visit', ({ screen }) => screen.name === 'attract', 60_000).catch(() => {});
}

/** From an idle terminal to the person's page by the staff's word: the quick way for tests that are not about faces. */
export async function enterByStaff({ rig }: World, visitor: Visitor, person = 'wang-xiumei'): Promise<void> {
  rig.present(person);
  await visitor.sees('consent');
  await visitor.touches('screens:consent.buttonOther');
  await visitor.sees('otherWay');
  await visitor.touches('screens:otherWay.titleStaff');
  await visitor.sees('staff');
  await visitor.page.keyboard.type(demoStaffPin);
  await visitor.touches('screens:staff.buttonConfirm');
  await visitor.sees('home');
}
