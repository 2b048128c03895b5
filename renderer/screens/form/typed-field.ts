import type { FormField } from '#contracts/domain/form.ts';
import type { ScreenOf } from '#contracts/ipc/view.ts';
import type { FieldKind } from '../../ui/field/field.tsx';
import type { KeyboardLayout } from '../../ui/keyboard/keyboard.tsx';

export type TypedField = Exclude<FormField, { type: 'choice' }>;

export function isTyped(field: FormField): field is TypedField {
  return field.type !== 'choice';
}

export function typedFields(screen: ScreenOf<'form'>): readonly TypedField[] {
  return screen.fields.map(({ field }) => field).filter(isTyped);
}

/** The next field of the page that still wants a value; undefined when none does. */
export function followingOf(screen: ScreenOf<'form'>, valueOf: (name: string) => string): FormField | undefined {
  return screen.fields.map(({ field }) => field).find((field) => field.required && valueOf(field.name) === '');
}

const looks: Readonly<Record<TypedField['type'], { readonly kind: FieldKind; readonly layout: KeyboardLayout }>> = {
  text: { kind: 'letters', layout: 'letters' },
  phone: { kind: 'digits', layout: 'phone' },
  digits: { kind: 'digits', layout: 'digits' },
};

/** How a typed field is drawn, which keyboard docks for it, and how many characters it takes. */
export function lookOf(field: TypedField): {
  readonly kind: FieldKind;
  readonly layout: KeyboardLayout;
  readonly maxLength: number;
} {
  return { ...looks[field.type], maxLength: field.type === 'phone' ? 11 : field.maxLength };
}
