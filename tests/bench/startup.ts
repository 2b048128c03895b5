/**
 * Process start → first contentful paint: the terminal as it is shipped, its host starting beside it, against the least Electron
 * window on the same runtime. The runs alternate, so that a busy machine slows both.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildShell } from '#build/build-shell.ts';
import { ensureElectron } from '#build/electron-runtime.mjs';
import { startDisplay } from '#electron/dev-dock/display.ts';
import { testHost } from '../e2e/launch.ts';
import { makeUserData, timeToFirstPaint } from './first-paint.ts';
import { percentile, report } from './report.ts';

const runs = 12;

const electron = await ensureElectron();
const { folder } = await buildShell();
const { hostEntry, hostArgs } = testHost('normal');
const peers = {
  minimal: [fileURLToPath(new URL('minimal-app/main.cjs', import.meta.url))],
  terminal: [path.join(folder, 'main.cjs'), '--host-entry', String(hostEntry), '--host-args', JSON.stringify(hostArgs)],
};
const userData = { minimal: await makeUserData('minimal'), terminal: await makeUserData('terminal') };
const samples = { minimal: [] as number[], terminal: [] as number[] };
const display = await startDisplay({ width: 1080, height: 1920 });
try {
  // the first run of each fills the disk's and Chromium's caches and is not counted
  for (let run = 0; run <= runs; run++) {
    for (const peer of ['minimal', 'terminal'] as const) {
      const start = { electron, words: peers[peer], userData: userData[peer], display: display.name };
      const took = await timeToFirstPaint(start);
      if (run > 0) samples[peer].push(took);
    }
  }
} finally {
  await display.stop();
  for (const kept of Object.values(userData)) await fs.rm(kept, { recursive: true, force: true });
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
