import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import '../base.ts';
import { Icon } from '../icon/icon.tsx';
import './choice.css';

interface ChoiceOption {
  readonly value: string;
  readonly label: string;
  readonly note?: string | undefined;
}

export interface ChoiceProps {
  readonly label: string;
  readonly options: readonly ChoiceOption[];
  /** Nothing is chosen before the person chooses. */
  readonly value?: string | undefined;
  readonly onChange: (value: string) => void;
  readonly problem?: string | undefined;
  /** On the portrait panel; fewer where the words would not fit. */
  readonly columns?: 1 | 2 | 3 | undefined;
}

/** One of a few, all of them seen at once. */
export function Choice({ label, options, value, onChange, problem, columns = 1 }: ChoiceProps) {
  return (
    <RadioGroup className="ui-choice" value={value ?? null} onChange={onChange} isInvalid={problem !== undefined}>
      <Label className="ui-choice-label">{label}</Label>
      <div className={`ui-choice-options ui-choice-columns-${columns}`}>
        {options.map((option) => (
          <Radio className="ui-choice-option" key={option.value} value={option.value}>
            <span className="ui-choice-mark">
              <Icon name="check" />
            </span>
            <span className="ui-choice-words">
              <span className="ui-choice-name">{option.label}</span>
              {option.note !== undefined && <span className="ui-choice-note">{option.note}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <FieldError className="ui-choice-problem">
        <Icon name="warning" />
        {problem}
      </FieldError>
    </RadioGroup>
  );
}
