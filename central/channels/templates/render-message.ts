import { fillIn, placeholdersOf } from '#contracts/domain/placeholders.ts';
import type { Language } from '#contracts/domain/localized.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { AppContent, MiniProgramContent, SmsContent } from '../channel-port.ts';
import { fieldProblem, hasBadCharacter, looksLikeLink, smsSegments, textLimits } from './limits.ts';
import type { MessageTemplate, TextChannel } from './message-template.ts';

export interface RenderedOf {
  readonly sms: SmsContent & { readonly segments: number };
  readonly wechat: MiniProgramContent;
  readonly alipay: MiniProgramContent;
  readonly app: AppContent;
  readonly kiosk: { readonly title: string; readonly body: string };
}

export interface RenderSettings {
  readonly language: Language;
  /** Of text messages, without its brackets. */
  readonly smsSignature: string;
  /** Fixed domain of all links, `wg.qingdao.gov.cn`: no protocol, no slash. */
  readonly linkDomain: string;
  readonly smsMaxSegments: number;
}

/**
 * no-text: the template has none for the channel · unknown-param, missing-param: not as declared · empty, bad-character, link: in a value ·
 * too-long, wrong-form, unknown-field: the channel would refuse it. `where` is a parameter or a field, never what it says.
 */
export interface RenderProblem {
  readonly code:
    | 'no-text'
    | 'unknown-param'
    | 'missing-param'
    | 'empty'
    | 'bad-character'
    | 'link'
    | 'too-long'
    | 'wrong-form'
    | 'unknown-field';
  readonly where: string;
}

type Params = Readonly<Record<string, string>>;

/** What goes out by a channel. Whole or not at all: with any problem nothing is rendered, and all problems are told. */
export function renderMessage<C extends TextChannel>(
  template: MessageTemplate,
  params: Params,
  channel: C,
  settings: RenderSettings,
): Result<RenderedOf[C], readonly RenderProblem[]> {
  const problems = paramProblems(template, params, channel);
  if (problems.length > 0) return err(problems);
  const rendered: Rendered<RenderedOf[TextChannel]> = renderers[channel](template, params, settings);
  return rendered.problems.length > 0 ? err(rendered.problems) : ok(rendered.content as RenderedOf[C]);
}

function paramProblems(template: MessageTemplate, params: Params, channel: TextChannel): readonly RenderProblem[] {
  const problems: RenderProblem[] = [];
  if (!template.channels[channel]) problems.push({ code: 'no-text', where: channel });
  for (const where of Object.keys(params))
    if (!Object.hasOwn(template.params, where)) problems.push({ code: 'unknown-param', where });
  for (const [where, { maxLength }] of Object.entries(template.params)) {
    const value = Object.hasOwn(params, where) ? params[where] : undefined;
    if (value === undefined) problems.push({ code: 'missing-param', where });
    else if (value.trim() === '') problems.push({ code: 'empty', where });
    else if (value.length > maxLength) problems.push({ code: 'too-long', where });
    else if (hasBadCharacter(channel, value)) problems.push({ code: 'bad-character', where });
    else if (looksLikeLink(value)) problems.push({ code: 'link', where });
  }
  return problems;
}

interface Rendered<T> {
  readonly content: T;
  readonly problems: readonly RenderProblem[];
}

type Renderer<T> = (template: MessageTemplate, params: Params, settings: RenderSettings) => Rendered<T>;

const renderers: { readonly [C in keyof RenderedOf]: Renderer<RenderedOf[C]> } = {
  sms(template, params, settings) {
    const { text: source, providerTemplates: codes } = textOf(template, 'sms');
    const words = source[settings.language];
    const text = `【${settings.smsSignature}】${filledText(words, params, settings)}`;
    const segments = smsSegments(text);
    const providerTemplates = Object.fromEntries(
      Object.entries(codes).map(([provider, code]) => [provider, code[settings.language]]),
    );
    const named = Object.fromEntries(
      placeholdersOf(words).map((name) => (name === 'link' ? ['case', params['case'] ?? ''] : [name, params[name] ?? ''])),
    );
    const overlong = Object.keys(named).filter((name) => (named[name] ?? '').length > textLimits.smsParam);
    const problems: RenderProblem[] = overlong.map((where) => ({ code: 'too-long', where }));
    if (segments > settings.smsMaxSegments) problems.push({ code: 'too-long', where: 'text' });
    return { content: { signature: settings.smsSignature, providerTemplates, params: named, text, segments }, problems };
  },

  wechat: (template, params, settings) => miniProgram('wechat', template, params, settings),
  alipay: (template, params, settings) => miniProgram('alipay', template, params, settings),

  app(template, params, settings) {
    const text = textOf(template, 'app');
    const link = `/${fillIn(text.link, (name) => encodeURIComponent(params[name] ?? '')).replace(/^\//, '')}`;
    const titled = titledText(text, params, settings, textLimits.app);
    return { content: { ...titled.content, link }, problems: [...titled.problems, ...tooLong('link', link, textLimits.page)] };
  },

  kiosk: (template, params, settings) => titledText(textOf(template, 'kiosk'), params, settings, textLimits.kiosk),
};

function miniProgram(
  channel: 'wechat' | 'alipay',
  template: MessageTemplate,
  params: Params,
  settings: RenderSettings,
): Rendered<MiniProgramContent> {
  const { templateId, page: target, fields: sources } = textOf(template, channel);
  const page = fillIn(target, (name) => encodeURIComponent(params[name] ?? ''));
  const fields = Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [name, filledText(source[settings.language], params, settings)]),
  );
  const problems: RenderProblem[] = [...tooLong('page', page, textLimits.page)];
  for (const [where, value] of Object.entries(fields)) {
    const code = fieldProblem(channel, where, value);
    if (code) problems.push({ code, where });
  }
  if (channel === 'alipay') problems.push(...tooLong('fields', JSON.stringify(fields), textLimits.alipayData));
  return { content: { templateId, page, fields }, problems };
}

interface TitledSource {
  readonly title: Readonly<Record<Language, string>>;
  readonly body: Readonly<Record<Language, string>>;
}

function titledText(
  source: TitledSource,
  params: Params,
  settings: RenderSettings,
  limits: { readonly title: number; readonly body: number },
): Rendered<RenderedOf['kiosk']> {
  const title = filledText(source.title[settings.language], params, settings);
  const body = filledText(source.body[settings.language], params, settings);
  return {
    content: { title, body },
    problems: [...tooLong('title', title, limits.title), ...tooLong('body', body, limits.body)],
  };
}

function filledText(source: string, params: Params, { linkDomain }: RenderSettings): string {
  const link = `${linkDomain}/m/${encodeURIComponent(params['case'] ?? '')}`;
  return fillIn(source, (name) => (name === 'link' ? link : (params[name] ?? '')));
}

function tooLong(where: string, text: string, limit: number): RenderProblem[] {
  return text.length > limit ? [{ code: 'too-long', where }] : [];
}

/** @throws when there is none: asked for before, in `paramProblems`. */
function textOf<C extends TextChannel>(template: MessageTemplate, channel: C): NonNullable<MessageTemplate['channels'][C]> {
  const text = template.channels[channel];
  if (!text) throw new Error(`template ${template.code} has no text for ${channel}`);
  return text;
}
