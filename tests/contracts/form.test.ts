import { describe, expect, it, test } from 'vitest';
import { askedValues, fieldProblem, formProblems } from '#contracts/domain/form.ts';
import type { FormField, FormSchema } from '#contracts/domain/form.ts';

const label = { 'zh-CN': '项', en: 'Field' };
const base = { label, required: true, prefill: 'none' } as const;
const phone: FormField = { ...base, name: 'phone', type: 'phone' };
const account: FormField = { ...base, name: 'account', type: 'digits', required: false, minLength: 16, maxLength: 19 };
const note: FormField = { ...base, name: 'note', type: 'text', minLength: 2, maxLength: 4 };
const tier: FormField = {
  ...base,
  name: 'tier',
  type: 'choice',
  options: [
    { value: '60', label },
    { value: '80', label },
  ],
};

test.each([
  [phone, '13912346027', undefined],
  [phone, ' 13912346027 ', undefined],
  [phone, '12912346027', 'notPhone'],
  [phone, '1391234602', 'notPhone'],
  [phone, '', 'required'],
  [account, '', undefined],
  [account, '6222 0202', 'notDigits'],
  [account, '622202020011223', 'tooShort'],
  [account, '62220202001122334455', 'tooLong'],
  [note, '𬀩㛃䶮好', undefined],
  [note, '好', 'tooShort'],
  [note, '好好好好好', 'tooLong'],
  [note, '好\u0007好', 'badCharacter'],
  [tier, '60', undefined],
  [tier, '100', 'notAnOption'],
])('%o with "%s"', (field, value, problem) => expect(fieldProblem(field, value)).toBe(problem));

test('a whole form names each field that is not good', () => {
  expect(formProblems({ version: 1, fields: [phone, tier] }, { phone: '1' })).toEqual({ phone: 'notPhone', tier: 'required' });
});

describe('a field that is asked only with a certain answer', () => {
  const schema: FormSchema = {
    version: 1,
    fields: [
      {
        ...base,
        name: 'payment',
        type: 'choice',
        options: [
          { value: 'self', label },
          { value: 'bank', label },
        ],
      },
      { ...base, name: 'account', type: 'digits', minLength: 16, maxLength: 19, when: { field: 'payment', is: 'bank' } },
    ],
  };

  it('is required with that answer, and not missed with another', () => {
    expect(formProblems(schema, { payment: 'bank' })).toEqual({ account: 'required' });
    expect(formProblems(schema, { payment: 'self' })).toEqual({});
  });

  it('leaves nothing of itself behind when the answer is changed', () => {
    expect(askedValues(schema, { payment: 'self', account: '6222020200112233' })).toEqual({ payment: 'self' });
    expect(askedValues(schema, { payment: 'bank', account: '6222020200112233' })).toHaveProperty('account');
  });
});
