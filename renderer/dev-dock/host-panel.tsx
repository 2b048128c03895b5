import { Button } from '../ui/button/button.tsx';
import { Card } from '../ui/card/card.tsx';
import { Fact, Facts } from './controls.tsx';
import { useDock } from './dock-context.ts';
import { fill } from './texts.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The terminal's host process, which can be killed, and its wall clock, which can be wrong. */
export function HostPanel() {
  const { state, texts, send } = useDock();
  const { clockOffsetMs } = state;
  const words = texts.host;
  const ahead = { days: Math.floor(clockOffsetMs / dayMs), hours: Math.floor((clockOffsetMs % dayMs) / hourMs) };
  const turnOn = (byMs: number): void => send({ do: 'clock', offsetMs: clockOffsetMs + byMs });
  return (
    <Card title={words.titleHost}>
      <div className="dock-stack">
        <Facts>
          <Fact label={words.labelClock}>{clockOffsetMs === 0 ? words.clockOwn : fill(words.clockAhead, ahead)}</Fact>
        </Facts>
        <div className="dock-buttons">
          <Button kind="plain" onPress={() => turnOn(hourMs)}>
            {words.buttonHour}
          </Button>
          <Button kind="plain" onPress={() => turnOn(dayMs)}>
            {words.buttonDay}
          </Button>
          <Button kind="plain" isDisabled={clockOffsetMs === 0} onPress={() => send({ do: 'clock', offsetMs: 0 })}>
            {words.buttonReset}
          </Button>
        </div>
        <div className="dock-buttons">
          <Button kind="plain" spoken={words.noteKill} onPress={() => send({ do: 'killHost' })}>
            {words.buttonKill}
          </Button>
        </div>
        <p className="dock-note">{words.noteKill}</p>
      </div>
    </Card>
  );
}
