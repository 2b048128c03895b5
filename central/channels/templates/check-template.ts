import { fillIn, placeholdersOf } from '#contracts/domain/placeholders.ts';
import type { Language } from '#contracts/domain/localized.ts';
import { languages } from '#contracts/domain/localized.ts';
import { fieldProblem, hasBadCharacter, looksLikeLink, smsSegments } from './limits.ts';
import type { MessageTemplate } from './message-template.ts';

/**
 * undeclared: a placeholder that no parameter is declared for · unused: a declared parameter in no text · braces: a brace that begins or ends no
 * placeholder · link: a link in the text itself · bad-character · may-overflow: with the longest values the channel would refuse it.
 */
export interface TemplateProblem {
  readonly code: 'undeclared' | 'unused' | 'braces' | 'link' | 'bad-character' | 'may-overflow' | 'unknown-field';
  /** `sms.text.zh-CN`, or a parameter. */
  readonly where: string;
}

interface SourceText {
  readonly where: string;
  readonly channel: string;
  readonly text: string;
  /** A page or a link: its characters are held by the schema. */
  readonly isTarget: boolean;
}

/** What is wrong with a template before any message is made of it; empty = it can be published. */
export function checkTemplate(
  template: MessageTemplate,
  sms: { signature: string; linkDomain: string; maxSegments: number },
): readonly TemplateProblem[] {
  const sources = textsOf(template);
  const declared = new Set(Object.keys(template.params));
  const used = new Set(sources.flatMap(({ text }) => placeholdersOf(text).map((name) => (name === 'link' ? 'case' : name))));
  return [
    ...sources.flatMap((source) => textProblems(source, declared)),
    ...[...declared].filter((name) => !used.has(name)).map((where): TemplateProblem => ({ code: 'unused', where })),
    ...overflows(template, sms),
  ];
}

function textsOf({ channels }: MessageTemplate): readonly SourceText[] {
  const texts: SourceText[] = [];
  const add = (channel: string, part: string, text: Readonly<Record<Language, string>>): void => {
    for (const language of languages)
      texts.push({ channel, where: `${channel}.${part}.${language}`, text: text[language], isTarget: false });
  };
  const target = (channel: string, part: string, text: string): void => {
    texts.push({ channel, where: `${channel}.${part}`, text, isTarget: true });
  };
  if (channels.sms) add('sms', 'text', channels.sms.text);
  for (const channel of ['wechat', 'alipay'] as const) {
    const text = channels[channel];
    if (!text) continue;
    target(channel, 'page', text.page);
    for (const [name, source] of Object.entries(text.fields)) add(channel, name, source);
  }
  for (const channel of ['app', 'kiosk'] as const) {
    const text = channels[channel];
    if (!text) continue;
    add(channel, 'title', text.title);
    add(channel, 'body', text.body);
  }
  if (channels.app) target('app', 'link', channels.app.link);
  return texts;
}

function textProblems({ where, channel, text, isTarget }: SourceText, declared: ReadonlySet<string>): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const plain = fillIn(text, () => ' ');
  for (const name of placeholdersOf(text)) {
    const needed = name === 'link' && !isTarget ? 'case' : name;
    if (!declared.has(needed)) problems.push({ code: 'undeclared', where });
  }
  if (/[{}]/.test(plain)) problems.push({ code: 'braces', where });
  if (!isTarget && looksLikeLink(plain)) problems.push({ code: 'link', where });
  if (!isTarget && hasBadCharacter(channel, plain)) problems.push({ code: 'bad-character', where });
  return problems;
}

/** Every text with its longest values, as far as lengths decide. */
function overflows(
  template: MessageTemplate,
  sms: { signature: string; linkDomain: string; maxSegments: number },
): TemplateProblem[] {
  const longest = (name: string): string => {
    const length = (of: string): number => template.params[of]?.maxLength ?? 0;
    return '字'.repeat(name === 'link' ? sms.linkDomain.length + 3 + length('case') : length(name));
  };
  const problems: TemplateProblem[] = [];
  for (const language of languages) {
    const text = template.channels.sms?.text[language];
    if (text !== undefined && smsSegments(`【${sms.signature}】${fillIn(text, longest)}`) > sms.maxSegments)
      problems.push({ code: 'may-overflow', where: `sms.text.${language}` });
    for (const channel of ['wechat', 'alipay'] as const) {
      for (const [name, source] of Object.entries(template.channels[channel]?.fields ?? {})) {
        const found = fieldProblem(channel, name, fillIn(source[language], longest));
        const where = `${channel}.${name}.${language}`;
        if (found === 'too-long') problems.push({ code: 'may-overflow', where });
        if (found === 'unknown-field') problems.push({ code: 'unknown-field', where });
      }
    }
  }
  return problems;
}
