import { localMinuteOf } from '#contracts/basics/clock.ts';
import type { ReadAbout } from '../../audit/index.ts';
import { html } from '../../http/index.ts';
import { frame, linkButton, say } from '../frame.ts';
import type { View } from '../frame.ts';
import { readsTexts as texts } from '../texts.ts';

/** 谁看过我的信息, newest first. */
export function readsPage(view: View, reads: readonly ReadAbout[]): string {
  return frame(
    view,
    say(view, texts.title),
    html`<div class="head">
        <h1>${say(view, texts.title)}</h1>
        <p class="sub">${say(view, texts.intro)}</p>
      </div>
      <section class="card">
        ${
          reads.length === 0
            ? html`<p>${say(view, texts.none)}</p>`
            : html`<ol>
                ${reads.map(
                  ({ at, says, position }) =>
                    html`<li>
                      <time datetime="${at}">${localMinuteOf(Date.parse(at))}</time>${say(view, says)}${
                        position === undefined ? undefined : html`<small>${say(view, texts.position(position))}</small>`
                      }
                    </li>`,
                )}
              </ol>`
        }
      </section>
      ${linkButton(view, texts.back, '')}`,
    '/reads',
  );
}
