import { maskIdNumber, maskName, maskPhone } from '#contracts/basics/mask.ts';
import type { CourierAddress, ProposalOffer } from '#contracts/approval/proposal.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import { languages } from '#contracts/domain/localized.ts';
import { districts, isDistrictCode, region } from '../logistics/index.ts';

/**
 * An offer as whoever holds the link may read it: a message may be passed on, or shown in a preview. Nothing that names a person; of an
 * organisation what anybody finds in the register; no address, no phone, no values of the form.
 */
export function maskedOffer(offer: ProposalOffer): ProposalOffer {
  const { address, ...rest } = offer;
  const isPerson = offer.party.kind === 'person';
  const isPersonal = ({ label }: ProposalOffer['changes'][number]): boolean => isPerson || label['zh-CN'] === '法定代表人';
  const personal = [
    ...(isPerson ? [offer.party.name] : []),
    ...offer.changes.filter(isPersonal).flatMap(({ before, after }) => [before, after]),
  ].filter((value) => value !== '' && !isDay(value));
  const hide = (text: LocalizedText): LocalizedText => mapText(text, (words) => personal.reduce(withoutPerson, words));
  return {
    ...rest,
    known: [],
    what: hide(offer.what),
    why: hide(offer.why),
    party: isPerson ? { ...offer.party, name: maskName(offer.party.name) } : offer.party,
    changes: offer.changes.map((change) =>
      isPersonal(change) ? { ...change, before: maskedValue(change.before), after: maskedValue(change.after) } : change,
    ),
    ...(address && { address: maskedAddress(address) }),
  };
}

function withoutPerson(words: string, value: string): string {
  return words.replaceAll(value, maskedValue(value));
}

/** A day of a certificate says nothing about who holds it. */
function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value);
}

function maskedValue(value: string): string {
  return isDay(value) ? value : maskName(value);
}

function maskedAddress(address: CourierAddress): CourierAddress {
  const { name, phone, district } = address;
  const street = `${Array.from(localStreet(address)).slice(0, 4).join('')}……`;
  return { name: maskName(name), phone: maskPhone(phone), district, street };
}

/** Without province, city and district, which registers write in front of the street. */
export function localStreet({ district, street }: Pick<CourierAddress, 'district' | 'street'>): string {
  const prefixes = [region.province, region.city, ...(isDistrictCode(district) ? [districts[district]['zh-CN']] : [])];
  return prefixes.reduce((rest, prefix) => (rest.startsWith(prefix) ? rest.slice(prefix.length).trim() : rest), street);
}

/** Numbers that the item marks stay masked also for the person: others may look over their shoulder. */
export function shownValue({ value, masked }: ProposalOffer['known'][number]): string {
  if (!masked) return value;
  return /^1\d{10}$/.test(value) ? maskPhone(value) : maskIdNumber(value);
}

function mapText(text: LocalizedText, change: (words: string) => string): LocalizedText {
  return Object.fromEntries(languages.map((language) => [language, change(text[language])])) as LocalizedText;
}
