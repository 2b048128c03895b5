import type { Clock } from '#contracts/basics/clock.ts';
import { pause } from '../../../store/index.ts';

const pushRules = { tries: 5, againAfterMs: 300 } as const;

/** A push to the centre; signed anew for each try where the protocol has the time under its signature. */
export type MakePush = (url: URL) => { readonly url: URL; readonly headers: Record<string, string>; readonly body: string };

/** Pushes to the centre, as a provider does: some tries until it is answered with 2xx. */
export interface CallbackLine {
  /** @param url absent at the start when the centre is started after its providers. */
  aim(url: string): void;
  push(make: MakePush): Promise<void>;
  /** Statuses that the centre answered with; 0 = no answer. */
  statuses(): readonly number[];
}

export function openCallbackLine(clock: Clock, firstUrl: string | undefined): CallbackLine {
  let target = firstUrl;
  const statuses: number[] = [];

  async function post(make: MakePush, url: string): Promise<number> {
    try {
      const { url: full, headers, body } = make(new URL(url));
      const answer = await fetch(full, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  }

  return {
    aim(url) {
      target = new URL(url).href;
    },
    statuses: () => statuses,
    async push(make) {
      for (let tries = 0; target !== undefined && tries < pushRules.tries; tries += 1) {
        const status = await post(make, target);
        statuses.push(status);
        if (status >= 200 && status < 300) return;
        await pause(clock, pushRules.againAfterMs);
      }
    },
  };
}
