import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import type { DockState } from '#contracts/dev-dock/state.ts';
import { Card } from '../ui/card/card.tsx';
import './before-camera.css';
import { useDock } from './dock-context.ts';
import { nameOf } from './people.tsx';
import { Picture } from './picture.tsx';

/** Who or what stands before the camera: faces of the people, nobody, or an attack. */
export function BeforeCamera() {
  const { state, texts, send } = useDock();
  const { showing, choices } = state.camera;
  return (
    <Card title={texts.camera.titleCamera} aside={<small className="dock-aside">{texts.camera.noteNextStart}</small>}>
      <RadioGroup
        className="dock-stills"
        value={showing}
        onChange={(show) => send({ do: 'camera', show })}
        orientation="horizontal"
      >
        <Label className="ui-hidden">{texts.camera.labelChoose}</Label>
        {choices.map((name) => (
          <Radio key={name} className="dock-still" value={name}>
            <span className="dock-still-picture">
              <Picture src={`./still/${name}.jpg`} alt="" />
            </span>
            <span className="dock-still-name">{wordFor(name, state, texts.camera)}</span>
          </Radio>
        ))}
      </RadioGroup>
    </Card>
  );
}

/** An attack's own word, else the names of the people who have this face. */
function wordFor(name: string, { people }: DockState, words: Readonly<Record<string, string>>): string {
  const names = people.filter(({ face }) => face === name).map(nameOf);
  return names.length > 0 ? names.join('、') : (words[name] ?? name);
}
