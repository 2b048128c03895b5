import type { CameraReport } from '#contracts/devices/camera.ts';
import { isBlack, pickCamera, reportForFault, sameReport } from './camera-core.ts';

export interface CameraHandle {
  /** Turns the camera on and shows it; stays on over unplugging and comes back with the device. */
  open(video: HTMLVideoElement): void;
  /** Turns it off, so that its light goes out. Presence is still watched. */
  close(): void;
  /** Ends everything; the object is done with. */
  dispose(): void;
}

export type CameraOptions = {
  readonly wantedLabel: string;
  /** Told on change only. */
  readonly report: (report: CameraReport) => void;
  /** Of the page, unless a test brings its own. */
  readonly mediaDevices?: MediaDevices;
};

export const cameraSize = { width: 640, height: 480 } as const;
const delays = { blackCheckMs: 1_000, retryMs: 2_000 };
/** Two dark looks in a row, so that a hand that passes is no fault. */
const blackLooks = 2;
/** A camera may take some seconds for its first picture; after this many looks it has none to give. */
const emptyLooks = 8;

/**
 * The terminal's camera as this page sees it. Other cameras are never opened: a camera whose label does not fit counts as absent.
 */
export function createCamera({ wantedLabel, report, mediaDevices = navigator.mediaDevices }: CameraOptions): CameraHandle {
  let video: HTMLVideoElement | undefined;
  let stream: MediaStream | undefined;
  let last: CameraReport | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let darkLooks = 0;
  let looksWithout = 0;
  /** Rises with each change of mind, so that an answer of an older question is dropped. */
  let turn = 0;

  const tell = (next: CameraReport): void => {
    if (!sameReport(last, next)) report(next);
    last = next;
  };
  const release = (): void => {
    clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    darkLooks = 0;
    looksWithout = 0;
    if (video) video.srcObject = null;
  };
  const wanted = async () => pickCamera(await mediaDevices.enumerateDevices(), wantedLabel);

  const tellPresence = async (): Promise<void> => {
    const mine = ++turn;
    const device = await wanted();
    if (mine === turn && !video) tell(device ? { state: 'ready', label: device.label } : { state: 'notFound' });
  };

  const watchPicture = (label: string): void => {
    timer = setTimeout(() => {
      if (!video || !stream) return;
      const hasPicture = video.readyState >= video.HAVE_CURRENT_DATA;
      darkLooks = hasPicture && looksBlack(video) ? darkLooks + 1 : 0;
      looksWithout = hasPicture ? 0 : looksWithout + 1;
      if (darkLooks >= blackLooks || looksWithout >= emptyLooks) tell({ state: 'black', label });
      else if (hasPicture) tell({ state: 'ready', label });
      watchPicture(label);
    }, delays.blackCheckMs);
  };

  const turnOn = async (): Promise<void> => {
    const mine = ++turn;
    release();
    try {
      const device = await wanted();
      if (mine !== turn) return;
      if (!device) return tell({ state: 'notFound' });
      const opened = await mediaDevices.getUserMedia({
        audio: false,
        video: { deviceId: { exact: device.deviceId }, ...cameraSize },
      });
      if (mine !== turn || !video) return opened.getTracks().forEach((track) => track.stop());
      stream = opened;
      opened.getVideoTracks()[0]?.addEventListener('ended', onLost);
      video.srcObject = opened;
      watchPicture(device.label); // from here on: `play` never settles where no picture comes
      await video.play();
      if (mine === turn) tell({ state: 'ready', label: device.label });
    } catch (fault) {
      if (mine !== turn) return;
      clearTimeout(timer);
      tell(reportForFault(fault instanceof DOMException ? fault.name : ''));
      timer = setTimeout(() => void turnOn(), delays.retryMs);
    }
  };

  const onLost = (): void => {
    turn += 1;
    release();
    tell({ state: 'lost' });
  };
  const onDevices = (): void => {
    if (video && !stream) void turnOn();
    if (!video) void tellPresence();
  };

  mediaDevices.addEventListener('devicechange', onDevices);
  void tellPresence();
  return {
    open(next) {
      video = next;
      void turnOn();
    },
    close() {
      turn += 1;
      release();
      video = undefined;
      void tellPresence();
    },
    dispose() {
      turn += 1;
      release();
      video = undefined;
      mediaDevices.removeEventListener('devicechange', onDevices);
    },
  };
}

function looksBlack(video: HTMLVideoElement): boolean {
  const [width, height] = [32, 24];
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  context?.drawImage(video, 0, 0, width, height);
  const pixels = context?.getImageData(0, 0, width, height).data;
  return pixels !== undefined && isBlack(pixels);
}
