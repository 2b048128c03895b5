import { lineModes } from '#contracts/dev-dock/actions.ts';
import { Card } from '../ui/card/card.tsx';
import { Tag } from '../ui/tag/tag.tsx';
import { Options } from './controls.tsx';
import { useDock } from './dock-context.ts';

/** The line between the terminal and the centre. */
export function LinePanel() {
  const { state, texts, send } = useDock();
  const { modes, notes, titleLine, labelMode } = texts.line;
  return (
    <Card title={titleLine} aside={<Tag kind={state.line === 'ok' ? 'ok' : 'wait'}>{modes[state.line]}</Tag>}>
      <div className="dock-stack">
        <Options
          label={labelMode}
          isLabelHidden
          values={lineModes}
          labels={modes}
          value={state.line}
          onChange={(mode) => send({ do: 'line', mode })}
        />
        <p className="dock-note">{notes[state.line]}</p>
      </div>
    </Card>
  );
}
