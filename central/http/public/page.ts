import { createHash } from 'node:crypto';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import { SafeHtml, html } from './html.ts';
import { styles } from './styles.ts';

/**
 * Nothing is loaded and nothing runs: one page, its own styles by their hash, and at most forms that lead back here. The page's address
 * holds a check code or a token: no other site may learn it, while our own forms say where they come from.
 */
export function pageHeaders(pageStyles: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${createHash('sha256').update(pageStyles).digest('base64')}'`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
  };
}

export const publicHeaders = pageHeaders(styles);

/** Both languages at once: whoever scans a code has not chosen one. */
export function both(text: LocalizedText): SafeHtml {
  return html`<span lang="zh-CN">${text['zh-CN']}</span><span lang="en" class="en">${text.en}</span>`;
}

/** The frame of a public page. @param title for the window. */
export function page(title: LocalizedText, main: SafeHtml): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title['zh-CN']} · ${title.en}</title>
        ${styleElement}
      </head>
      <body>
        <header>
          <p class="mark"><span lang="zh-CN">政务自助E站</span> <span lang="en">E-Station</span></p>
        </header>
        <main>${main}</main>
        <footer>
          <p lang="zh-CN">有疑问请打 12345 政务服务热线。</p>
          <p lang="en" class="en">Questions? Call 12345.</p>
        </footer>
      </body>
    </html> `.text;
}

/** In one piece, so that no formatter's white space comes between the styles and their hash. */
const styleElement = new SafeHtml(`<style>${styles}</style>`);
