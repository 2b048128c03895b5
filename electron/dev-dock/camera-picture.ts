import { renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** What stands before the simulated camera. Chromium reads the file anew each time the camera is opened. */
export interface SimulatedCamera {
  readonly file: string;
  /** `astronaut`, `face-2`, … or an attack: `print-astronaut`, `no-face`, `black`. */
  show(what: string): void;
  showing(): string;
  readonly attacks: readonly string[];
  /** The recording behind a name. */
  fileOf(what: string): string;
}

const attacks = ['print-astronaut', 'no-face', 'black'] as const;

export function createSimulatedCamera(file: string, demoFaces: string): SimulatedCamera {
  let showing = '';
  const camera: SimulatedCamera = {
    file,
    attacks,
    fileOf: (what) =>
      attacks.some((name) => name === what)
        ? path.join(demoFaces, 'attacks', `${what}.y4m`)
        : path.join(demoFaces, what, 'live.y4m'),
    show(what) {
      // A rename replaces the link in one step: the camera never finds none.
      const fresh = `${file}.next`;
      symlinkSync(camera.fileOf(what), fresh);
      renameSync(fresh, file);
      showing = what;
    },
    showing: () => showing,
  };
  camera.show('no-face');
  return camera;
}
