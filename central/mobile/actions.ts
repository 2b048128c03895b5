import { instantOf } from '#contracts/basics/clock.ts';
import type { DeclineReason, HandoverChoice } from '#contracts/approval/proposal.ts';
import { declineReason } from '#contracts/approval/proposal.ts';
import { readContact } from '../logistics/index.ts';
import { atCentre, inTransaction, writeAudit } from '../store/index.ts';
import { makeMobileLink } from '../tracking/index.ts';
import { correct, decide, shownHashOf, withdraw } from './decide.ts';
import type { PhoneChoice } from './decide.ts';
import { addressOf } from './frame.ts';
import type { Shown } from './frame.ts';
import { addressPage } from './pages/address-page.ts';
import { sitesCard } from './pages/offer-page.ts';
import type { MobileParts } from './parts.ts';
import { onPhone } from './parts.ts';
import { codeTerminal } from './scene.ts';
import type { Scene } from './scene.ts';
import { note, refusal, showCode, showFaceOnly, showStanding, sitesFor } from './show.ts';
import { findSite } from './sites.ts';
import { readStanding } from './standing.ts';
import type { OpenOffer } from './standing.ts';
import { caseTexts, codeTexts, refusalNotes } from './texts.ts';
import { setChallenge } from './visit.ts';
import type { VisitRow } from './visit.ts';

/** A form that was sent, with its fields as text. */
export type Fields = Readonly<Record<string, string>>;
/** A page, or where the browser goes next. */
export type Answer = Shown | { readonly go: string };

/** A scene in which somebody has touched something: it has a visit. */
export type Touched = Scene & { readonly visit: VisitRow };

type Action = (parts: MobileParts, scene: Touched, fields: Fields) => Promise<Answer>;

/** What the forms of the pages do, by the last part of their address. */
export const actions: Readonly<Record<string, Action>> = {
  code: sendCode,
  check: checkCode,
  confirm: (parts, scene, fields) => confirm(parts, scene, fields),
  address: confirmWithAddress,
  site: confirmWithSite,
  decline: (parts, scene, { reason }) => decline(parts, scene, reason),
  'not-me': disown,
  withdraw: (parts, scene) => moveCase(parts, scene, 'withdraw'),
  corrected: (parts, scene) => moveCase(parts, scene, 'corrected'),
  newer: openNewer,
};

const home = ({ view }: Scene): Answer => ({ go: addressOf(view) });

async function sendCode(parts: MobileParts, scene: Touched): Promise<Answer> {
  const { link, visit, standing } = scene;
  if (standing.is !== 'offer' && standing.is !== 'case') return showStanding(parts, scene);
  if (scene.isKnown) return home(scene);
  const sent = await parts.codes.send({ terminal: codeTerminal(link), session: visit.session, personKey: link.person_key });
  if (sent.ok) {
    const { challenge, phoneMasked, expiresAt, triesLeft } = sent.value;
    await setChallenge(parts.db, visit, { challenge, phone_masked: phoneMasked, code_until: expiresAt, tries_left: triesLeft });
    return { go: addressOf(scene.view, '/code') };
  }
  switch (sent.error) {
    case 'SMS-003':
      return note(scene.view, 'noPhone', 409, sitesCard(scene.view, sitesFor('', standing.proposal.district)));
    case 'SMS-005':
      return { status: 429, page: showCode(parts, scene, codeTexts.tooMany) };
    default:
      return { status: 503, page: showCode(parts, scene, codeTexts.notSent) };
  }
}

async function checkCode(parts: MobileParts, scene: Touched, fields: Fields): Promise<Answer> {
  const { link, visit, standing } = scene;
  const code = (fields['code'] ?? '').replaceAll(/\s/g, '');
  if (standing.is !== 'offer' && standing.is !== 'case') return showStanding(parts, scene, 409);
  if (scene.isKnown) return afterCode(parts, scene, fields);
  if (visit.challenge === null) return home(scene);
  if (!/^\d{6}$/.test(code)) return { status: 422, page: showCode(parts, scene, codeTexts.format) };
  const passed = await parts.codes.check(codeTerminal(link), visit.session, visit.challenge, code);
  if (!passed.ok) {
    const spent = passed.error === 'SMS-005';
    const tries_left = passed.error === 'SMS-001' ? Math.max(0, visit.tries_left - 1) : 0;
    const now = { ...scene, visit: await setChallenge(parts.db, visit, { ...visit, tries_left }) };
    const problem = spent ? codeTexts.spent : passed.error === 'SMS-002' ? codeTexts.late : codeTexts.wrong;
    return { status: 422, page: showCode(parts, now, problem) };
  }
  await writeAudit(parts.db, parts.clock, {
    terminal: atCentre,
    action: 'read.mobile',
    actor: onPhone,
    session: visit.session,
    personKey: link.person_key,
    purpose: standing.item.id,
    verification: 'sms:mobile-1',
    outcome: 'ok',
    subject: link.proposal_id,
  });
  return afterCode(parts, { ...scene, isKnown: true }, fields);
}

/** One touch may do two things: prove who it is, and say yes. */
function afterCode(parts: MobileParts, scene: Touched, fields: Fields): Promise<Answer> {
  switch (fields['next']) {
    case 'confirm':
      return confirm(parts, scene, fields);
    case 'notNow':
      return decline(parts, scene, 'notNow');
    default:
      return Promise.resolve(home(scene));
  }
}

async function confirm(parts: MobileParts, scene: Touched, fields: Fields, chosen?: HandoverChoice): Promise<Answer> {
  const ready = await readyToConfirm(parts, scene, fields);
  if ('answer' in ready) return ready.answer;
  const { offer } = ready;
  const handover = chosen ?? usualHandover(offer);
  if (!handover) return { go: addressOf(scene.view, '/address') };
  return settle(parts, scene, offer, { decision: 'confirmed', handover });
}

/** Everything that must hold before a yes counts, in the order in which the person can do something about it. */
async function readyToConfirm(
  parts: MobileParts,
  scene: Touched,
  fields: Fields,
): Promise<{ readonly offer: OpenOffer } | { readonly answer: Answer }> {
  const { standing } = scene;
  if (standing.is !== 'offer') return { answer: await showStanding(parts, scene, 409) };
  if (!standing.item.assurance.includes('sms')) return { answer: showFaceOnly(scene, standing) };
  if (!scene.isKnown) return { answer: refusal(scene.view, 'codeFirst', 403) };
  if (fields['shown'] !== shownHashOf(standing.offer))
    return { answer: await showStanding(parts, scene, 409, { hasChanged: true }) };
  return { offer: standing };
}

function usualHandover({ item, offer }: OpenOffer): HandoverChoice | undefined {
  if (item.handover === 'electronicOnly') return { way: 'none' };
  return offer.address && { way: 'courier', address: offer.address };
}

async function settle(parts: MobileParts, scene: Touched, offer: OpenOffer, choice: PhoneChoice): Promise<Answer> {
  const decided = await decide(parts, scene.link, scene.visit, offer, choice);
  if (decided.ok) {
    parts.log('proposal.moved', { proposal: offer.proposal.id, state: choice.decision });
    return home(scene);
  }
  if (decided.error.detail !== 'decided-already') return refusal(scene.view, refusalNotes[decided.error.detail], 409);
  const standing = (await readStanding(parts, scene.link)) ?? scene.standing;
  return showStanding(parts, { ...scene, standing }, 409);
}

async function confirmWithAddress(parts: MobileParts, scene: Touched, fields: Fields): Promise<Answer> {
  const ready = await readyToConfirm(parts, scene, fields);
  if ('answer' in ready) return ready.answer;
  if (ready.offer.item.handover === 'electronicOnly') return home(scene);
  const { name = '', phone = '', district = '', street = '' } = fields;
  const contact = readContact({ name, phone, province: '', city: '', district, street });
  if (contact.ok) return confirm(parts, scene, fields, { way: 'courier', address: contact.value });
  const sites = sitesFor(street, ready.offer.proposal.district);
  const values = { name, phone, district, street };
  return {
    status: 422,
    page: addressPage(scene.view, { values, problems: contact.error, shownHash: fields['shown'] ?? '', sites }),
  };
}

async function confirmWithSite(parts: MobileParts, scene: Touched, fields: Fields): Promise<Answer> {
  const site = findSite(fields['site'] ?? '');
  if (!site || scene.standing.is !== 'offer' || scene.standing.item.handover === 'electronicOnly')
    return showStanding(parts, scene, 409);
  return confirm(parts, scene, fields, { way: 'site', site: site.name['zh-CN'] });
}

async function decline(parts: MobileParts, scene: Touched, asked: string | undefined): Promise<Answer> {
  const { standing } = scene;
  if (standing.is !== 'offer') return showStanding(parts, scene, 409);
  if (!scene.isKnown) return refusal(scene.view, 'codeFirst', 403);
  const reason: DeclineReason | undefined = declineReason.safeParse(asked).data;
  if (!reason) return home(scene);
  return settle(parts, scene, standing, { decision: 'declined', reason });
}

/**
 * The message went to somebody else's phone or account: no code is asked for, because it would go to the other person. The proposal stays; this
 * contact is not used any more until a source confirms it anew, and its links are dead.
 */
async function disown(parts: MobileParts, scene: Touched): Promise<Answer> {
  const { party_key, person_key, channel, proposal_id } = scene.link;
  await inTransaction(parts.db, parts.clock, async (tx) => {
    await tx
      .updateTable('mobile_link')
      .set({ disowned_at: instantOf(parts.clock.now()) })
      .where('party_key', '=', party_key)
      .where('person_key', '=', person_key)
      .where('channel', '=', channel)
      .where('disowned_at', 'is', null)
      .execute();
    await tx
      .updateTable('party_contact')
      .set({ verified_at: null })
      .where('party_key', '=', party_key)
      .where('person_key', '=', person_key)
      .where('channel', '=', channel as 'app')
      .execute();
    await writeAudit(tx, parts.clock, {
      terminal: atCentre,
      action: 'contact.disown',
      actor: onPhone,
      session: scene.visit.session,
      personKey: person_key,
      purpose: channel,
      verification: 'none',
      outcome: 'ok',
      subject: proposal_id,
    });
  });
  return home(scene);
}

async function moveCase(parts: MobileParts, scene: Touched, what: 'withdraw' | 'corrected'): Promise<Answer> {
  const { standing, link, visit } = scene;
  if (standing.is !== 'case') return showStanding(parts, scene, 409);
  if (!scene.isKnown) return refusal(scene.view, 'codeFirst', 403);
  const moved = await (what === 'withdraw' ? withdraw : correct)(parts, link, visit, standing);
  if (moved) return home(scene);
  const now = (await readStanding(parts, link)) ?? standing;
  const refused = what === 'withdraw' ? caseTexts.tooLate : caseTexts.nothingToCorrect;
  return showStanding(parts, { ...scene, standing: now }, 409, { refused });
}

/** From a proposal whose facts are old to the one in its place: the same person, the same party, a link of its own. */
async function openNewer(parts: MobileParts, scene: Touched): Promise<Answer> {
  const { standing, link, view } = scene;
  if (standing.is !== 'superseded' || !standing.newer) return showStanding(parts, scene);
  const { party_key, person_key, channel } = link;
  const token = await makeMobileLink(parts.db, parts, { party_key, person_key, channel, proposal_id: standing.newer });
  return { go: addressOf({ ...view, base: `/m/${token}` }) };
}
