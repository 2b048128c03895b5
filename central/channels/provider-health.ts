import type { SendRefusal } from './channel-port.ts';

/**
 * Whether a provider is worth a call now: after some broken calls in a row it rests for a while, then one call tries; a provider
 * that says when it wants to be asked again is believed. Pure; times are monotonic ms.
 */
export interface ProviderHealth {
  readonly brokenInARow: number;
  /** Nobody asks before. */
  readonly restsUntil: number;
}

export const healthRules = { brokenToRest: 3, restMs: 30_000 } as const;

export const healthStart: ProviderHealth = { brokenInARow: 0, restsUntil: Number.NEGATIVE_INFINITY };

/** How long it still rests, ms; 0 = it does not. */
export function restLeftMs(health: ProviderHealth, now: number): number {
  return Math.max(0, Math.ceil(health.restsUntil - now));
}

/** @param refusal undefined = it took the message. A refusal that is about the person or the message is an answer like any other. */
export function healthAfter(health: ProviderHealth, refusal: SendRefusal | undefined, now: number): ProviderHealth {
  if (refusal?.code === 'rate-limited' && refusal.of === 'provider')
    return { brokenInARow: 0, restsUntil: now + refusal.afterMs };
  if (refusal?.code !== 'provider-down') return healthStart;
  const brokenInARow = health.brokenInARow + 1;
  return { brokenInARow, restsUntil: brokenInARow >= healthRules.brokenToRest ? now + healthRules.restMs : health.restsUntil };
}

/** Whether the same message may go to another provider: only where this one surely has not taken it. */
export function mayGoElsewhere(refusal: SendRefusal): boolean {
  switch (refusal.code) {
    case 'provider-down':
      return refusal.taken === 'no';
    case 'rate-limited':
      return refusal.of === 'provider';
    case 'rejected':
      return refusal.what !== 'content';
    case 'not-reachable':
    case 'opted-out':
    case 'quota':
      return false;
  }
}
