import { localMinuteOf } from '#contracts/basics/clock.ts';
import type { ActProgress } from '../../tracking/index.ts';
import type { SafeHtml } from './html.ts';
import { html } from './html.ts';
import { both, page } from './page.ts';
import { actTexts as texts, stateTexts } from './texts.ts';

const look: Readonly<Record<ActProgress['state'], 'good' | 'wait' | 'bad'>> = {
  queued: 'wait',
  accepted: 'wait',
  processing: 'wait',
  done: 'good',
  rejected: 'bad',
  superseded: 'bad',
};

/**
 * The public page behind a receipt's QR code: where the matter stands. Undefined = it has not arrived, or never will.
 * @param log what the audit log says of it, from `logPart`.
 */
export function actPage(progress: ActProgress | undefined, log?: SafeHtml): string {
  if (!progress) {
    return page(
      texts.title,
      html`<section class="verdict wait">
        <h1>${both(texts.notArrived)}</h1>
        <p>${both(texts.notArrivedHint)}</p>
      </section>`,
    );
  }
  const state = stateTexts[progress.state];
  return page(
    texts.title,
    html`<section class="verdict ${look[progress.state]}">
        <h1>${both(state)}</h1>
        ${progress.title && html`<p>${both(progress.title)}</p>`} ${dueLine(progress)}
      </section>
      ${
        progress.steps.length > 0
          ? html`<section class="card">
              <ol>
                ${progress.steps.map(step)}
              </ol>
            </section>`
          : undefined
      }
      ${log}`,
  );
}

function dueLine({ state, dueOn }: ActProgress): SafeHtml | undefined {
  if (dueOn === null || (state !== 'accepted' && state !== 'processing')) return undefined;
  return html`<p>${both({ 'zh-CN': `${dueOn} 前有结果。`, en: `You will have a result by ${dueOn}.` })}</p>`;
}

function step({ at, what }: ActProgress['steps'][number]): SafeHtml {
  return html`<li><time>${localMinuteOf(Date.parse(at))}</time>${both(what)}</li>`;
}
