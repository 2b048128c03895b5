import type { CourierAddress } from '#contracts/approval/proposal.ts';
import { html } from '../../http/index.ts';
import type { SafeHtml } from '../../http/index.ts';
import type { ContactInput, ContactProblem } from '../../logistics/index.ts';
import { contactProblemTexts, districts } from '../../logistics/index.ts';
import { actionForm, button, frame, linkButton, say } from '../frame.ts';
import type { View } from '../frame.ts';
import type { Site } from '../sites.ts';
import { addressTexts as texts } from '../texts.ts';

export interface AddressView {
  readonly values: Partial<Pick<CourierAddress, 'name' | 'phone' | 'district' | 'street'>>;
  readonly problems: readonly ContactProblem[];
  readonly shownHash: string;
  readonly sites: readonly Site[];
}

/** Where the courier rings, or a site instead; sending it is the confirmation. */
export function addressPage(view: View, { values, problems, shownHash, sites }: AddressView): string {
  const shown = html`<input type="hidden" name="shown" value="${shownHash}" />`;
  const of = (field: keyof ContactInput): SafeHtml | undefined => {
    const found = problems.find((problem) => problem.field === field);
    return found && html`<span class="wrong" id="wrong-${field}">${say(view, contactProblemTexts[found.code])}</span>`;
  };
  const input = (field: 'name' | 'phone' | 'street', label: string, kind: SafeHtml, hint?: string): SafeHtml =>
    html`<div class="field">
      <label for="${field}">${label}${hint === undefined ? undefined : html`<small>${hint}</small>`}</label>
      ${of(field)}
      <input id="${field}" name="${field}" value="${values[field] ?? ''}" ${kind} ${stateOf(field, of(field) !== undefined)} />
    </div>`;
  return frame(
    view,
    say(view, texts.title),
    html`<div class="head">
        <h1>${say(view, texts.title)}</h1>
        <p class="sub">${say(view, texts.intro)}</p>
      </div>
      ${problems.length > 0 ? html`<section class="note bad" role="alert"><h2>${say(view, texts.problems)}</h2></section>` : undefined}
      <section class="card">
        ${actionForm(
          view,
          'address',
          html`${shown} ${input('name', say(view, texts.name), html`autocomplete="name" maxlength="60"`)}
            ${input('phone', say(view, texts.phone), html`autocomplete="tel" inputmode="tel" maxlength="20"`)}
            <div class="field">
              <label for="district">${say(view, texts.district)}</label>
              ${of('district')}
              <select id="district" name="district" ${stateOf('district', of('district') !== undefined)}>
                <option value="">${say(view, texts.choose)}</option>
                ${Object.entries(districts).map(
                  ([code, name]) =>
                    html`<option value="${code}" ${code === values.district ? html`selected` : undefined}>
                      ${say(view, name)}
                    </option>`,
                )}
              </select>
            </div>
            ${input('street', say(view, texts.street), html`autocomplete="street-address" maxlength="120"`, say(view, texts.streetHint))}
            ${button(view, texts.send, 'go')}`,
        )}
      </section>
      <section class="card">
        <h2>${say(view, texts.siteTitle)}</h2>
        ${actionForm(
          view,
          'site',
          html`${shown}
            <div class="field">
              <label for="site">${say(view, texts.site)}</label>
              <select id="site" name="site">
                ${sites.map(({ id, name }) => html`<option value="${id}">${say(view, name)}</option>`)}
              </select>
            </div>
            ${button(view, texts.sendSite, 'plain')}`,
        )}
      </section>
      ${linkButton(view, texts.back, '')}`,
    '/address',
  );
}

function stateOf(field: string, isWrong: boolean): SafeHtml {
  return isWrong ? html`aria-invalid="true" aria-describedby="wrong-${field}"` : html`aria-invalid="false"`;
}
