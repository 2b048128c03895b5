import { cameraHealth, idReaderHealth } from './health.ts';
import type { Parts } from './parts.ts';
import type { SessionRunner } from './session-runner.ts';

/** Tells the session what happens around it: cards, devices, the line. Returns how to stop. */
export function watchWorld({ devices, sync, face, log }: Parts, runner: SessionRunner): () => void {
  const { idReader, receiptPrinter, docPrinter, camera } = devices;
  const stops = [
    idReader.onEvent((event) => {
      if (event.name === 'mediaInserted') runner.dispatch({ type: 'cardInserted' });
      if (event.name === 'mediaRemoved') runner.dispatch({ type: 'cardRemoved' });
      if (event.name === 'deviceReplaced') log('device.replaced', { device: idReader.id });
    }),
    idReader.onStatus((status) => {
      const { level, code } = idReaderHealth(status);
      if (level === 'out' && code) runner.dispatch({ type: 'readerLost', code });
      else runner.refresh();
    }),
    camera.onStatus((status) => {
      const { level, code } = cameraHealth(status);
      if (level === 'out') runner.dispatch({ type: 'cameraLost', code: code ?? 'CAM-002' });
      else runner.refresh();
    }),
    receiptPrinter.onStatus(() => runner.refresh()),
    docPrinter.onStatus(() => runner.refresh()),
    face.onExpired((code, challenge) => {
      log('session.verify-failed', { method: 'face', code });
      runner.dispatch({ type: 'faceFailed', challenge, code });
    }),
    sync.onState(() => runner.lookForAnswer()),
    sync.onFeed('catalogue', () => runner.refresh()),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
