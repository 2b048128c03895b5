import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { createFaceService, faceDelays, type FaceService } from '#electron/face/face-service.ts';
import { actorOf, cardOf, modelsFolder, policy } from './fixture.ts';
import { systemRandom } from './kit.ts';

let face: FaceService;
afterEach(() => face.stop());

function started(restartMs: readonly number[]): FaceService {
  face = createFaceService({
    policy,
    modelsFolder,
    clock: systemClock,
    random: systemRandom,
    log: () => {},
    delays: { ...faceDelays, restartMs },
  });
  return face;
}

/** Decision processes that this test process has started, by their command line. */
function decisionProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
        return parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('face-process');
      } catch {
        return false; // it ended while we looked
      }
    });
}

function availabilityBecomes(wanted: boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = face.onAvailable((available) => {
      if (available !== wanted) return;
      stop();
      resolve();
    });
  });
}

function crash(): void {
  for (const pid of decisionProcesses()) process.kill(pid, 'SIGSEGV');
}

describe('a decision process that crashes', () => {
  it('ends the run with FAC-006, is started again, and the next run passes as if nothing had been', async () => {
    started([10]);
    await face.start();
    const begun = await face.begin(cardOf('astronaut'));
    if (!begun.ok) throw new Error(begun.error.raw);
    const person = actorOf('astronaut');
    const lost = availabilityBecomes(false);
    const back = availabilityBecomes(true);
    const underWay = face.frame({ challenge: begun.value.challenge, step: 'neutral', ...person('neutral') });
    crash();
    expect(await underWay).toMatchObject({ ok: false, error: { code: 'FAC-006' } });
    await lost;
    await back;
    const again = await face.begin(cardOf('astronaut'));
    expect(again.ok).toBe(true);
    const challenge = again.ok ? again.value.challenge : '';
    expect(await face.frame({ challenge, step: 'neutral', ...person('neutral') })).toMatchObject({
      ok: true,
      value: { answer: { used: true } },
    });
  });

  it('answers FAC-006 at once while it is away', async () => {
    started([60_000]);
    await face.start();
    const lost = availabilityBecomes(false);
    crash();
    await lost;
    expect(face.available()).toBe(false);
    expect(await face.begin(cardOf('astronaut'))).toMatchObject({ ok: false, error: { code: 'FAC-006' } });
  });

  it('that is still starting makes nobody take another way: the run begins when it is ready', async () => {
    started([10]);
    const ready = face.start();
    expect(face.available()).toBe(true);
    expect(await face.begin(cardOf('astronaut'))).toMatchObject({ ok: true, value: { steps: { length: 3 } } });
    await ready;
  });

  it('that is still starting begins nothing for a person who has left', async () => {
    started([10]);
    const ready = face.start();
    const begun = face.begin(cardOf('astronaut'));
    face.end();
    expect(await begun).toMatchObject({ ok: false, error: { code: 'FAC-006', raw: 'ended' } });
    await ready;
    expect(face.available()).toBe(true);
  });

  it('leaves no process behind when the service is stopped', async () => {
    started([10]);
    await face.start();
    expect(decisionProcesses()).toHaveLength(1);
    const lost = availabilityBecomes(false);
    await face.stop();
    await lost;
    expect(decisionProcesses()).toEqual([]);
  });
});
