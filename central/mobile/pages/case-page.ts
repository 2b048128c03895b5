import { localMinuteOf } from '#contracts/basics/clock.ts';
import { groupedCaseNumber } from '#contracts/basics/ids.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import { html } from '../../http/index.ts';
import type { SafeHtml } from '../../http/index.ts';
import type { Suggestion } from '../../inference/index.ts';
import { actionForm, button, frame, linkButton, say } from '../frame.ts';
import type { View } from '../frame.ts';
import { qrCode } from '../qr.ts';
import type { CaseStanding } from '../standing.ts';
import { caseTexts as texts } from '../texts.ts';

export interface CaseView {
  readonly standing: CaseStanding;
  /** The person has entered a code. */
  readonly isKnown: boolean;
  readonly mayWithdraw: boolean;
  /** `https://host/acts/…`, what the receipt's QR code opens. */
  readonly publicPage: string | undefined;
  readonly suggestions: readonly Suggestion[];
  /** Why what was just asked for could not be done. */
  readonly refused?: LocalizedText;
}

/** After the decision: where it stands, the receipt, and what can still be done. */
export function casePage(view: View, about: CaseView): string {
  const { standing, refused } = about;
  const { summary, item } = standing;
  return frame(
    view,
    say(view, item.title),
    html`${verdict(view, standing)}
      ${refused && html`<section class="note bad" role="alert"><p>${say(view, refused)}</p></section>`}
      ${standing.isOwn ? returnedStep(view, about) : undefined}
      <section class="card">
        <h2>${say(view, texts.progress)}</h2>
        <ol>
          ${summary.steps.map(({ at, what }) => html`<li><time datetime="${at}">${localMinuteOf(Date.parse(at))}</time>${say(view, what)}</li>`)}
        </ol>
      </section>
      ${standing.isOwn ? receipt(view, about) : undefined} ${more(view, about)} ${suggested(view, about.suggestions)}`,
  );
}

function verdict(view: View, { row, item, summary, isOwn }: CaseStanding): SafeHtml {
  const { look, title } = verdictOf(row.status, isOwn);
  const hint = hintOf(row.status, isOwn);
  const due = { 'zh-CN': `${summary.dueOn ?? ''} 前办好。`, en: `It will be done by ${summary.dueOn ?? ''}.` };
  return html`<section class="note ${look}">
    <h1>${say(view, title)}</h1>
    <p>${say(view, item.title)}</p>
    ${row.status === 'open' ? html`<p>${say(view, due)}</p>` : undefined} ${hint && html`<p>${say(view, hint)}</p>`}
  </section>`;
}

function verdictOf(
  status: CaseStanding['row']['status'],
  isOwn: boolean,
): { readonly look: 'good' | 'wait' | 'bad'; readonly title: LocalizedText } {
  switch (status) {
    case 'open':
      return { look: 'good', title: isOwn ? texts.confirmed : texts.byOther };
    case 'closed':
      return { look: 'good', title: texts.closed };
    case 'held':
      return { look: 'wait', title: texts.held };
    case 'returned':
      return { look: 'wait', title: texts.returned };
    case 'withdrawn':
      return { look: 'wait', title: texts.withdrawn };
    case 'refused':
      return { look: 'bad', title: texts.refused };
  }
}

function hintOf(status: CaseStanding['row']['status'], isOwn: boolean): LocalizedText | undefined {
  if (status === 'returned') return texts.returnedHint;
  if (status === 'refused') return texts.refusedHint;
  return isOwn ? undefined : texts.byOtherHint;
}

function returnedStep(view: View, { standing, isKnown }: CaseView): SafeHtml | undefined {
  if (standing.row.status !== 'returned' || !isKnown) return undefined;
  return html`<section class="next">${actionForm(view, 'corrected', html`${button(view, texts.corrected, 'go')}`)}</section>`;
}

function receipt(view: View, { standing, publicPage }: CaseView): SafeHtml {
  const code =
    publicPage === undefined
      ? undefined
      : html`<details>
          <summary>${say(view, texts.qr)}</summary>
          ${qrCode(publicPage, say(view, texts.qr))}
          <p class="sub">${say(view, texts.qrHint)}</p>
          <p><a href="${publicPage}">${say(view, texts.open)}</a></p>
        </details>`;
  return html`<section class="card">
    <h2>${say(view, texts.receipt)}</h2>
    <dl>
      <div>
        <dt>${say(view, texts.number)}</dt>
        <dd class="number">${groupedCaseNumber(standing.row.case_number)}</dd>
      </div>
    </dl>
    ${code}
  </section>`;
}

function more(view: View, { standing, isKnown, mayWithdraw }: CaseView): SafeHtml | undefined {
  if (!isKnown)
    return html`<section class="card">
      <h2>${say(view, texts.more)}</h2>
      <p class="sub">${say(view, texts.moreHint)}</p>
      ${actionForm(view, 'code', html`${button(view, texts.getCode, standing.row.status === 'returned' ? 'go' : 'quiet')}`)}
    </section>`;
  return html`<section class="card">
    ${linkButton(view, texts.reads, '/reads')}
    ${
      mayWithdraw
        ? html`${actionForm(view, 'withdraw', html`${button(view, texts.withdraw, 'quiet')}`)}
            <p class="sub">${say(view, texts.withdrawHint)}</p>`
        : undefined
    }
  </section>`;
}

function suggested(view: View, suggestions: readonly Suggestion[]): SafeHtml | undefined {
  if (suggestions.length === 0) return undefined;
  return html`<section class="card">
    <h2>${say(view, texts.suggestions)}</h2>
    <ul>
      ${suggestions.map(({ title, evidence }) => html`<li><strong>${say(view, title)}</strong><small>${say(view, evidence)}</small></li>`)}
    </ul>
    <p class="sub">${say(view, texts.suggestionsHint)}</p>
  </section>`;
}
