import { describe, expect, it } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Camera, CameraReport } from '#contracts/devices/camera.ts';
import { createCamera } from '#drivers/camera/driver.ts';
import { keptLog } from './test-tools.ts';

async function started(wantedLabel = 'Face Cam'): Promise<{ camera: Camera; states: string[]; log: ReturnType<typeof keptLog> }> {
  const log = keptLog();
  const camera = createCamera({ id: 'camera', wantedLabel, clock: systemClock, log: log.log });
  const states: string[] = [];
  camera.onStatus((status) => states.push(status.device));
  await camera.start();
  return { camera, states, log };
}

const ready: CameraReport = { state: 'ready', label: 'Face Cam 1080p (1bcf:2cb4)' };

describe('what the screen reports of the camera', () => {
  it.each([
    [ready, 'online', 'ok'],
    [{ state: 'ready', label: 'Other Webcam' }, 'noDevice', 'inop'],
    [{ state: 'black', label: 'Face Cam 1080p' }, 'hardwareError', 'inop'],
    [{ state: 'lost' }, 'noDevice', 'inop'],
    [{ state: 'notFound' }, 'noDevice', 'inop'],
    [{ state: 'denied' }, 'offline', 'inop'],
  ] as const)('%j is %s', async (report, device, state) => {
    const { camera } = await started();
    expect(camera.status()).toMatchObject({ device: 'starting', lastSeen: -1, epoch: 0 });
    camera.report(report);
    expect(camera.status()).toMatchObject({ device, detail: { camera: state } });
    expect(camera.status().lastSeen).toBeGreaterThanOrEqual(0);
  });

  it('lost and back is a new epoch, and the same report twice is told once', async () => {
    const { camera, states, log } = await started();
    for (const report of [ready, ready, { state: 'lost' } as const, ready]) camera.report(report);
    expect(states).toEqual(['online', 'noDevice', 'online']);
    expect(camera.status().epoch).toBe(2);
    expect(log.lines.map((line) => line.fields['state'])).toEqual(states);
  });

  it('any camera will do where none is named', async () => {
    const { camera } = await started('');
    camera.report({ state: 'ready', label: '' });
    expect(camera.status().device).toBe('online');
  });

  it('a stopped camera believes no report', async () => {
    const { camera } = await started();
    camera.report(ready);
    await camera.stop();
    await camera.stop();
    camera.report(ready);
    expect(camera.status()).toMatchObject({ device: 'offline', detail: { camera: 'unknown' } });
  });
});
