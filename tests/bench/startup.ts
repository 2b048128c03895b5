/**
 * Process start → first contentful paint: the terminal with its page and, starting beside it, its host with a centre, devices and
 * a journal, against the least Electron window on the same runtime. The runs alternate, so that a busy machine slows both.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openToWalk, prepare } from '#build/surroundings.ts';
import { startRig } from '#electron/dev-dock/rig.ts';
import { makeUserData, timeToFirstPaint } from './first-paint.ts';
import { percentile, report } from './report.ts';

const runs = 8;

const surroundings = await prepare({ virtual: true, log: console.log });
const { electron, shell, models, demoFaces } = surroundings;
const folder = openToWalk(await makeUserData('rig'));
const rig = await startRig({ folder, models, demoFaces });
const peers = {
  minimal: [fileURLToPath(new URL('minimal-app/main.cjs', import.meta.url))],
  terminal: [path.join(shell, 'main.cjs'), '--host-args', JSON.stringify([JSON.stringify(rig.hostOptions)])],
};
const userData = { minimal: await makeUserData('minimal'), terminal: await makeUserData('terminal') };
const samples = { minimal: [] as number[], terminal: [] as number[] };
try {
  // the first run of each fills the disk's and Chromium's caches and is not counted
  for (let run = 0; run <= runs; run++) {
    for (const peer of ['minimal', 'terminal'] as const) {
      const start = { electron, words: peers[peer], userData: userData[peer], display: surroundings.display };
      const took = await timeToFirstPaint(start);
      if (run > 0) samples[peer].push(took);
    }
  }
} finally {
  await rig.stop();
  await surroundings.stop();
  for (const kept of [folder, ...Object.values(userData)]) await fs.rm(kept, { recursive: true, force: true });
}
const median = { minimal: percentile(samples.minimal, 0.5), terminal: percentile(samples.terminal, 0.5) };
const ratio = median.terminal / median.minimal;
report('startup', {
  figures: {
    runs,
    minimalMedianMs: median.minimal,
    terminalMedianMs: median.terminal,
    minimalFastestMs: Math.min(...samples.minimal),
    terminalFastestMs: Math.min(...samples.terminal),
  },
  ratios: { terminalToMinimal: ratio },
  goals: { terminalToMinimal: { value: ratio, atMost: 1.5 } },
});
