/** Remembers what was used once for as long as a message of that age is still believed. */
export interface ReplayMemory {
  /** @returns false when it was used before. */
  useOnce(nonce: string, nowMs: number): boolean;
}

/**
 * In memory: processes beside each other do not know each other's nonces. That does no harm as long as what is replayed has its
 * effect once, as reports have: the state of a message, by its key.
 */
export function openReplayMemory(keepMs: number): ReplayMemory {
  const used = new Map<string, number>();
  return {
    useOnce(nonce, nowMs) {
      for (const [old, at] of used) {
        if (nowMs - at <= keepMs) break; // in the order of their time
        used.delete(old);
      }
      if (used.has(nonce)) return false;
      used.set(nonce, nowMs);
      return true;
    },
  };
}
