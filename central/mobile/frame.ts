import type { Language, LocalizedText } from '#contracts/domain/localized.ts';
import { SafeHtml, html, pageHeaders } from '../http/index.ts';
import { styles } from './styles.ts';
import { frameTexts as texts } from './texts.ts';

/** How a page is read: in which language, at which size, below which link, and with which form token. */
export interface View {
  readonly lang: Language;
  readonly big: boolean;
  /** `/m/<token>`. */
  readonly base: string;
  /** Of this page's forms; '' on pages that have none. */
  readonly form: string;
}

/** What a page answers with. */
export interface Shown {
  readonly status: number;
  readonly page: string;
}

export const mobileHeaders = pageHeaders(styles);

export function say({ lang }: Pick<View, 'lang'>, text: LocalizedText): string {
  return text[lang];
}

/** `?l=en&s=big`, or nothing. */
export function queryOf({ lang, big }: Pick<View, 'lang' | 'big'>): string {
  const set = [...(lang === 'en' ? ['l=en'] : []), ...(big ? ['s=big'] : [])];
  return set.length > 0 ? `?${set.join('&')}` : '';
}

/** @param below '' for the link itself, else `/code`. */
export function addressOf(view: Pick<View, 'lang' | 'big' | 'base'>, below = ''): string {
  return `${view.base}${below}${queryOf(view)}`;
}

/** A form of this page that does something; it is taken once. */
export function actionForm(view: View, action: string, body: SafeHtml): SafeHtml {
  return html`<form method="post" action="${addressOf(view, `/${action}`)}" novalidate>
    <input type="hidden" name="t" value="${view.form}" />
    ${body}
  </form>`;
}

export function button(
  view: View,
  text: LocalizedText,
  look: 'go' | 'plain' | 'quiet',
  named?: readonly [string, string],
): SafeHtml {
  const name = named && new SafeHtml(` name="${named[0]}" value="${named[1]}"`);
  return html`<button class="button ${look}" type="submit" ${name}>${say(view, text)}</button>`;
}

export function linkButton(view: View, text: LocalizedText, below: string): SafeHtml {
  return html`<a class="button quiet" href="${addressOf(view, below)}">${say(view, text)}</a>`;
}

export function rows(list: readonly (readonly [label: string, value: SafeHtml])[]): SafeHtml {
  return html`<dl>
    ${list.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A page that says one thing. */
export function notePage(
  view: View,
  note: { readonly title: LocalizedText; readonly body: LocalizedText },
  look: 'good' | 'wait' | 'bad',
  more?: SafeHtml,
): string {
  return frame(
    view,
    say(view, note.title),
    html`<section class="note ${look}">
        <h1>${say(view, note.title)}</h1>
        <p>${say(view, note.body)}</p>
      </section>
      ${more}`,
  );
}

/** The frame of every page. @param here path below the link that the two switches lead to. */
export function frame(view: View, title: string, main: SafeHtml, here = ''): string {
  const { lang, big } = view;
  const other: Language = lang === 'en' ? 'zh-CN' : 'en';
  return html`<!doctype html>
    <html lang="${lang}" class="${big ? 'big' : 'usual'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <title>${title} · ${say(view, texts.mark)}</title>
        ${styleElement}
      </head>
      <body>
        <a class="skip" href="#main">${say(view, texts.skip)}</a>
        <header>
          <div class="top">
            <p class="mark">${say(view, texts.mark)}</p>
            <a class="pill" href="${addressOf({ ...view, big: !big }, here)}">${say(view, big ? texts.normal : texts.big)}</a>
            <a class="pill" href="${addressOf({ ...view, lang: other }, here)}" lang="${other}"
              >${say(view, texts.otherLanguage)}</a
            >
          </div>
        </header>
        <main id="main">${main}</main>
        <footer>
          <p>${say(view, texts.help)}</p>
          <p>${say(view, texts.neverAsks)}</p>
        </footer>
      </body>
    </html> `.text;
}

/** In one piece, so that no formatter's white space comes between the styles and their hash. */
const styleElement = new SafeHtml(`<style>${styles}</style>`);
