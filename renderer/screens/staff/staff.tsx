import { useTexts } from '../../strings/use-texts.ts';
import { Card } from '../../ui/card/card.tsx';
import { Field } from '../../ui/field/field.tsx';
import { Icon } from '../../ui/icon/icon.tsx';
import { Keyboard } from '../../ui/keyboard/keyboard.tsx';
import { Busy } from '../parts/busy.tsx';
import { useDigitEntry } from '../parts/digit-entry.ts';
import { useEnterKey } from '../parts/enter-key.ts';
import { FaultCard } from '../parts/fault-summary.tsx';
import { keyboardLabels } from '../parts/keyboard-labels.ts';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { TriesLeft } from '../parts/tries-left.tsx';

const pinLength = { min: 4, max: 12 };
const duties = ['staff.dutyCard', 'staff.dutyFace', 'staff.dutyWill'] as const;

/** S3, a person decides: a member of staff looks at card and holder and enters the staff PIN. */
export function StaffScreen({ screen }: ScreenProps<'staff'>) {
  const t = useTexts();
  switch (screen.state) {
    case 'entering':
      return <Entering key={screen.triesLeft} screen={screen} />;
    case 'checking':
      return (
        <ScreenFrame title={t('staff.titleChecking')} isSparse>
          <Busy label={t('staff.labelChecking')} />
        </ScreenFrame>
      );
    case 'locked':
      return (
        <ScreenFrame
          title={t('staff.titleLocked')}
          primary={<NextButton intent={{ type: 'otherWay' }}>{t('common:bar.buttonOtherWay')}</NextButton>}
        >
          <FaultCard code={screen.code ?? 'STF-002'} />
        </ScreenFrame>
      );
  }
}

function Entering({ screen }: ScreenProps<'staff'>) {
  const t = useTexts();
  const { intend } = useKiosk();
  const entry = useDigitEntry(pinLength.max);
  const isComplete = entry.value.length >= pinLength.min;
  useEnterKey(() => isComplete && intend({ type: 'staffPin', pin: entry.value }));
  return (
    <ScreenFrame
      title={t('staff.title')}
      lead={t('staff.lead')}
      primary={
        <NextButton intent={{ type: 'staffPin', pin: entry.value }} isDisabled={!isComplete}>
          {t('staff.buttonConfirm')}
        </NextButton>
      }
      docked={
        <Keyboard
          layout="digits"
          labels={keyboardLabels(t)}
          onInsert={entry.insert}
          onDelete={entry.remove}
          onClear={entry.clear}
        />
      }
    >
      <Card title={t('staff.titleDuty')}>
        <ul className="checks">
          {duties.map((duty) => (
            <li key={duty}>
              <Icon name="check" />
              <span>{t(duty)}</span>
            </li>
          ))}
        </ul>
      </Card>
      <Field
        label={t('staff.labelPin')}
        hint={t('staff.hintPin')}
        kind="secret"
        value={entry.value}
        maxLength={pinLength.max}
        isActive
        onActivate={nothingElseToActivate}
        onChange={(text) => entry.set(text.replaceAll(/\D/g, ''))}
        problem={screen.code && t(`errors:${screen.code}.what`)}
      />
      <TriesLeft count={screen.triesLeft} label={t('staff.labelTries', { count: screen.triesLeft })} />
    </ScreenFrame>
  );
}

/** The only field of its screen is always the active one. */
function nothingElseToActivate(): void {}
