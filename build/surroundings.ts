import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { startDisplay } from '#electron/dev-dock/display.ts';
import { buildShell } from './build-shell.ts';
import { ensureDemoFaces } from './demo-faces.ts';
import { ensureElectron, sandboxSwitches } from './electron-runtime.mjs';
import { defaultCacheDir, ensureModels } from './models.ts';

/** What every way of running the terminal here needs: runtime, built shell, models, faces, a screen. */
export interface Surroundings {
  readonly electron: string;
  readonly switches: readonly string[];
  readonly shell: string;
  readonly models: string;
  readonly demoFaces: string;
  readonly display: string;
  readonly virtualDisplay: boolean;
  stop(): Promise<void>;
}

/** `virtual` forces Xvfb: an unattended run must not depend on somebody's desktop. */
export async function prepare({ virtual, log }: { virtual: boolean; log: (line: string) => void }): Promise<Surroundings> {
  const cache = defaultCacheDir();
  const [electron, { folder: shell }, models, demoFaces] = await Promise.all([
    ensureElectron({ log }),
    buildShell({ log }),
    ensureModels(cache),
    ensureDemoFaces(cache),
  ]);
  const given = process.env['DISPLAY'];
  const xvfb = virtual || !given ? await startDisplay({ width: 1920, height: 1920 }) : undefined;
  return {
    electron,
    switches: sandboxSwitches(),
    shell,
    models,
    demoFaces,
    display: xvfb?.name ?? given ?? '',
    virtualDisplay: xvfb !== undefined,
    stop: async () => xvfb?.stop(),
  };
}

/** PostgreSQL runs as a user of its own and must be able to walk to its data. */
export function openToWalk(folder: string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  return path.resolve(folder);
}
