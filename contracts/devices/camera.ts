import type { Driver } from './device.ts';

/** What the renderer tells of the camera it holds; the camera driver turns it into a device's status. */
export type CameraReport =
  | { readonly state: 'ready'; readonly label: string }
  | { readonly state: 'lost' }
  | { readonly state: 'denied' }
  | { readonly state: 'notFound' }
  | { readonly state: 'black'; readonly label: string };

export interface Camera extends Driver<'camera'> {
  report(report: CameraReport): void;
  /** Text that the label of the device to use must contain; empty = the first camera. */
  readonly wantedLabel: string;
}
