import type { FormField } from '#contracts/domain/form.ts';
import type { ViewSettings } from '#contracts/ipc/view.ts';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Choice } from '../../ui/choice/choice.tsx';
import { Field } from '../../ui/field/field.tsx';
import { useKiosk } from '../parts/kiosk-context.ts';
import { isTyped, lookOf } from './typed-field.ts';

export interface FieldOfProps {
  readonly field: FormField;
  readonly value: string;
  readonly problem: string | undefined;
  readonly isActive: boolean;
  readonly onChange: (value: string) => void;
  readonly onActivate: () => void;
}

/** One field of a form, drawn by its type. */
export function FieldOf({ field, value, problem, isActive, onChange, onActivate }: FieldOfProps) {
  const t = useTexts();
  const language = useLanguage();
  const { view } = useKiosk();
  const label = field.required ? field.label[language] : t('form:labelOptional', { label: field.label[language] });
  if (!isTyped(field)) {
    return (
      <div className="choice">
        <Choice
          label={label}
          options={field.options.map((option) => ({
            value: option.value,
            label: option.label[language],
            note: option.note?.[language],
          }))}
          value={value === '' ? undefined : value}
          columns={columnsFor(
            field.options.map((option) => option.label[language]),
            view.settings.textSize,
          )}
          problem={problem}
          onChange={(chosen) => {
            onActivate(); // the keyboard of another field goes away
            onChange(chosen);
          }}
        />
        {field.hint && <p className="note">{field.hint[language]}</p>}
      </div>
    );
  }
  const { kind, maxLength } = lookOf(field);
  return (
    <Field
      label={label}
      hint={field.hint?.[language]}
      kind={kind}
      value={value}
      maxLength={maxLength}
      placeholder={kind === 'digits' ? t('form:placeholderDigits') : t('form:placeholderText')}
      problem={problem}
      isActive={isActive}
      onActivate={onActivate}
      onChange={onChange}
    />
  );
}

/** As many beside each other as their words leave room for; a Chinese character is as wide as two letters. */
function columnsFor(labels: readonly string[], textSize: ViewSettings['textSize']): 1 | 2 | 3 {
  const widest = Math.max(
    ...labels.map((label) => Array.from(label).reduce((sum, letter) => sum + (letter > '\u2e80' ? 2 : 1), 0)),
  );
  if (textSize === 'elder') return 1;
  if (labels.length === 3 && widest <= 12) return 3;
  return widest <= 24 && labels.length % 2 === 0 ? 2 : 1;
}
