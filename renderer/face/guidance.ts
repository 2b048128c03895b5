import type { FaceFrame, FaceFrameAnswer } from '#contracts/ipc/api.ts';
import type { FaceStep } from '#contracts/ipc/view.ts';
import { advise, beginStep, type GuidanceState, type Hint, mayBeDue, type Sight } from './guidance-core.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';
// oxlint-disable-next-line import/default -- Vite makes this module: the worker's address
import workerUrl from './guidance-worker.ts?worker&url';

export interface Guidance {
  /** What the host asks for now; pictures carry it. Call it with each view of the face screen. */
  setChallenge(challenge: string, step: FaceStep): void;
  /** Begins to look; the first answer takes as long as the worker needs to load. */
  start(): void;
  /** Ends the worker and everything that it holds; the object is done with. */
  stop(): void;
}

export type GuidanceOptions = {
  /** Shows the camera, unmirrored in its data; mirroring is a matter of style. */
  readonly video: HTMLVideoElement;
  /** Undefined = all is well. Told on change only. */
  readonly onHint: (hint: Hint | undefined) => void;
  /** Sends one picture to the host; the next one goes out only after the answer. The picture is wiped afterwards. */
  readonly send: (frame: FaceFrame) => Promise<FaceFrameAnswer>;
  /** The worker cannot work on this machine; the person takes another way. */
  readonly onFailed: (where: string) => void;
};

/** Rest between two looks: more than some twelve a second help nobody, and the terminal has two cores. */
const lookEveryMs = 30;

export function createGuidance({ video, onHint, send, onFailed }: GuidanceOptions): Guidance {
  let worker: Worker | undefined;
  let state: GuidanceState | undefined;
  let lastHint: Hint | undefined | 'none' = 'none';
  let sending = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (hint: Hint | undefined): void => {
    if (hint !== lastHint) onHint(hint);
    lastHint = hint;
  };
  const lookAgain = (): void => {
    timer = setTimeout(() => void look(), lookEveryMs);
  };
  const look = async (): Promise<void> => {
    if (!worker) return;
    if (!state || video.readyState < video.HAVE_CURRENT_DATA) return lookAgain();
    // A camera that goes in this very moment has no picture: the next look may.
    const bitmap = await createImageBitmap(video).catch(() => undefined);
    if (!bitmap) return lookAgain();
    if (worker) postTo(worker, { t: 'look', bitmap, take: !sending && mayBeDue(state, performance.now()) }, [bitmap]);
    else bitmap.close();
  };
  const sendOne = async (current: GuidanceState, sight: Sight, rgb: Uint8Array<ArrayBuffer>): Promise<void> => {
    sending = true;
    try {
      const answer = await send({ challenge: current.challenge, step: current.step, ...sight.frame, rgb });
      if (worker && answer.hint) tell(answer.hint);
    } finally {
      sending = false;
      rgb.fill(0);
    }
  };
  const onSeen = (sight: Sight, rgb: Uint8Array<ArrayBuffer> | undefined): void => {
    const current = state;
    if (!current) return void rgb?.fill(0);
    const advice = advise(current, sight, performance.now());
    tell(advice.hint);
    if (advice.send && rgb && !sending) {
      state = advice.state;
      void sendOne(current, sight, rgb);
    } else {
      state = { ...advice.state, lastSentAt: current.lastSentAt };
      rgb?.fill(0);
    }
  };
  const onMessage = ({ data }: MessageEvent<FromWorker>): void => {
    if (data.t === 'failed') return onFailed(data.where);
    if (data.t === 'seen') onSeen(data.sight, data.rgb);
    lookAgain();
  };

  return {
    setChallenge(challenge, step) {
      if (state?.challenge !== challenge || state.step !== step) state = beginStep(state, challenge, step, performance.now());
    },
    start() {
      if (worker) return;
      worker = new Worker(trustedWorkerUrl(), { type: 'module' });
      worker.addEventListener('message', onMessage);
      worker.addEventListener('error', () => onFailed('worker'));
      postTo(worker, { t: 'load', assets: new URL('face/', document.baseURI).href });
    },
    stop() {
      clearTimeout(timer);
      worker?.terminate();
      worker = undefined;
      state = undefined;
    },
  };
}

function postTo(worker: Worker, message: ToWorker, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}

/** The page's policy takes a worker's address only from a named Trusted Types policy; this one vouches for one file of ours. */
function trustedWorkerUrl(): string | URL {
  const address = new URL(workerUrl, document.baseURI).href;
  if (!window.trustedTypes) return address;
  workerPolicy ??= window.trustedTypes.createPolicy('estation-worker', {
    createScriptURL(asked) {
      if (asked !== address) throw new TypeError('not our worker');
      return asked;
    },
  });
  return workerPolicy.createScriptURL(address);
}

/** A policy's name can be taken once in a page's life. */
let workerPolicy: { createScriptURL(address: string): string | URL } | undefined;
