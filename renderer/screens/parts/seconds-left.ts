import { useEffect, useState } from 'react';

/** Whole seconds until `totalMs` have passed since this was first drawn; never below zero. */
export function useSecondsLeft(totalMs: number): number {
  const [beganMs] = useState(() => performance.now());
  const [leftMs, setLeftMs] = useState(totalMs);
  useEffect(() => {
    const tick = (): void => setLeftMs(totalMs - (performance.now() - beganMs));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [totalMs, beganMs]);
  return Math.max(0, Math.ceil(leftMs / 1000));
}
