import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { FacePolicy } from '#contracts/domain/terminal-config.ts';

/** Every file that the decision computes with. The policy must pin each of them; a file more or less is refused. */
export const modelFiles = [
  'tiny_face_detector_model-weights_manifest.json',
  'tiny_face_detector_model.bin',
  'face_landmark_68_model-weights_manifest.json',
  'face_landmark_68_model.bin',
  'fr_feature.onnx',
  'fr_liveness.onnx',
] as const;
export type ModelFile = (typeof modelFiles)[number];
export type ModelBytes = Readonly<Record<ModelFile, Uint8Array>>;

/**
 * Reads all model files and holds them against the policy's SHA-256 pins. What was hashed is what is returned and loaded, so that
 * nobody can exchange a file in between. Errors: FAC-006 with `raw` naming the file.
 */
export async function readModels(folder: string, pins: FacePolicy['models']): Promise<Result<ModelBytes, CodedError>> {
  const unknown = Object.keys(pins).find((name) => !(modelFiles as readonly string[]).includes(name));
  if (unknown !== undefined) return err({ code: 'FAC-006', raw: `unknown model ${unknown}` });
  const entries: [ModelFile, Uint8Array][] = [];
  for (const name of modelFiles) {
    const bytes = await readFile(join(folder, name)).catch(() => undefined);
    if (bytes === undefined) return err({ code: 'FAC-006', raw: `model missing: ${name}` });
    if (createHash('sha256').update(bytes).digest('hex') !== pins[name]?.sha256) {
      return err({ code: 'FAC-006', raw: `model hash differs: ${name}` });
    }
    entries.push([name, bytes]);
  }
  return ok(Object.fromEntries(entries) as Record<ModelFile, Uint8Array>);
}
