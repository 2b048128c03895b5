import type { LocalizedText } from '#contracts/domain/localized.ts';
import { html } from '../http/index.ts';
import type { SafeHtml } from '../http/index.ts';
import { readSuggestions } from '../inference/index.ts';
import { mayWithdraw, shownHashOf } from './decide.ts';
import { actionForm, button, notePage, say } from './frame.ts';
import type { Shown, View } from './frame.ts';
import { maskedOffer } from './masked.ts';
import { casePage } from './pages/case-page.ts';
import { codePage } from './pages/code-page.ts';
import { offerPage, sitesCard } from './pages/offer-page.ts';
import type { MobileParts } from './parts.ts';
import type { Scene } from './scene.ts';
import { sitesNear } from './sites.ts';
import type { Site } from './sites.ts';
import type { CaseStanding, OpenOffer } from './standing.ts';
import { notes, openAnew, openNewer } from './texts.ts';

type NoteName = keyof typeof notes;

const looks: Readonly<Partial<Record<NoteName, 'good' | 'bad'>>> = { disowned: 'good', failed: 'bad', formOld: 'bad' };

export function note(view: View, name: NoteName, status: number, more?: SafeHtml): Shown {
  return { status, page: notePage(view, notes[name], looks[name] ?? 'wait', more) };
}

/** A refusal of what was sent, with the way back to the page as it is now. */
export function refusal(view: View, name: NoteName, status: number): Shown {
  return note(view, name, status, html`<a class="button plain" href="${view.base}">${say(view, openAnew)}</a>`);
}

/** What the link stands for now. @param status of the answer. */
export async function showStanding(
  parts: MobileParts,
  scene: Scene,
  status = 200,
  said: { readonly hasChanged?: boolean; readonly refused?: LocalizedText } = {},
): Promise<Shown> {
  const { standing, view } = scene;
  switch (standing.is) {
    case 'offer':
      return { status, page: showOffer(parts, scene, standing, said.hasChanged === true) };
    case 'case':
      return { status, page: await showCase(parts, scene, standing, said.refused) };
    case 'declined':
      return note(view, standing.isOwn ? 'declined' : 'declinedByOther', status);
    case 'superseded': {
      const newer = standing.newer && actionForm(view, 'newer', html`${button(view, openNewer, 'go')}`);
      return note(view, 'superseded', status, newer);
    }
    case 'expired':
      return note(view, 'expired', 410);
    case 'held':
    case 'gone':
    case 'notAgent':
      return note(view, standing.is, status);
  }
}

function showOffer(
  { approval: { vocabulary } }: MobileParts,
  scene: Scene,
  { offer, item, proposal }: OpenOffer,
  hasChanged: boolean,
): string {
  return offerPage(scene.view, {
    offer: scene.isKnown ? offer : maskedOffer(offer),
    summary: item.summary,
    isKnown: scene.isKnown,
    labels: offer.known.map(({ label, source }) => ({ label, from: source.system })),
    shownHash: shownHashOf(offer),
    vocabulary,
    sites: item.assurance.includes('sms') ? [] : sitesFor(offer.address?.street ?? '', proposal.district),
    hasChanged,
  });
}

export function sitesFor(street: string, district: string): readonly Site[] {
  return sitesNear(district, street);
}

async function showCase(
  parts: MobileParts,
  scene: Scene,
  standing: CaseStanding,
  refused: LocalizedText | undefined,
): Promise<string> {
  const { view, isKnown, link, origin } = scene;
  const { row, actHash } = standing;
  return casePage(view, {
    standing,
    isKnown,
    mayWithdraw: isKnown && (await mayWithdraw(parts, link, standing)),
    publicPage: actHash === undefined ? undefined : `${origin}/acts/${row.act_id}?h=${actHash}`,
    suggestions: isKnown ? await readSuggestions(parts.db, parts.clock, link.party_key) : [],
    ...(refused && { refused }),
  });
}

/** The page where the code is entered; what it would confirm is shown masked. */
export function showCode(parts: MobileParts, scene: Scene, problem?: LocalizedText): string {
  const { visit, standing, view } = scene;
  const until = visit?.code_until ?? undefined;
  const isOpen = visit !== undefined && until !== undefined && visit.tries_left > 0 && Date.parse(until) > parts.clock.now();
  const offer = standing.is === 'offer' && standing.item.assurance.includes('sms') ? standing.offer : undefined;
  const needsAddress = offer !== undefined && offer.handover !== 'electronicOnly' && !offer.address;
  return codePage(view, {
    phoneMasked: visit?.phone_masked ?? '',
    triesLeft: visit?.tries_left ?? 0,
    isOpen,
    ...(problem && { problem }),
    ...(offer && !needsAddress && { confirms: { offer: maskedOffer(offer), shownHash: shownHashOf(offer) } }),
  });
}

/** Only a face will do: where, and nothing else. */
export function showFaceOnly(scene: Scene, standing: OpenOffer): Shown {
  const near = sitesFor(standing.offer.address?.street ?? '', standing.proposal.district);
  return note(scene.view, 'faceOnly', 403, sitesCard(scene.view, near));
}
