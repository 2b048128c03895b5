import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Field } from '../../ui/field/field.tsx';
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

const codeLength = 6;

/** S3, the phone on record: six digits. */
export function SmsScreen({ screen }: ScreenProps<'sms'>) {
  const t = useTexts();
  switch (screen.state) {
    case 'sending':
      return (
        <ScreenFrame title={t('sms.titleSending')} lead={t('sms.leadSending')} primary={<OtherWay />} isSparse>
          <Busy label={t('sms.labelSending')} />
        </ScreenFrame>
      );
    case 'checking':
      return (
        <ScreenFrame title={t('sms.titleChecking')} isSparse>
          <Busy label={t('sms.labelChecking')} />
        </ScreenFrame>
      );
    case 'failed':
      return <Failed screen={screen} />;
    case 'entering':
      // Keyed by what is left, so that a wrong code is taken out of the field.
      return <Entering key={screen.triesLeft} screen={screen} />;
  }
}

function Entering({ screen }: ScreenProps<'sms'>) {
  const t = useTexts();
  const { intend } = useKiosk();
  const entry = useDigitEntry(codeLength);
  const isComplete = entry.value.length === codeLength;
  useEnterKey(() => isComplete && intend({ type: 'smsCode', code: entry.value }));
  const problem = screen.code && t(`errors:${screen.code}.what`);
  return (
    <ScreenFrame
      title={t('sms.titleEntering')}
      lead={screen.phoneMasked && t('sms.leadSent', { phone: screen.phoneMasked })}
      primary={
        <NextButton intent={{ type: 'smsCode', code: entry.value }} isDisabled={!isComplete}>
          {t('sms.buttonConfirm')}
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
      <Field
        label={t('sms.labelCode')}
        kind="code"
        value={entry.value}
        maxLength={codeLength}
        isActive
        onActivate={nothingElseToActivate}
        onChange={entry.set}
        problem={problem}
      />
      <TriesLeft count={screen.triesLeft} label={t('sms.labelTries', { count: screen.triesLeft })} />
      <Ways />
    </ScreenFrame>
  );
}

function Failed({ screen }: ScreenProps<'sms'>) {
  const t = useTexts();
  return (
    <ScreenFrame
      title={t('sms.titleFailed')}
      primary={<NextButton intent={{ type: 'otherWay' }}>{t('common:bar.buttonOtherWay')}</NextButton>}
    >
      <FaultCard code={screen.code ?? 'SMS-004'} />
      <Resend />
    </ScreenFrame>
  );
}

function Ways() {
  const t = useTexts();
  const { intend } = useKiosk();
  return (
    <div className="pair">
      <Resend />
      <Button kind="quiet" onPress={() => intend({ type: 'otherWay' })}>
        {t('common:bar.buttonOtherWay')}
      </Button>
    </div>
  );
}

function Resend() {
  const t = useTexts();
  const { intend } = useKiosk();
  return (
    <Button kind="quiet" icon="refresh" onPress={() => intend({ type: 'smsResend' })}>
      {t('sms.buttonResend')}
    </Button>
  );
}

function OtherWay() {
  const t = useTexts();
  return (
    <NextButton kind="quiet" intent={{ type: 'otherWay' }}>
      {t('common:bar.buttonOtherWay')}
    </NextButton>
  );
}

/** The only field of its screen is always the active one. */
function nothingElseToActivate(): void {}
