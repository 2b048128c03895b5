import { useState } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Keyboard } from '../../ui/keyboard/keyboard.tsx';
import { useEnterKey } from '../parts/enter-key.ts';
import { keyboardLabels } from '../parts/keyboard-labels.ts';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { useIsTight } from '../parts/room.ts';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { FieldOf } from './field-of.tsx';
import { useFieldValues } from './field-values.ts';
import { Known, KnownInFull } from './known.tsx';
import { followingOf, isTyped, lookOf, typedFields } from './typed-field.ts';

/** S8: only what is missing is asked; what is known is shown as done, with its source. */
export function FormScreen({ screen }: ScreenProps<'form'>) {
  return <FormPage key={screen.page} screen={screen} />;
}

function FormPage({ screen }: ScreenProps<'form'>) {
  const t = useTexts();
  const { intend } = useKiosk();
  const values = useFieldValues(Object.fromEntries(screen.fields.map(({ field, value }) => [field.name, value])), intend);
  const [activeName, setActive] = useActiveField(screen);
  const [showsKnown, setShowsKnown] = useState(false);
  const active = typedFields(screen).find((field) => field.name === activeName);
  // Where room is short, the field that is typed into has the page to itself, and the next step leads to the next field.
  const isTight = useIsTight() || screen.fields.length > 2;
  const alone = isTight ? active : undefined;
  const missing = screen.fields.filter(({ field }) => values.valueOf(field.name) === '').length;
  const following = alone && followingOf(screen, values.valueOf);

  const goOn = (): void => {
    values.flush();
    if (following) setActive(following.name);
    else intend({ type: 'next' });
  };
  useEnterKey(goOn);

  if (showsKnown) return <KnownInFull known={screen.known} onClose={() => setShowsKnown(false)} />;
  return (
    <ScreenFrame
      title={missing > 0 ? t('form:titleFields', { count: missing }) : t('form:titleNothing')}
      docked={
        active && (
          <Keyboard
            layout={lookOf(active).layout}
            labels={keyboardLabels(t)}
            onInsert={(text) => values.insert(active.name, text, lookOf(active).maxLength)}
            onDelete={() => values.remove(active.name)}
            onClear={() => values.set(active.name, '')}
            onDone={() => setActive(following?.name)}
          />
        )
      }
      primary={
        following ? (
          <Button kind="primary" onPress={goOn}>
            {t('form:buttonNextField')}
          </Button>
        ) : (
          <NextButton intent={{ type: 'next' }} before={values.flush}>
            {t('common:bar.buttonNext')}
          </NextButton>
        )
      }
    >
      {!alone && <Known known={screen.known} onOpen={() => setShowsKnown(true)} />}
      {screen.fields.map(
        ({ field, problem }) =>
          (!alone || alone === field) && (
            <FieldOf
              key={field.name}
              field={field}
              problem={problem && t(`form:error.${problem}`)}
              value={values.valueOf(field.name)}
              onChange={(value) => values.set(field.name, value)}
              isActive={field === active}
              onActivate={() => setActive(field.name)}
            />
          ),
      )}
    </ScreenFrame>
  );
}

/** A page that begins with typing has its keyboard ready; a field that the host refused opens by itself. */
function useActiveField(screen: ScreenProps<'form'>['screen']): [string | undefined, (name: string | undefined) => void] {
  const [name, setName] = useState(() => {
    const [first] = screen.fields;
    return first && isTyped(first.field) && first.value === '' ? first.field.name : undefined;
  });
  const refused = screen.fields.find(({ problem }) => problem !== undefined)?.field.name;
  const [seenRefused, setSeenRefused] = useState(refused);
  if (refused !== seenRefused) {
    setSeenRefused(refused);
    if (refused !== undefined) setName(refused);
  }
  return [name, setName];
}
