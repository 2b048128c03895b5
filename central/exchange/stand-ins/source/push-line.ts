import { randomBytes } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { EventEnvelope, SourceSystem } from '#contracts/approval/event.ts';
import type { SigningKey } from '../../../store/index.ts';
import { pause } from '../../../store/index.ts';
import { headerNames, requestText, signedContentType, signText } from '../../signed-message.ts';

const pushRules = { tries: 3, againAfterMs: 300, perTryMs: 5_000, most: 20 } as const;

/** Tells the consumer at once of what is new. What it does not take it will pull. */
export interface PushLine {
  /** Absent at the start when the centre is started after its sources; '' ends it. */
  aim(url: string): void;
  push(envelope: EventEnvelope): void;
  /** Statuses that the consumer answered with; 0 = no answer. */
  statuses(): readonly number[];
}

export function openPushLine(
  parts: { source: SourceSystem; key: SigningKey; clock: Clock },
  firstUrl: string | undefined,
): PushLine {
  const { source, key, clock } = parts;
  let target = firstUrl ?? '';
  let waiting: EventEnvelope[] = [];
  let isBusy = false;
  const statuses: number[] = [];

  async function post(body: string): Promise<number> {
    const url = new URL(target);
    const signed = {
      client: source,
      method: 'POST',
      path: `${url.pathname}${url.search}`,
      timestamp: instantOf(clock.now()),
      nonce: randomBytes(16).toString('base64url'),
      body,
    };
    const headers = {
      'content-type': signedContentType,
      [headerNames.client]: source,
      [headerNames.timestamp]: signed.timestamp,
      [headerNames.nonce]: signed.nonce,
      [headerNames.signature]: signText(requestText(signed), key.privateKey),
    };
    try {
      const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(pushRules.perTryMs) });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  }

  async function deliver(envelopes: readonly EventEnvelope[]): Promise<void> {
    const body = JSON.stringify({ source, events: envelopes });
    for (let tries = 0; tries < pushRules.tries && target !== ''; tries += 1) {
      const status = await post(body);
      statuses.push(status);
      if (status >= 200 && status < 300) return;
      await pause(clock, pushRules.againAfterMs);
    }
  }

  async function drain(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, pushRules.most);
      waiting = waiting.slice(batch.length);
      await deliver(batch);
    }
    isBusy = false;
  }

  return {
    aim(url) {
      target = url === '' ? '' : new URL(url).href;
    },
    push(envelope) {
      if (target === '') return;
      waiting.push(envelope);
      void drain();
    },
    statuses: () => statuses,
  };
}
