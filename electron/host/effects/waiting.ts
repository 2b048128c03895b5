import { rateTimeoutMs } from '../../session/view.ts';
import { sessionDelays } from '../delays.ts';
import type { EffectContext } from './context.ts';

/** The clocks of a visit: idle, card taken away, and screens that leave by themselves. */

export function armIdle(context: EffectContext): void {
  const { timers, parts, dispatch, state } = context;
  const { warnAfterMs, endAfterMs } = parts.config.idle;
  timers.disarm('tick');
  // Elder mode gets a third more time before the machine asks.
  const patience = state().settings.textSize === 'elder' ? (warnAfterMs * 4) / 3 : warnAfterMs;
  timers.arm('idle', patience, () => {
    dispatch({ type: 'idleWarn', endsAtMs: parts.clock.now() + endAfterMs });
    if (state().overlay?.name !== 'idle') return;
    timers.arm('idle', endAfterMs, () => dispatch({ type: 'idleEnd' }));
    countDown(context);
  });
}

/** The seconds on the idle warning are told by the host, one a second. */
function countDown(context: EffectContext): void {
  context.timers.arm('tick', sessionDelays.tickMs, () => {
    if (context.state().overlay?.name !== 'idle') return;
    context.refresh();
    countDown(context);
  });
}

export function armCardGone({ timers, dispatch }: EffectContext): void {
  timers.arm('cardGone', sessionDelays.cardGoneMs, () => dispatch({ type: 'cardGoneEnd' }));
}

const screenMs = { rate: rateTimeoutMs, ended: sessionDelays.endedMs, identify: sessionDelays.identifyMs } as const;

export function armScreen({ timers, dispatch }: EffectContext, screen: keyof typeof screenMs): void {
  if (screen === 'rate') timers.disarm('idle');
  timers.arm('screen', screenMs[screen], () => dispatch({ type: 'screenTimeout' }));
}
