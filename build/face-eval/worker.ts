import { findFaces, liveLooks } from '#electron/face/locate.ts';
import { embedCard } from '#electron/face/card-photo.ts';
import { readModels } from '#electron/face/model-files.ts';
import { loadNetworks, type Networks } from '#electron/face/networks.ts';
import { mainFace, observeFace } from '#electron/face/observe.ts';
import { readPicture } from '../demo-faces/picture.ts';
import { unsignedFacePolicy } from '../face-policy.ts';

/** One file to look at: as the camera's picture, as a card photo, or for liveness alone. */
export type Job = { readonly id: number; readonly kind: 'live' | 'card' | 'pad'; readonly file: string };
/** What the product's own code makes of it. */
export type Finding = { readonly id: number; readonly found: boolean; readonly embedding?: Float32Array; readonly real?: number };

async function start(modelsFolder: string): Promise<void> {
  const models = await readModels(modelsFolder, (await unsignedFacePolicy()).models);
  if (!models.ok) throw new Error(models.error.raw);
  const networks = await loadNetworks(models.value);
  let queue = Promise.resolve();
  process.on('message', (job: Job) => {
    queue = queue.then(async () => {
      process.send?.({ id: job.id, ...(await lookAt(networks, job)) } satisfies Finding);
    });
  });
  process.on('disconnect', () => process.exit(0));
}

async function lookAt(networks: Networks, { kind, file }: Job): Promise<Omit<Finding, 'id'>> {
  const picture = await readPicture(file);
  if (kind === 'card') return embedCard(networks, picture);
  const faces = await findFaces(networks, picture, liveLooks);
  const main = mainFace(
    faces.map((face) => face.box),
    picture,
  );
  if (!main) return { found: false };
  const { embedding, real } = await observeFace(networks, picture, main);
  return kind === 'pad' ? { found: true, real } : { found: true, embedding };
}

await start(process.argv[2] ?? '');
