import { findFaces, liveLooks } from '#electron/face/locate.ts';
import { embedCard } from '#electron/face/card-photo.ts';
import { readModels } from '#electron/face/model-files.ts';
import { loadNetworks, type Networks } from '#electron/face/networks.ts';
import { mainFace, observeFace } from '#electron/face/observe.ts';
import { unsignedFacePolicy } from '../face-policy.ts';
import { readPictureFile } from './picture.ts';

/** One file to look at: as the camera's picture, as a card photo, or for liveness alone. */
export type Job = { readonly id: number; readonly kind: 'live' | 'card' | 'pad'; readonly file: string };
/** What the product's own code makes of it; `unreadable`: the file is no picture. */
export type Finding = {
  readonly id: number;
  readonly found: boolean;
  readonly unreadable?: true;
  readonly embedding?: Float32Array;
  readonly real?: number;
};
export type WorkerMessage = { readonly ready: true } | { readonly failed: string } | Finding;

async function start(modelsFolder: string): Promise<void> {
  const models = await readModels(modelsFolder, (await unsignedFacePolicy()).models);
  if (!models.ok) throw new Error(models.error.raw);
  const networks = await loadNetworks(models.value);
  let queue = Promise.resolve();
  process.on('message', (job: Job) => {
    queue = queue.then(async () => tell({ id: job.id, ...(await lookAt(networks, job)) })).catch(giveUp);
  });
  tell({ ready: true });
}

function tell(message: WorkerMessage): void {
  process.send?.(message);
}

function giveUp(cause: unknown): void {
  tell({ failed: cause instanceof Error ? cause.message : String(cause) });
}

async function lookAt(networks: Networks, { kind, file }: Job): Promise<Omit<Finding, 'id'>> {
  const picture = await readPictureFile(file).catch(() => undefined);
  if (!picture) return { found: false, unreadable: true };
  if (kind === 'card') return embedCard(networks, picture);
  const faces = await findFaces(networks, picture, liveLooks);
  const main = mainFace(
    faces.map((face) => face.box),
    picture,
  );
  if (!main) return { found: false };
  const { embedding, real } = await observeFace(networks, picture, main);
  return kind === 'pad' ? { found: true, real } : { found: true, embedding, real };
}

process.on('disconnect', () => process.exit(0));
await start(process.argv[2] ?? '').catch(giveUp);
