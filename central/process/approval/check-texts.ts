import type { ApprovalItem } from '#contracts/approval/item.ts';
import { textParams } from '#contracts/approval/item.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import { languages } from '#contracts/domain/localized.ts';
import { fillIn, placeholdersOf } from '#contracts/domain/placeholders.ts';
import type { ItemProblem } from './problems.ts';
import { problem, quoted } from './problems.ts';

/**
 * Characters of one message with its placeholders filled in: four parts. A provider joins parts of 67 characters as soon as one of them is
 * not GSM 7-bit (3GPP TS 23.040 §9.2.3.24.1), and every party has a Chinese name.
 */
export const longestSms = 4 * 67;

/** What a placeholder is taken to be as long as. */
const usualLength: Readonly<Record<(typeof textParams)[number], number>> = {
  party: 24,
  item: 30,
  before: 24,
  after: 24,
  certificate: 20,
  due: 10,
  validTo: 10,
  source: 12,
  case: 20,
};

/** Messages name what they may name, are short enough, and lead nowhere; the ones that every case needs are there. */
export function checkTexts(item: Pick<ApprovalItem, 'templates' | 'reasons'>): ItemProblem[] {
  return [...templateProblems(item.templates), ...reasonProblems(item.reasons)];
}

const needed = ['proposal', 'done'] as const;

function templateProblems(templates: ApprovalItem['templates']): ItemProblem[] {
  const found: ItemProblem[] = [];
  const codes = templates.map(({ code }) => code);
  for (const code of needed)
    if (!codes.includes(code))
      found.push(problem('template_missing', 'item.json#/templates', `There is no text ${quoted(code)}.`));
  for (const [index, template] of templates.entries()) {
    const at = `item.json#/templates/${index}`;
    if (codes.indexOf(template.code) < index)
      found.push(problem('duplicate', `${at}/code`, `There are two texts ${quoted(template.code)}.`));
    for (const name of template.params)
      if (!isParam(name))
        found.push(
          problem('template_placeholder', `${at}/params`, `Nobody fills in ${quoted(name)}; known are ${textParams.join(', ')}.`),
        );
    for (const part of ['sms', 'title', 'body'] as const)
      found.push(...placeholderProblems(template[part], template.params, `${at}/${part}`, 'template_placeholder'));
    found.push(...smsProblems(template.sms, `${at}/sms`));
  }
  return found;
}

function reasonProblems(reasons: ApprovalItem['reasons']): ItemProblem[] {
  return Object.entries(reasons).flatMap(([name, text]) =>
    placeholderProblems(text, textParams, `item.json#/reasons/${name}`, 'reason_placeholder'),
  );
}

function placeholderProblems(
  text: LocalizedText,
  known: readonly string[],
  at: string,
  code: 'template_placeholder' | 'reason_placeholder',
): ItemProblem[] {
  return languages.flatMap((language) => {
    const found = placeholdersOf(text[language])
      .filter((name) => !known.includes(name))
      .map((name) => problem(code, `${at}/${language}`, `The placeholder ${quoted(`{${name}}`)} is not declared.`));
    if (/[{}]/.test(fillIn(text[language], () => '')))
      found.push(problem(code, `${at}/${language}`, 'A brace is open: placeholders are written {name}.'));
    return found;
  });
}

/** No links in an SMS: people are told never to follow one. */
function smsProblems(text: LocalizedText, at: string): ItemProblem[] {
  return languages.flatMap((language) => {
    const found: ItemProblem[] = [];
    const length = filledLength(text[language]);
    if (length > longestSms)
      found.push(
        problem(
          'template_length',
          `${at}/${language}`,
          `The SMS would have about ${length} characters; ${longestSms} are the most.`,
        ),
      );
    if (/https?:|www\.|\w\.(?:com|cn|net|org)\b/i.test(text[language]))
      found.push(problem('template_link', `${at}/${language}`, 'An SMS holds no link.'));
    return found;
  });
}

function filledLength(text: string): number {
  return fillIn(text, (name) => '.'.repeat(isParam(name) ? usualLength[name] : 20)).length;
}

function isParam(name: string): name is (typeof textParams)[number] {
  return (textParams as readonly string[]).includes(name);
}
