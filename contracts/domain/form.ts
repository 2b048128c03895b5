import { z } from 'zod';
import { localizedText } from './localized.ts';

const fieldBase = {
  name: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  label: localizedText,
  hint: localizedText.optional(),
  required: z.boolean(),
  /** Asked only while another field of the form has this value; required, if it is, only then. */
  when: z.strictObject({ field: z.string().max(40), is: z.string().min(1).max(40) }).optional(),
  /** Where a value comes from before the person types: the card, the centre's record, or nowhere. */
  prefill: z.enum(['card.name', 'card.address', 'card.number', 'card.birth', 'centre.phone', 'none']),
};

/** One field of a form. What each type accepts is in `fieldProblem`. */
export const formField = z.discriminatedUnion('type', [
  z.strictObject({ ...fieldBase, type: z.literal('text'), minLength: z.int().min(0), maxLength: z.int().min(1).max(200) }),
  z.strictObject({ ...fieldBase, type: z.literal('phone') }),
  z.strictObject({ ...fieldBase, type: z.literal('digits'), minLength: z.int().min(1), maxLength: z.int().min(1).max(40) }),
  z.strictObject({
    ...fieldBase,
    type: z.literal('choice'),
    options: z
      .array(z.strictObject({ value: z.string().min(1).max(40), label: localizedText, note: localizedText.optional() }))
      .min(2)
      .max(12),
  }),
]);
export type FormField = z.infer<typeof formField>;

export const formSchema = z.strictObject({ version: z.int().min(1), fields: z.array(formField).min(1).max(40) });
export type FormSchema = z.infer<typeof formSchema>;

export type FormValues = Readonly<Record<string, string>>;

/** Why a value is refused; the texts are `form.error.<problem>`. */
export type FieldProblem = 'required' | 'tooShort' | 'tooLong' | 'notPhone' | 'notDigits' | 'notAnOption' | 'badCharacter';

// oxlint-disable-next-line no-control-regex -- exactly the characters that no field may hold
const controlCharacters = /[\u0000-\u001f\u007f]/;

/** Undefined when the value is good. Lengths count characters, so that a rare character is one. */
export function fieldProblem(field: FormField, value: string | undefined): FieldProblem | undefined {
  const text = (value ?? '').trim();
  if (text === '') return field.required ? 'required' : undefined;
  if (controlCharacters.test(text)) return 'badCharacter';
  const length = Array.from(text).length;
  switch (field.type) {
    case 'phone':
      return /^1[3-9]\d{9}$/.test(text) ? undefined : 'notPhone';
    case 'digits':
      if (!/^\d+$/.test(text)) return 'notDigits';
      return lengthProblem(length, field.minLength, field.maxLength);
    case 'text':
      return lengthProblem(length, field.minLength, field.maxLength);
    case 'choice':
      return field.options.some((option) => option.value === text) ? undefined : 'notAnOption';
  }
}

function lengthProblem(length: number, min: number, max: number): FieldProblem | undefined {
  if (length < min) return 'tooShort';
  return length > max ? 'tooLong' : undefined;
}

/** Whether a field is asked at all, as the form is filled in. */
export function isAsked({ when }: FormField, values: FormValues): boolean {
  return when === undefined || values[when.field] === when.is;
}

/** Without what was typed into fields that are not asked any more. */
export function askedValues(schema: FormSchema, values: FormValues): FormValues {
  const asked = new Set(schema.fields.filter((field) => isAsked(field, values)).map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => asked.has(name)));
}

export function formProblems(schema: FormSchema, values: FormValues): Readonly<Record<string, FieldProblem>> {
  const problems: Record<string, FieldProblem> = {};
  for (const field of schema.fields.filter((one) => isAsked(one, values))) {
    const problem = fieldProblem(field, values[field.name]);
    if (problem) problems[field.name] = problem;
  }
  return problems;
}
