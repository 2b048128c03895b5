import type { Clock } from '#contracts/basics/clock.ts';
import type { DeviceClass, DeviceEvent, DeviceState, Status, StatusOf } from '#contracts/devices/device.ts';

export interface StatusStore<C extends DeviceClass> {
  /** The last known status; `detail` is the unknown one when nothing was heard for `staleAfterMs`. */
  current(): Status<C>;
  /** Takes a new state of affairs over and tells the listeners if it differs from the one before. */
  show(change: { readonly device?: DeviceState; readonly detail?: StatusOf[C]; readonly epoch?: number }): void;
  /** The device was heard just now. */
  seen(): void;
  onStatus(listener: (status: Status<C>) => void): () => void;
  onEvent(listener: (event: DeviceEvent) => void): () => void;
  raise(event: DeviceEvent): void;
}

/** The status of one device and who wants to hear of it. Listeners are called synchronously, and only on change. */
export function createStatusStore<C extends DeviceClass>(
  clock: Clock,
  unknownDetail: StatusOf[C],
  staleAfterMs: number,
): StatusStore<C> {
  const statusListeners = new Set<(status: Status<C>) => void>();
  const eventListeners = new Set<(event: DeviceEvent) => void>();
  let status: Status<C> = { device: 'starting', since: clock.monotonic(), lastSeen: -1, epoch: 0, detail: unknownDetail };

  function current(): Status<C> {
    const fresh = status.lastSeen >= 0 && clock.monotonic() - status.lastSeen <= staleAfterMs;
    return fresh || status.detail === unknownDetail ? status : { ...status, detail: unknownDetail };
  }

  return {
    current,
    show(change) {
      const device = change.device ?? status.device;
      const detail = change.detail ?? status.detail;
      const epoch = change.epoch ?? status.epoch;
      const same = device === status.device && epoch === status.epoch && sameDetail(detail, status.detail);
      if (same) return;
      const since = device === status.device ? status.since : clock.monotonic();
      status = { ...status, device, since, epoch, detail };
      for (const listener of statusListeners) listener(status);
    },
    seen() {
      status = { ...status, lastSeen: clock.monotonic() };
    },
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    raise(event) {
      for (const listener of eventListeners) listener(event);
    },
  };
}

/** Details are flat records of words and numbers. */
function sameDetail(a: object, b: object): boolean {
  const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && right.get(key) === value);
}
