import type { FormField } from '#contracts/domain/form.ts';
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
    const fitsInOneRow = field.options.length <= 3 && view.settings.textSize === 'standard';
    return (
      <Choice
        label={label}
        options={field.options.map((option) => ({
          value: option.value,
          label: option.label[language],
          note: option.note?.[language],
        }))}
        value={value === '' ? undefined : value}
        columns={fitsInOneRow ? 3 : 1}
        problem={problem}
        onChange={(chosen) => {
          onActivate(); // the keyboard of another field goes away
          onChange(chosen);
        }}
      />
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
