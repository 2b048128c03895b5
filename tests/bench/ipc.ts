/**
 * Renderer → main → host → main → renderer, one call after the other, with the real gate and its schemas. The page is the test
 * page and no view follows, so that nothing else draws; the host answers at once, so that the way is measured and not the work.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from '@playwright/test';
import { startDisplay } from '#electron/dev-dock/display.ts';
import { launchTerminal, testHost } from '../e2e/launch.ts';
import { percentile, report } from './report.ts';

interface Series {
  readonly method: string;
  /** Source of the input, made in the page. */
  readonly input: string;
  /** Calls at once, within the burst that the gate allows, and the pause after which it allows as many again. */
  readonly batch: number;
  readonly pauseMs: number;
  readonly batches: number;
}

const intents: Series = {
  method: 'session.intend',
  input: "{ type: 'setField', name: 'phone', value: '13912346027' }",
  batch: 100,
  pauseMs: 2_600,
  batches: 10,
};

const frames: Series = {
  method: 'face.frame',
  input: "{ challenge: 'c', step: 'neutral', width: 640, height: 480, rgb: new Uint8Array(640 * 480 * 3) }",
  batch: 20,
  pauseMs: 1_400,
  batches: 10,
};

/** Durations in ms of the series' calls, each sent when the one before it was answered; the first batch warms up. */
function measure(page: Page, series: Series): Promise<number[]> {
  return page.evaluate(`(async ({ batches, batch, pauseMs, method }) => {
    const input = ${series.input};
    const samples = [];
    for (let round = 0; round <= batches; round++) {
      for (let i = 0; i < batch; i++) {
        const from = performance.now();
        const answer = await window.kiosk.call(method, input);
        if (!answer.ok) throw new Error(JSON.stringify(answer.error));
        if (round > 0) samples.push(performance.now() - from);
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    return samples;
  })(${JSON.stringify(series)})`);
}

/** The floor: the same message to a child process that answers at once, without Electron, gate or schema. */
async function measureBareChild(): Promise<number[]> {
  const answering = "process.on('message', (message) => process.send(message)); process.on('disconnect', () => process.exit(0));";
  const child = fork('-e', [answering], { execArgv: [], execPath: process.execPath, serialization: 'advanced' });
  const samples: number[] = [];
  for (let call = 0; call < 1_100; call++) {
    const from = performance.now();
    child.send({ type: 'setField', name: 'phone', value: '13912346027' });
    await once(child, 'message');
    if (call >= 100) samples.push(performance.now() - from);
  }
  child.disconnect();
  return samples;
}

const display = await startDisplay({ width: 1080, height: 1920 });
const terminal = await launchTerminal({ display: display.name, ...testHost('quiet') });
try {
  await terminal.page.locator('#state', { hasText: 'running' }).waitFor();
  const taken = await measure(terminal.page, intents);
  const takenByFrames = await measure(terminal.page, frames);
  const bare = await measureBareChild();
  const [p50, p99] = [percentile(taken, 0.5), percentile(taken, 0.99)];
  report('ipc', {
    figures: {
      calls: taken.length,
      intentP50Ms: p50,
      intentP99Ms: p99,
      intentMaxMs: Math.max(...taken),
      bareChildP50Ms: percentile(bare, 0.5),
      bareChildP99Ms: percentile(bare, 0.99),
      frame640x480P50Ms: percentile(takenByFrames, 0.5),
      frame640x480P99Ms: percentile(takenByFrames, 0.99),
    },
    ratios: { toBareChildP50: p50 / percentile(bare, 0.5), toBareChildP99: p99 / percentile(bare, 0.99) },
    goals: { intentP50Ms: { value: p50, atMost: 1 }, intentP99Ms: { value: p99, atMost: 5 } },
  });
} finally {
  await terminal.close();
  await display.stop();
}
