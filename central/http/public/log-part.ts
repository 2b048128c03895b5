import { localMinuteOf } from '#contracts/basics/clock.ts';
import type { ActCheck } from '../../audit/index.ts';
import type { SafeHtml } from './html.ts';
import { html } from './html.ts';
import { both } from './page.ts';
import { logTexts as texts } from './texts.ts';

/**
 * The part of a public page that says what the audit log holds of an act. @param download address of the proof; absent where the
 * visitor is not the one who has the receipt.
 */
export function logPart(check: ActCheck, download?: string): SafeHtml | undefined {
  switch (check.is) {
    case 'none':
      return undefined;
    case 'pending':
      return part('wait', html`<p>${both(texts.pending)}</p>`);
    case 'differs':
      return part('bad', html`<p>${both(texts.differs)}</p>`);
    case 'recorded': {
      const { position, of, proof } = check;
      const says = {
        'zh-CN': `这笔办件是公开日志的第 ${position} 条（共 ${of} 条），已核对，没有被改动。`,
        en: `This is entry ${position} of ${of} in the public log. It was checked just now and has not been altered.`,
      };
      const sealed = localMinuteOf(Date.parse(proof.at));
      return part(
        'good',
        html`<p>${both(says)}</p>
          <p>${both({ 'zh-CN': `日志签名时间：${sealed}`, en: `The log was signed at ${sealed}.` })}</p>
          ${download === undefined ? undefined : html`<p><a href="${download}" download>${both(texts.download)}</a></p>`}`,
      );
    }
  }
}

function part(look: 'good' | 'wait' | 'bad', body: SafeHtml): SafeHtml {
  return html`<section class="card log ${look}" aria-labelledby="log">
    <h2 id="log">${both(texts.title)}</h2>
    ${body}
  </section>`;
}
