import { readerCardFaults, readerLineFaults, readerStatusFaults, samChoices } from '#contracts/dev-dock/actions.ts';
import { Button } from '../ui/button/button.tsx';
import { Card } from '../ui/card/card.tsx';
import { Tag } from '../ui/tag/tag.tsx';
import { Fact, Facts, List, Options } from './controls.tsx';
import { useDock } from './dock-context.ts';
import { nameOf } from './people.tsx';

/** The simulated reader of ID cards: what lies on it, its cable, its faults, its security module. */
export function ReaderPanel() {
  const { state, texts, send } = useDock();
  const { plugged, fault, sam } = state.reader;
  const words = texts.reader;
  const groups = [
    { label: words.groupLine, values: readerLineFaults },
    { label: words.groupCard, values: readerCardFaults },
    { label: words.groupStatus, values: readerStatusFaults },
  ];
  return (
    <Card title={words.titleReader} aside={<ReaderTag />}>
      <div className="dock-stack">
        <Facts>
          <Fact label={words.labelCard}>
            <CardWord />
          </Fact>
        </Facts>
        <div className="dock-buttons">
          <Button kind="plain" onPress={() => send({ do: 'removeCard' })}>
            {words.buttonRemove}
          </Button>
          <Button kind="plain" onPress={() => send({ do: 'twoCards' })}>
            {words.buttonTwoCards}
          </Button>
          <Button kind="plain" onPress={() => send({ do: 'cable', device: 'reader', plugged: !plugged })}>
            {plugged ? words.buttonUnplug : words.buttonPlug}
          </Button>
        </div>
        <List
          label={words.labelFault}
          emptyLabel={words.optionNone}
          groups={groups}
          labels={words.faults}
          value={fault ?? ''}
          onChange={(chosen) => send({ do: 'readerFault', fault: chosen === '' ? null : chosen })}
        />
        <Options
          label={words.labelSam}
          values={samChoices}
          labels={words.sam}
          value={sam}
          onChange={(chosen) => send({ do: 'swapReader', sam: chosen })}
        />
      </div>
    </Card>
  );
}

function ReaderTag() {
  const { state, texts } = useDock();
  const { plugged, fault, sam } = state.reader;
  if (!plugged) return <Tag kind="stop">{texts.reader.stateUnplugged}</Tag>;
  if (fault !== null || sam !== 'own') return <Tag kind="wait">{texts.reader.stateFault}</Tag>;
  return <Tag kind="ok">{texts.reader.stateFine}</Tag>;
}

function CardWord() {
  const { state, texts } = useDock();
  const { card, people } = state;
  if (card.kind === 'none') return texts.reader.cardNone;
  if (card.kind === 'two') return texts.reader.cardTwo;
  const person = people.find(({ key }) => key === card.person);
  return person ? nameOf(person) : texts.reader.cardOne;
}
