import type { Clock } from '#contracts/basics/clock.ts';
import type { Camera, CameraReport } from '#contracts/devices/camera.ts';
import type { DeviceState, StatusOf } from '#contracts/devices/device.ts';
import type { Log } from '#contracts/log/events.ts';
import { createStatusStore } from '../transport/status-store.ts';

export interface CameraOptions {
  readonly id: string;
  /** Text that the label of the right camera contains; empty = any camera will do. */
  readonly wantedLabel: string;
  readonly clock: Clock;
  readonly log: Log;
}

type Detail = StatusOf['camera'];
type Judged = { readonly device: DeviceState; readonly detail: Detail; readonly raw?: string };

const unknownDetail: Detail = { media: 'unknown', camera: 'unknown' };
const inoperable: Detail = { media: 'unknown', camera: 'inop' };

/**
 * The camera as a device of the terminal. Only the renderer can hold it (getUserMedia), so this driver does no I/O: it judges
 * what the renderer reports. A camera whose label is not the wanted one counts as absent, however well it works: a face check
 * with a camera that somebody plugged in is worth nothing. Between reports the last one stands.
 */
export function createCamera(options: CameraOptions): Camera {
  const { clock, log, wantedLabel } = options;
  const store = createStatusStore<'camera'>(clock, unknownDetail, Number.POSITIVE_INFINITY);
  let running = false;
  let epoch = 0;

  function judge(report: CameraReport): Judged {
    switch (report.state) {
      case 'ready':
        return report.label.includes(wantedLabel)
          ? { device: 'online', detail: { media: 'ok', camera: 'ok', label: report.label } }
          : { device: 'noDevice', detail: { ...inoperable, label: report.label }, raw: 'another camera' };
      case 'black':
        return { device: 'hardwareError', detail: { ...inoperable, label: report.label }, raw: 'black picture' };
      case 'denied':
        return { device: 'offline', detail: inoperable, raw: 'permission denied' };
      case 'lost':
      case 'notFound':
        return { device: 'noDevice', detail: inoperable, raw: report.state };
    }
  }

  function show(judged: Judged): void {
    const before = store.current().device;
    if (judged.device === 'online' && before !== 'online') epoch += 1;
    if (judged.device !== before) {
      log('device.status', { device: options.id, state: judged.device, epoch, ...(judged.raw ? { raw: judged.raw } : {}) });
    }
    store.show({ device: judged.device, detail: judged.detail, epoch });
  }

  return {
    id: options.id,
    cls: 'camera',
    wantedLabel,
    async start() {
      running = true;
      if (store.current().device === 'offline') show({ device: 'starting', detail: unknownDetail });
    },
    async stop() {
      running = false;
      show({ device: 'offline', detail: unknownDetail });
    },
    report(report) {
      if (!running) return;
      store.seen();
      show(judge(report));
    },
    status: () => store.current(),
    onStatus: (listener) => store.onStatus(listener),
    onEvent: (listener) => store.onEvent(listener),
  };
}
