import path from 'node:path';
import type { RunningCentre } from '#electron/dev-dock/centre.ts';
import { demoStaffPin, startRig } from '#electron/dev-dock/rig.ts';
import { startDevDock } from '#electron/dev-dock/server.ts';
import { startTerminalApp } from '#electron/dev-dock/terminal-app.ts';
import { buildConsole } from './build-console.ts';
import { buildDock } from './build-dock.ts';
import { openToWalk, prepare } from './surroundings.ts';
import { untilStopped } from './until-stopped.ts';
import { makeWorkFolder } from './work-folder.ts';

export interface DemonstrateOptions {
  /** Absent = a centre of its own, on an embedded PostgreSQL. */
  readonly centre?: RunningCentre;
  readonly dockPort: number;
}

const portrait = { width: 1080, height: 1920 };

/** A terminal with all its surroundings, to be used by hand until Ctrl-C. */
export async function demonstrate({ centre, dockPort }: DemonstrateOptions): Promise<void> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const [surroundings, page] = await Promise.all([prepare({ virtual: false, log }), buildDock(log), buildConsole(log)]);
  const work = makeWorkFolder('terminal');
  openToWalk(work.path);
  const rig = await startRig({
    folder: work.path,
    models: surroundings.models,
    demoFaces: surroundings.demoFaces,
    ...(centre ? { centre } : { outside: true, staff: true }),
  });
  const app = await startTerminalApp({ ...surroundings, rig, size: portrait });
  const dock = await startDevDock({ rig, app, size: portrait }, { page, port: dockPort });
  const centreUrl = `https://127.0.0.1:${rig.centre.port()}`;
  process.stdout.write(`
E-Station is running. Everything around the terminal is simulated; nothing of it leaves this machine.

  dev-dock    ${dock.url}   ${surroundings.virtualDisplay ? 'with the live screen: there is no display here, so look and touch there' : 'cards, faces, faults, printed matter'}
  centre      ${centreUrl}   /openapi.json /metrics /verify
${centre ? '' : `  console     https://localhost:${rig.centre.port()}/console/   (the demonstration's staff sign in without a password)\n  its items   npm run item -- list --central ${centreUrl} --data ${path.join(work.path, 'centre')}\n`}  staff PIN   ${demoStaffPin}
  logs        ${path.join(work.path, 'logs')}

Ctrl-C ends it and everything that it started.
`);
  await untilStopped();
  await dock.stop();
  await app.close();
  await rig.stop();
  await surroundings.stop();
  work.remove();
}
