import { readFile } from 'node:fs/promises';
import { type FacePolicy, facePolicy } from '#contracts/domain/terminal-config.ts';

const file = new URL('../assets/models/face-policy.json', import.meta.url);

/** The policy as the repository holds it, before anyone signs it: for evaluation, benchmarks and tests. A terminal takes the signed file only. */
export async function unsignedFacePolicy(): Promise<FacePolicy> {
  return facePolicy.parse(JSON.parse(await readFile(file, 'utf8')));
}
