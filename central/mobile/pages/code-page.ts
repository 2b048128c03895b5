import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { ProposalOffer } from '#contracts/approval/proposal.ts';
import { html } from '../../http/index.ts';
import type { SafeHtml } from '../../http/index.ts';
import { actionForm, button, frame, rows, say } from '../frame.ts';
import type { View } from '../frame.ts';
import { codeTexts as texts, offerTexts } from '../texts.ts';
import { addressLines } from './offer-page.ts';

export interface CodeView {
  readonly phoneMasked: string;
  readonly triesLeft: number;
  readonly problem?: LocalizedText;
  /** What one touch would confirm, masked; absent where the code is for looking only. */
  readonly confirms?: { readonly offer: ProposalOffer; readonly shownHash: string };
  /** The code can still be entered. */
  readonly isOpen: boolean;
}

/** The code; and, where the item allows it, the confirmation in the same touch. */
export function codePage(view: View, { phoneMasked, triesLeft, problem, confirms, isOpen }: CodeView): string {
  const sent = {
    'zh-CN': `验证码已发到 ${phoneMasked}，5 分钟内有效，可以试 ${triesLeft} 次。`,
    en: `A code went to ${phoneMasked}. It is good for 5 minutes and ${triesLeft} tries.`,
  };
  const wrong = problem && html`<p class="wrong" id="wrong" role="alert">${say(view, problem)}</p>`;
  const enter = html`<section class="next">
    ${actionForm(
      view,
      'check',
      html`<label for="code">${say(view, texts.field)}</label> ${wrong} ${field(problem !== undefined)}
        ${confirms ? confirmButtons(view, confirms.shownHash) : button(view, texts.next, 'go', ['next', 'look'])}`,
    )}
  </section>`;
  return frame(
    view,
    say(view, texts.title),
    html`<div class="head">
        <h1>${say(view, texts.title)}</h1>
        ${isOpen ? html`<p class="sub">${say(view, sent)}</p>` : wrong}
      </div>
      ${isOpen ? enter : undefined} ${confirms && summary(view, confirms.offer)}
      <section class="card">
        ${actionForm(view, 'code', html`${button(view, texts.again, isOpen ? 'quiet' : 'plain')}`)}
      </section>`,
    '/code',
  );
}

function field(isWrong: boolean): SafeHtml {
  return html`<input
    class="code"
    id="code"
    name="code"
    inputmode="numeric"
    autocomplete="one-time-code"
    maxlength="6"
    required
    aria-invalid="${isWrong ? 'true' : 'false'}"
    ${isWrong ? html`aria-describedby="wrong"` : undefined}
  />`;
}

function confirmButtons(view: View, shownHash: string): SafeHtml {
  return html`<input type="hidden" name="shown" value="${shownHash}" />
    ${button(view, texts.confirm, 'go', ['next', 'confirm'])}
    <div class="two">
      ${button(view, texts.look, 'quiet', ['next', 'look'])} ${button(view, offerTexts.notNow, 'quiet', ['next', 'notNow'])}
    </div>`;
}

/** What would be confirmed, once more and short. */
function summary(view: View, { title, party, changes, handover, address }: ProposalOffer): SafeHtml {
  return html`<section class="card">
    <h2>${say(view, title)}</h2>
    ${rows([
      [say(view, offerTexts.party), html`${party.name}`],
      ...changes.map(
        ({ label, before, after }) =>
          [say(view, label), html`<span class="old">${before}</span> <span class="new">${after}</span>`] as const,
      ),
      [say(view, offerTexts.cost), html`${say(view, handover === 'electronicOnly' ? offerTexts.freeOnline : offerTexts.free)}`],
      ...(handover !== 'electronicOnly' && address
        ? [[say(view, offerTexts.way), html`${say(view, offerTexts[handover])}${addressLines(view, address)}`] as const]
        : []),
    ])}
  </section>`;
}
