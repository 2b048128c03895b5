import { ToggleButton } from 'react-aria-components/ToggleButton';
import { useTexts } from '../../strings/use-texts.ts';
import { Icon } from '../../ui/icon/icon.tsx';

const reasons = {
  slow: 'rate.reasonSlow',
  unclear: 'rate.reasonUnclear',
  steps: 'rate.reasonSteps',
  device: 'rate.reasonDevice',
  failed: 'rate.reasonFailed',
  help: 'rate.reasonHelp',
} as const;

export interface ReasonsProps {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** What was not good: as many as apply, or none. */
export function Reasons({ chosen, onChange }: ReasonsProps) {
  const t = useTexts();
  return (
    <fieldset className="reasons-group">
      <legend>{t('rate.titleReasons')}</legend>
      <div className="reasons">
        {Object.entries(reasons).map(([reason, label]) => (
          <ToggleButton
            key={reason}
            className="reason"
            isSelected={chosen.includes(reason)}
            onChange={(isChosen) => onChange(isChosen ? [...chosen, reason] : chosen.filter((other) => other !== reason))}
          >
            <Icon name="check" />
            <span>{t(label)}</span>
          </ToggleButton>
        ))}
      </div>
    </fieldset>
  );
}
