import { expect, it } from 'vitest';
import { readModels } from '#electron/face/model-files.ts';
import { loadNetworks } from '#electron/face/networks.ts';
import { observe } from '#electron/face/observe.ts';
import { actorOf, modelsFolder, policy } from './fixture.ts';

const frames = 40; // `npm run bench -- face` runs the long one

it(`keeps no tensor of ${frames} frames`, async () => {
  const models = await readModels(modelsFolder, policy.models);
  if (!models.ok) throw new Error(models.error.raw);
  const networks = await loadNetworks(models.value);
  const person = actorOf('face-2');
  await observe(networks, person('neutral'));
  const before = networks.tensorCount();
  const poses = ['neutral', 'turnLeft', 'turnRight', 'openMouth'] as const;
  for (let frame = 0; frame < frames; frame++) await observe(networks, person(poses[frame % 4] ?? 'neutral'));
  expect(networks.tensorCount()).toBe(before);
}, 60_000);
