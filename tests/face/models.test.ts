import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureModels, modelSources } from '#build/models.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { createFaceService } from '#electron/face/face-service.ts';
import { modelFiles, readModels } from '#electron/face/model-files.ts';
import { modelsFolder, policy } from './fixture.ts';
import { systemRandom } from './kit.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'face-models-'));
  await cp(modelsFolder, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function flipOneBit(name: string): Promise<void> {
  const bytes = await readFile(join(folder, name));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(join(folder, name), bytes);
}

describe('model files', () => {
  it('are the ones that the policy pins, all of them and no other', () => {
    expect(Object.keys(policy.models).sort()).toEqual([...modelFiles].sort());
    for (const [name, { sha256 }] of Object.entries(policy.models)) expect(modelSources[name]?.sha256).toBe(sha256);
  });

  it.each(modelFiles)('%s with one wrong bit is refused by name', async (name) => {
    await flipOneBit(name);
    expect(await readModels(folder, policy.models)).toEqual({
      ok: false,
      error: { code: 'FAC-006', raw: `model hash differs: ${name}` },
    });
  });

  it('that are missing are refused by name', async () => {
    await rm(join(folder, 'fr_feature.onnx'));
    expect(await readModels(folder, policy.models)).toMatchObject({
      ok: false,
      error: { raw: 'model missing: fr_feature.onnx' },
    });
  });

  it('that a policy pins and nobody knows are refused', async () => {
    const pins = { ...policy.models, 'other.onnx': { sha256: '0'.repeat(64) } };
    expect(await readModels(folder, pins)).toMatchObject({ ok: false, error: { raw: 'unknown model other.onnx' } });
  });

  it('wrong ones keep the service from starting, and it does not try again', async () => {
    await flipOneBit('fr_liveness.onnx');
    const events: string[] = [];
    const face = createFaceService({
      policy,
      modelsFolder: folder,
      clock: systemClock,
      random: systemRandom,
      log: (event) => events.push(event),
    });
    expect(await face.start()).toMatchObject({
      ok: false,
      error: { code: 'FAC-006', raw: 'model hash differs: fr_liveness.onnx' },
    });
    expect(face.available()).toBe(false);
    expect(events).toEqual(['face.unavailable']);
    await face.stop();
  });
});

describe('getting the models together', () => {
  it('repairs a file that was damaged and leaves the others alone', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'face-cache-'));
    try {
      await cp(modelsFolder, join(cache, 'models'), { recursive: true });
      await writeFile(join(cache, 'models', 'face_landmark_68_model.bin'), 'not a model');
      const made = await ensureModels(cache);
      expect(await readModels(made, policy.models)).toMatchObject({ ok: true });
    } finally {
      await rm(cache, { recursive: true, force: true });
    }
  });
});
