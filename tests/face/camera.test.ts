import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CameraReport } from '#contracts/devices/camera.ts';
import { type CameraHandle, createCamera } from '#renderer/face/camera.ts';
import { isBlack, pickCamera, reportForFault } from '#renderer/face/camera-core.ts';

class FakeTrack extends EventTarget {
  stopped = false;
  stop(): void {
    this.stopped = true;
  }
}

/** The page's mediaDevices with cameras that can be pulled out, denied and put back. */
class FakeDevices extends EventTarget {
  cameras: string[] = [];
  denied = false;
  track: FakeTrack | undefined;
  enumerateDevices = () =>
    Promise.resolve(this.cameras.map((label) => ({ kind: 'videoinput', deviceId: `id of ${label}`, label })));
  getUserMedia = (): Promise<unknown> => {
    if (this.denied) return Promise.reject(new DOMException('no', 'NotAllowedError'));
    const track = new FakeTrack();
    this.track = track;
    return Promise.resolve({ getTracks: () => [track], getVideoTracks: () => [track] });
  };
  change(cameras: string[]): void {
    this.cameras = cameras;
    this.dispatchEvent(new Event('devicechange'));
  }
  pull(): void {
    this.cameras = [];
    this.track?.dispatchEvent(new Event('ended'));
    this.dispatchEvent(new Event('devicechange'));
  }
}

let devices: FakeDevices;
let reports: CameraReport[];
let camera: CameraHandle;
const video = { srcObject: null as unknown, play: () => Promise.resolve() } as unknown as HTMLVideoElement;

/** Lets every promise that is ready go on; fake timers stay where they are. */
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
  devices = new FakeDevices();
  reports = [];
});
afterEach(() => {
  camera.dispose();
  vi.useRealTimers();
});

async function watching(cameras: string[], wantedLabel = 'Kiosk'): Promise<void> {
  devices.cameras = cameras;
  camera = createCamera({
    wantedLabel,
    report: (report) => reports.push(report),
    mediaDevices: devices as unknown as MediaDevices,
  });
  await settle();
}

describe('the camera', () => {
  it('is reported present before anyone opens it', async () => {
    await watching(['Kiosk Cam']);
    expect(reports).toEqual([{ state: 'ready', label: 'Kiosk Cam' }]);
    expect(devices.track).toBeUndefined();
  });

  it('of another make is not used', async () => {
    await watching(['Webcam of a visitor']);
    camera.open(video);
    await settle();
    expect(reports).toEqual([{ state: 'notFound' }]);
    expect(devices.track).toBeUndefined();
  });

  it('that is pulled out is lost, and comes back by itself', async () => {
    await watching(['Kiosk Cam']);
    camera.open(video);
    await settle();
    devices.pull();
    await settle();
    devices.change(['Kiosk Cam']);
    await settle();
    expect(reports.map((report) => report.state)).toEqual(['ready', 'lost', 'notFound', 'ready']);
    expect(video.srcObject).not.toBeNull();
  });

  it('that may not be used is denied, and tried again', async () => {
    devices.denied = true;
    await watching(['Kiosk Cam']);
    camera.open(video);
    await settle();
    expect(reports.at(-1)).toEqual({ state: 'denied' });
    devices.denied = false;
    await vi.advanceTimersByTimeAsync(2_500);
    expect(reports.at(-1)).toEqual({ state: 'ready', label: 'Kiosk Cam' });
  });

  it('that opens and never gives a picture is reported, and not before it had time for one', async () => {
    await watching(['Kiosk Cam']);
    const empty = {
      srcObject: null,
      readyState: 0,
      HAVE_CURRENT_DATA: 2,
      play: () => new Promise(() => undefined),
    } as unknown as HTMLVideoElement;
    camera.open(empty);
    await vi.advanceTimersByTimeAsync(7_000);
    expect(reports).toEqual([{ state: 'ready', label: 'Kiosk Cam' }]);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(reports.at(-1)).toEqual({ state: 'black', label: 'Kiosk Cam' });
  });

  it('that is closed while it opens does not stay on', async () => {
    await watching(['Kiosk Cam']);
    camera.open(video);
    await Promise.resolve();
    camera.close();
    await settle();
    expect(devices.track?.stopped ?? true).toBe(true);
    expect(video.srcObject).toBeNull();
  });
});

describe('choosing and judging', () => {
  beforeEach(() => watching([]));

  it.each([
    ['', 'first'],
    ['second', 'second'],
    ['third', undefined],
  ])('label %j takes %s', (wanted, taken) => {
    const found = pickCamera(
      [
        { kind: 'audioinput', deviceId: '0', label: 'first microphone' },
        { kind: 'videoinput', deviceId: '1', label: 'first' },
        { kind: 'videoinput', deviceId: '2', label: 'second' },
      ],
      wanted,
    );
    expect(found?.label).toBe(taken);
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'notFound'],
    ['OverconstrainedError', 'notFound'],
    ['NotReadableError', 'lost'],
    ['', 'lost'],
  ])('%s is %s', (name, state) => expect(reportForFault(name).state).toBe(state));

  it('tells a black picture from a dark room', () => {
    const picture = (value: number): Uint8ClampedArray => new Uint8ClampedArray(32 * 24 * 4).fill(value);
    expect(isBlack(picture(0))).toBe(true);
    expect(isBlack(picture(4))).toBe(true);
    expect(isBlack(picture(20))).toBe(false);
  });
});
