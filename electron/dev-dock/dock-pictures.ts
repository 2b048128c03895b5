import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { cameraChoices } from './actions.ts';
import type { World } from './actions.ts';
import { stillOf } from './camera-still.ts';
import { createPrintedPictures } from './printed-matter.ts';

export interface Picture {
  readonly type: 'image/png' | 'image/jpeg';
  readonly bytes: Uint8Array;
}

const delays = { screenMs: 5_000 };

/**
 * The pictures of the dock by their addresses: `/screen.jpg` the terminal's screen now · `/printed/NAME` what came out ·
 * `/photo/FACE.png` as on a card · `/still/NAME.jpg` as before the camera. Undefined: there is no such picture, or none just now.
 */
export function createPictures(world: World): (pathname: string) => Promise<Picture | undefined> {
  const { rig } = world;
  const screen = createScreenPicture(world);
  const printed = createPrintedPictures(rig);
  const stills = new Map<string, Promise<Buffer>>();

  function still(name: string): Promise<Buffer> | undefined {
    if (!cameraChoices(rig).includes(name)) return undefined;
    const made = stills.get(name) ?? stillOf(rig.camera.fileOf(name));
    stills.set(name, made);
    return made;
  }

  /** Beside the recording lies the picture that the card's photo was made from. */
  function photo(face: string): Promise<Buffer> | undefined {
    if (!rig.people.some((person) => person.face === face)) return undefined;
    return readFile(path.join(path.dirname(rig.camera.fileOf(face)), 'card.png'));
  }

  async function find(pathname: string): Promise<Picture | undefined> {
    const [, folder = '', file = ''] = pathname.split('/');
    const name = path.parse(file).name;
    const jpeg = folder === 'screen.jpg' || folder === 'still';
    const bytes = await (folder === 'screen.jpg'
      ? screen()
      : folder === 'printed'
        ? printed(file)
        : folder === 'photo'
          ? photo(name)
          : folder === 'still'
            ? still(name)
            : undefined);
    return bytes && { type: jpeg ? 'image/jpeg' : 'image/png', bytes };
  }
  return (pathname) => find(pathname).catch(() => undefined);
}

/** One picture at a time, however many pages ask. */
function createScreenPicture({ app }: World): () => Promise<Buffer> {
  let taking: Promise<Buffer> | undefined;
  return () => {
    taking ??= app.page
      .screenshot({ type: 'jpeg', quality: 75, caret: 'initial', timeout: delays.screenMs })
      .finally(() => (taking = undefined));
    return taking;
  };
}
