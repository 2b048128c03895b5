import { localMinuteOf } from '#contracts/basics/clock.ts';
import type { GenuineCertificate } from '../../tracking/index.ts';
import type { SafeHtml } from './html.ts';
import { html } from './html.ts';
import { both, page } from './page.ts';
import { verifyTexts as texts } from './texts.ts';

/** What to show: the form, a certificate that was found, or that nothing was. */
export type VerifyView =
  | { readonly is: 'form' }
  /** `log`: what the audit log says of the act that issued it, from `logPart`. */
  | { readonly is: 'found'; readonly certificate: GenuineCertificate; readonly log: SafeHtml | undefined }
  | { readonly is: 'not-found' };

/** The public page behind a certificate's QR code: genuine or not, and nothing of the person but a masked name. */
export function verifyPage(view: VerifyView): string {
  switch (view.is) {
    case 'form':
      return page(
        texts.title,
        html`<h1>${both(texts.title)}</h1>
          ${form()}`,
      );
    case 'not-found':
      return page(
        texts.title,
        html`<section class="verdict bad">
            <h1>${both(texts.unknown)}</h1>
            <p>${both(texts.unknownHint)}</p>
          </section>
          ${form()}`,
      );
    case 'found':
      return page(texts.title, found(view.certificate, view.log));
  }
}

function found(certificate: GenuineCertificate, log: SafeHtml | undefined): SafeHtml {
  const valid = certificate.state === 'valid';
  return html`<section class="verdict ${valid ? 'good' : 'bad'}">
      <h1>${both(valid ? texts.genuine : texts.revoked)}</h1>
      <p>${both(valid ? texts.genuineHint : texts.revokedHint)}</p>
    </section>
    <section class="card">
      <dl>
        ${row(texts.kind, both(certificate.title ?? texts.title))} ${row(texts.number, html`${certificate.number}`)}
        ${row(texts.holder, html`${certificate.holderMasked}`)}
        ${row(texts.department, certificate.department ? both(certificate.department) : html`—`)}
        ${row(texts.issued, html`<time>${localMinuteOf(Date.parse(certificate.issuedAt))}</time>`)}
      </dl>
    </section>
    ${log}`;
}

function row(label: { 'zh-CN': string; en: string }, value: SafeHtml): SafeHtml {
  return html`<div>
    <dt>${both(label)}</dt>
    <dd>${value}</dd>
  </div>`;
}

function form(): SafeHtml {
  return html`<section class="card">
    <form method="get" action="/verify">
      <label>${both(texts.number)}<input name="n" required maxlength="30" autocomplete="off" inputmode="numeric" /></label>
      <label
        >${both(texts.checkCode)}<input name="c" required maxlength="12" autocomplete="off" autocapitalize="characters"
      /></label>
      <button type="submit">${texts.check['zh-CN']} · ${texts.check.en}</button>
    </form>
  </section>`;
}
