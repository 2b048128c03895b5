import { localMinuteOf } from '#contracts/basics/clock.ts';
import type { ProposalOffer } from '#contracts/approval/proposal.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import { html } from '../../http/index.ts';
import type { SafeHtml } from '../../http/index.ts';
import { districts, isDistrictCode } from '../../logistics/index.ts';
import type { Vocabulary } from '../../process/index.ts';
import { actionForm, button, frame, linkButton, rows, say } from '../frame.ts';
import type { View } from '../frame.ts';
import { localStreet, shownValue } from '../masked.ts';
import type { Site } from '../sites.ts';
import { faceTexts, offerTexts as texts } from '../texts.ts';

export interface OfferView {
  /** Masked (`maskedOffer`) until the person has entered a code. */
  readonly offer: ProposalOffer;
  /** What will happen, in the item's own words: the message's speak of how it came. */
  readonly summary: LocalizedText;
  readonly isKnown: boolean;
  /** How many fields are filled in; the masked offer does not have them. */
  readonly labels: readonly { readonly label: LocalizedText; readonly from: string }[];
  readonly shownHash: string;
  readonly vocabulary: Vocabulary;
  /** Where a face can be checked. */
  readonly sites: readonly Site[];
  readonly hasChanged?: boolean;
}

/** What is offered, and the next step. */
export function offerPage(view: View, about: OfferView): string {
  const { offer, summary, isKnown, hasChanged } = about;
  const bySms = offer.assurance.includes('sms');
  return frame(
    view,
    say(view, offer.title),
    html`<div class="head">
        <p class="tag">${say(view, bySms ? (isKnown ? texts.readyNow : texts.ready) : texts.readyFace)}</p>
        <h1>${say(view, offer.title)}</h1>
        <p class="sub">${say(view, summary)}</p>
      </div>
      ${hasChanged === true ? html`<section class="note wait" role="alert"><p>${say(view, texts.changedMeanwhile)}</p></section>` : undefined}
      ${changesCard(view, offer)} ${timeCard(view, about)} ${bySms ? nextStep(view, about) : faceCard(view, about)}
      ${whyCard(view, about)} ${knownCard(view, about)} ${waivedCard(view, offer)} ${otherAnswers(view, about, bySms)}`,
  );
}

function changesCard(view: View, { changes, certificate, party }: ProposalOffer): SafeHtml {
  const whose = [say(view, texts.party), html`${party.name}`] as const;
  const which = certificate
    ? [[say(view, texts.certificate), html`${say(view, certificate.title)}<small>${certificate.number}</small>`] as const]
    : [];
  const changed = changes.map(
    ({ label, before, after }) =>
      [
        say(view, label),
        html`<span class="old"><span class="vh">${say(view, texts.before)} </span>${before}</span>
          <span class="new"><span class="vh">${say(view, texts.after)} </span>${after}</span>`,
      ] as const,
  );
  return html`<section class="card">
    <h2>${say(view, changes.length > 0 ? texts.willBe : texts.stays)}</h2>
    ${rows([...changed, whose, ...which])}
  </section>`;
}

function timeCard(view: View, { offer }: OfferView): SafeHtml {
  const { dueOn, promisedDays, handover, address } = offer;
  const days = { 'zh-CN': `${promisedDays} 个工作日`, en: `${promisedDays} working days` };
  const way = [
    say(view, texts.way),
    html`${say(view, texts[handover])}
    ${handover === 'electronicOnly' ? undefined : address ? addressLines(view, address) : html`<small>${say(view, texts.addressMissing)}</small>`}`,
  ] as const;
  return html`<section class="card">
    <h2>${say(view, texts.timeAndCost)}</h2>
    ${rows([
      [say(view, texts.until), html`${dueOn}`],
      [say(view, texts.cost), html`${say(view, handover === 'electronicOnly' ? texts.freeOnline : texts.free)}`],
      [say(view, texts.takes), html`${say(view, days)}`],
      way,
    ])}
  </section>`;
}

/** An address as a courier would read it out. */
export function addressLines(view: View, address: NonNullable<ProposalOffer['address']>): SafeHtml {
  const { name, phone, district } = address;
  const where = isDistrictCode(district) ? say(view, districts[district]) : '';
  return html`<small>${where}${view.lang === 'en' ? ', ' : ''}${localStreet(address)}</small><small>${name} ${phone}</small>`;
}

function nextStep(view: View, { offer, isKnown, shownHash }: OfferView): SafeHtml {
  if (!isKnown)
    return html`<section class="next">
      ${actionForm(view, 'code', html`${button(view, texts.getCode, 'go')}`)}
      <p class="sub">${say(view, texts.getCodeHint)}</p>
    </section>`;
  const needsAddress = offer.handover !== 'electronicOnly' && !offer.address;
  const agree = actionForm(
    view,
    'confirm',
    html`<input type="hidden" name="shown" value="${shownHash}" />${button(view, texts.agree, 'go')}`,
  );
  return html`<section class="next">
    ${needsAddress ? undefined : agree}
    ${offer.handover === 'electronicOnly' ? undefined : linkButton(view, texts.changeAddress, '/address')}
  </section>`;
}

function faceCard(view: View, { sites }: OfferView): SafeHtml {
  return html`<section class="note wait">
      <h2>${say(view, faceTexts.title)}</h2>
      <p>${say(view, faceTexts.body)}</p>
      <p>${say(view, faceTexts.terminal)}</p>
      <p>${say(view, faceTexts.app)}</p>
    </section>
    ${sitesCard(view, sites)}`;
}

export function sitesCard(view: View, sites: readonly Site[]): SafeHtml {
  return html`<section class="card sites">
    <h2>${say(view, faceTexts.sites)}</h2>
    <ul>
      ${sites.map(({ name, street, hours }) => html`<li><strong>${say(view, name)}</strong><small>${street} · ${say(view, hours)}</small></li>`)}
    </ul>
  </section>`;
}

function whyCard(view: View, { offer, vocabulary }: OfferView): SafeHtml {
  const newest = new Map(
    offer.facts.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).map(({ system, at }) => [system, at]),
  );
  const facts = [...newest].map(
    ([system, at]) => html`<li>${nameOf(view, vocabulary, system)}<small>${localMinuteOf(Date.parse(at))}</small></li>`,
  );
  return html`<section class="card">
    <h2>${say(view, texts.why)}</h2>
    <p>${say(view, offer.why)}</p>
    <p class="sub">${say(view, texts.from)}</p>
    <ul>
      ${facts}
    </ul>
  </section>`;
}

function nameOf(view: View, vocabulary: Vocabulary, system: string): string {
  const name = vocabulary.sources.get(system);
  return name ? say(view, name) : system;
}

function knownCard(view: View, { offer, isKnown, labels, vocabulary }: OfferView): SafeHtml {
  const count = { 'zh-CN': `（${labels.length} 项）`, en: ` (${labels.length})` };
  const list = isKnown
    ? offer.known.map(
        (field) => [say(view, field.label), html`${shownValue(field)}${sourceLine(view, vocabulary, field)}`] as const,
      )
    : labels.map(({ label, from }) => [say(view, label), html`<small>${nameOf(view, vocabulary, from)}</small>`] as const);
  return html`<section class="card">
    <details>
      <summary>${say(view, texts.known)}${say(view, count)}</summary>
      ${isKnown ? undefined : html`<p class="sub">${say(view, texts.knownHidden)}</p>`} ${rows(list)}
    </details>
  </section>`;
}

function sourceLine(view: View, vocabulary: Vocabulary, { source }: ProposalOffer['known'][number]): SafeHtml {
  return html`<small>${nameOf(view, vocabulary, source.system)} · ${localMinuteOf(Date.parse(source.at))}</small>`;
}

function waivedCard(view: View, { waived }: ProposalOffer): SafeHtml | undefined {
  if (waived.length === 0) return undefined;
  const count = { 'zh-CN': `（${waived.length} 份）`, en: ` (${waived.length})` };
  return html`<section class="card">
    <details>
      <summary>${say(view, texts.waived)}${say(view, count)}</summary>
      <ul>
        ${waived.map(({ title, source }) => html`<li>${say(view, title)}<small>${say(view, source)}</small></li>`)}
      </ul>
    </details>
  </section>`;
}

function otherAnswers(view: View, { offer, isKnown }: OfferView, bySms: boolean): SafeHtml {
  const mine = offer.party.kind === 'person' ? texts.notMe : texts.notOurs;
  if (!isKnown)
    return html`<section class="card">
      <h2>${say(view, texts.otherAnswer)}</h2>
      ${bySms ? undefined : actionForm(view, 'code', html`${button(view, texts.lookFirst, 'quiet')}`)}
      ${linkButton(view, mine, '/not-me')}
    </section>`;
  const answers = [
    ['notNow', texts.notNow],
    ['notNeeded', texts.notNeeded],
    ['wrongFacts', texts.wrongFacts],
    ['notMe', mine],
  ] as const;
  return html`<section class="card">
    <h2>${say(view, texts.otherAnswer)}</h2>
    ${actionForm(
      view,
      'decline',
      html`<div class="two">${answers.map(([reason, text]) => button(view, text, 'quiet', ['reason', reason]))}</div>`,
    )}
  </section>`;
}
