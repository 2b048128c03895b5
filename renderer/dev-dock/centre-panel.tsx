import { departmentModes } from '#contracts/dev-dock/actions.ts';
import { Button } from '../ui/button/button.tsx';
import { Card } from '../ui/card/card.tsx';
import { Tag } from '../ui/tag/tag.tsx';
import { List } from './controls.tsx';
import { useDock } from './dock-context.ts';

const troubles = departmentModes.filter((mode) => mode !== 'none');

/** The centre's process and the department behind it, where they were started from here. */
export function CentrePanel() {
  const { state, texts, send } = useDock();
  const { isOurs, isRunning, department } = state.centre;
  const words = texts.centre;
  if (!isOurs) {
    return (
      <Card title={words.titleCentre} aside={<Tag kind="plain">{words.stateElsewhere}</Tag>}>
        <p className="dock-note">{words.noteElsewhere}</p>
      </Card>
    );
  }
  return (
    <Card
      title={words.titleCentre}
      aside={<Tag kind={isRunning ? 'ok' : 'stop'}>{isRunning ? words.stateRunning : words.stateKilled}</Tag>}
    >
      <div className="dock-stack">
        <div className="dock-buttons">
          <Button kind="plain" onPress={() => send({ do: isRunning ? 'killCentre' : 'startCentre' })}>
            {isRunning ? words.buttonKill : words.buttonStart}
          </Button>
        </div>
        <List
          label={words.labelDepartment}
          emptyLabel={words.departments.none}
          groups={[{ label: words.labelDepartment, values: troubles }]}
          labels={words.departments}
          value={department === 'none' ? '' : department}
          onChange={(mode) => send({ do: 'department', mode: mode === '' ? 'none' : mode })}
        />
      </div>
    </Card>
  );
}
