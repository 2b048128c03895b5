import { useId, type ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';

interface OptionsProps<T extends string> {
  readonly label: string;
  /** The label is only spoken, where what stands around says it to the eye. */
  readonly isLabelHidden?: boolean;
  readonly values: readonly T[];
  readonly labels: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few, in a row. */
export function Options<T extends string>({ label, isLabelHidden = false, values, labels, value, onChange }: OptionsProps<T>) {
  return (
    <RadioGroup className="dock-options" value={value} onChange={(chosen) => onChange(chosen as T)} orientation="horizontal">
      <Label className={isLabelHidden ? 'ui-hidden' : 'dock-label'}>{label}</Label>
      <div className="dock-options-row">
        {values.map((one) => (
          <Radio key={one} className="dock-option" value={one}>
            {labels[one]}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

export interface ListGroup<T extends string> {
  readonly label: string;
  readonly values: readonly T[];
}

interface ListProps<T extends string> {
  readonly label: string;
  /** The first entry, which stands for the empty value. */
  readonly emptyLabel: string;
  readonly groups: readonly ListGroup<T>[];
  readonly labels: Readonly<Record<T, string>>;
  /** Empty = none. */
  readonly value: T | '';
  readonly onChange: (value: T | '') => void;
}

/** One of many, in groups. */
export function List<T extends string>({ label, emptyLabel, groups, labels, value, onChange }: ListProps<T>) {
  const id = useId();
  return (
    <div className="dock-list">
      <label className="dock-label" htmlFor={id}>
        {label}
      </label>
      <select className="dock-select" id={id} value={value} onChange={({ target }) => onChange(target.value as T | '')}>
        <option value="">{emptyLabel}</option>
        {groups.map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.values.map((one) => (
              <option key={one} value={one}>
                {labels[one]}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

/** What is so at the moment, as label and value. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="dock-facts">{children}</dl>;
}

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="dock-fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
