import { useState } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import type { DockPerson } from '#contracts/dev-dock/state.ts';
import { Button } from '../ui/button/button.tsx';
import { Card } from '../ui/card/card.tsx';
import { Icon } from '../ui/icon/icon.tsx';
import { useDock } from './dock-context.ts';
import { IdCardPicture } from './id-card.tsx';
import './people.css';
import { Picture } from './picture.tsx';

/** The persons who may come, their cards, and what they do with card and face. */
export function People() {
  const { state, texts, send } = useDock();
  const [picked, setPicked] = useState(state.people[0]?.key ?? '');
  const person = state.people.find(({ key }) => key === picked);
  return (
    <Card title={texts.people.titlePeople}>
      <div className="dock-people">
        <RadioGroup className="dock-crowd" value={picked} onChange={setPicked}>
          <Label className="ui-hidden">{texts.people.labelPick}</Label>
          {state.people.map((one) => (
            <PersonOption key={one.key} person={one} />
          ))}
        </RadioGroup>
        {person && (
          <div className="dock-person">
            <IdCardPicture person={person} />
            <p className="dock-person-says">{saysOf(person, texts.people.says)}</p>
          </div>
        )}
        {person && (
          <div className="dock-person-actions">
            <Button kind="primary" icon="card" onPress={() => send({ do: 'present', person: person.key })}>
              {texts.people.buttonPresent}
            </Button>
            <Button kind="plain" onPress={() => send({ do: 'insertCard', person: person.key })}>
              {texts.people.buttonInsert}
            </Button>
            <Button kind="plain" onPress={() => send({ do: 'camera', show: person.face })}>
              {texts.people.buttonFace}
            </Button>
            <Button
              kind="plain"
              onPress={() => {
                send({ do: 'removeCard' });
                send({ do: 'camera', show: 'no-face' });
              }}
            >
              {texts.people.buttonLeave}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

function PersonOption({ person }: { readonly person: DockPerson }) {
  const { state, texts } = useDock();
  const isCardHere = state.card.kind === 'one' && state.card.person === person.key;
  return (
    <Radio className="dock-one" value={person.key}>
      <span className="dock-one-photo">
        <Picture src={`./photo/${person.face}.png`} alt="" />
      </span>
      <span className="dock-one-words">
        <b>{nameOf(person)}</b>
        <small>{texts.people.layoutShort[person.layout]}</small>
      </span>
      {isCardHere && <Icon name="card" label={texts.people.noteCardHere} />}
    </Radio>
  );
}

export function nameOf({ fields, key }: DockPerson): string {
  return fields.name || fields.englishName || key;
}

/** The dock's own words for the persons it knows, else the file's. */
function saysOf(person: DockPerson, words: Readonly<Record<string, string>>): string {
  return words[person.key] ?? person.says;
}
