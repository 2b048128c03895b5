import { accessSync, constants, statSync } from 'node:fs';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { createCamera } from '#drivers/camera/driver.ts';
import { keepReasons, statusFields, type BenchRun } from './bench.ts';

type Node = 'absent' | 'notADevice' | 'notReadable' | 'readable';

/**
 * What can honestly be said of a camera without its picture: whether its node is there and may be opened. The state stays
 * `starting` for a good one, because only the screen process sees the picture.
 */
export async function runCamera(port: string, run: BenchRun): Promise<number> {
  const reasons = keepReasons();
  const camera = createCamera({ id: 'camera', wantedLabel: '', clock: systemClock, log: reasons.log });
  await camera.start();
  const node = nodeAt(port);
  if (node === 'absent' || node === 'notADevice') camera.report({ state: 'notFound' });
  if (node === 'notReadable') camera.report({ state: 'denied' });
  const good = node === 'readable';
  const errorCode = good ? {} : { errorCode: node === 'notReadable' ? 'CAM-003' : 'CAM-001' };
  run.print({
    ok: good,
    command: 'status',
    ...errorCode,
    port,
    node,
    picture: 'notChecked',
    ...statusFields(camera.status(), reasons),
  });
  await camera.stop();
  return good ? 0 : 1;
}

function nodeAt(port: string): Node {
  try {
    if (!statSync(port).isCharacterDevice()) return 'notADevice';
  } catch {
    return 'absent';
  }
  try {
    accessSync(port, constants.R_OK);
    return 'readable';
  } catch {
    return 'notReadable';
  }
}
