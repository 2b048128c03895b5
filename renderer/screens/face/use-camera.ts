import { useEffect, useRef, type RefObject } from 'react';
import type { KioskBridge } from '#contracts/ipc/api.ts';
import { createCamera, type CameraHandle } from '../../face/camera.ts';

/**
 * Holds the configured camera for the whole life of the page, so that its presence is reported before anybody needs it. It is
 * turned on by the face screen only.
 */
export function useCamera(wantedLabel: string | undefined, bridge: Pick<KioskBridge, 'call'>): RefObject<CameraHandle | null> {
  const camera = useRef<CameraHandle>(null);
  useEffect(() => {
    if (wantedLabel === undefined) return undefined;
    const held = createCamera({ wantedLabel, report: (report) => void bridge.call('camera.report', report) });
    camera.current = held;
    return () => {
      camera.current = null;
      held.dispose();
    };
  }, [wantedLabel, bridge]);
  return camera;
}
