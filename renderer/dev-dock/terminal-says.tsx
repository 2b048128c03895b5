import type { TerminalReport } from '#contracts/dev-dock/state.ts';
import type { DeviceHealth, KioskView } from '#contracts/ipc/view.ts';
import { Card } from '../ui/card/card.tsx';
import { Tag, type TagKind } from '../ui/tag/tag.tsx';
import { Fact, Facts } from './controls.tsx';
import { useDock } from './dock-context.ts';
import { fill } from './texts.ts';

const levelKinds: Readonly<Record<DeviceHealth['level'], TagKind>> = { ok: 'ok', attention: 'wait', out: 'stop' };
const deviceNames: readonly (keyof KioskView['devices'])[] = ['idReader', 'camera', 'receiptPrinter', 'docPrinter'];

type RunningTerminal = Extract<TerminalReport, { state: 'running' }>;

/** What the terminal believes about itself, to be held against what was done to it. */
export function TerminalSays() {
  const { state, texts } = useDock();
  const { terminal } = state;
  const words = texts.says;
  if (terminal.state !== 'running') {
    return (
      <Card title={words.titleSays}>
        <p className="dock-note">{words.noteNothing}</p>
      </Card>
    );
  }
  return (
    <Card title={words.titleSays}>
      <Facts>
        <Fact label={words.labelScreen}>
          <ScreenWord screen={terminal.screen} overlay={terminal.overlay} />
        </Fact>
        <Fact label={words.labelNetwork}>
          <Tag kind={terminal.network === 'online' ? 'ok' : 'wait'}>{words.network[terminal.network]}</Tag>
        </Fact>
        {deviceNames.map((name) => (
          <Fact key={name} label={words.devices[name]}>
            <DeviceWord health={terminal.devices[name]} />
          </Fact>
        ))}
        <Fact label={words.labelQueued}>{fill(words.noteQueued, { n: terminal.queued })}</Fact>
      </Facts>
    </Card>
  );
}

function ScreenWord({ screen, overlay }: Pick<RunningTerminal, 'screen' | 'overlay'>) {
  const { texts } = useDock();
  const over = overlay === null ? undefined : (texts.says.overlays as Readonly<Record<string, string>>)[overlay];
  return [texts.says.screens[screen], over].filter(Boolean).join(' · ');
}

function DeviceWord({ health }: { readonly health: DeviceHealth }) {
  const { texts } = useDock();
  return (
    <>
      {health.code !== undefined && <code>{health.code}</code>}
      <Tag kind={levelKinds[health.level]}>{texts.says.levels[health.level]}</Tag>
    </>
  );
}
