import type { CameraReport } from '#contracts/devices/camera.ts';

/** The part of MediaDeviceInfo that choosing needs. */
export type CameraDevice = { readonly kind: string; readonly deviceId: string; readonly label: string };

/** The configured camera: its label must contain `wantedLabel`; with none configured, the first one. */
export function pickCamera(devices: readonly CameraDevice[], wantedLabel: string): CameraDevice | undefined {
  return devices.find((device) => device.kind === 'videoinput' && device.label.includes(wantedLabel));
}

/** What a failed getUserMedia means for the device's status, by the name of its DOMException. */
export function reportForFault(name: string): CameraReport {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return { state: 'denied' };
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { state: 'notFound' };
    default:
      return { state: 'lost' };
  }
}

const blackBelow = 6;

/** A covered or broken sensor: hardly a pixel above the sensor's own noise. `rgba` as a canvas gives it. */
export function isBlack(rgba: Uint8ClampedArray): boolean {
  let bright = 0;
  for (let at = 0; at < rgba.length; at += 4)
    if (Math.max(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0) > blackBelow) bright += 1;
  return bright < rgba.length / 4 / 100;
}

export function sameReport(a: CameraReport | undefined, b: CameraReport): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
