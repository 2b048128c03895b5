import type { CertificateRecord, OrganisationRecord } from '#contracts/approval/event.ts';
import type { Holder } from './certificates.ts';
import { certificatesOf } from './certificates.ts';
import { kindOf } from './certificate-kinds.ts';
import { unitTypeOf } from './classes.ts';
import type { OrganisationClass } from './classes.ts';
import type { Reach } from './contacts.ts';
import { reachOf } from './contacts.ts';
import { plusDays } from './days.ts';
import type { Draw } from './draws.ts';
import { drawsOf, permute, pick } from './draws.ts';
import { identityAt, nameOf } from './identities.ts';
import { usccFor } from './numbers.ts';
import { addressIn, districtFor } from './places.ts';
import type { District } from './words.ts';
import { markFirst, markSecond } from './words.ts';
import type { World } from './world.ts';
import { adultAt, slotAt } from './world.ts';

/** An organisation as all its registers together know it. */
export interface OrganisationEntry {
  readonly index: number;
  readonly record: OrganisationRecord;
  readonly certificates: readonly CertificateRecord[];
  readonly handlers: readonly { readonly name: string; readonly idNumber: string }[];
  /** Of the legal representative, then of the first handler. */
  readonly reach: readonly Reach[];
}

/** The `index`-th organisation. Its people are persons of the same population. */
export function organisationAt(world: World, index: number): OrganisationEntry {
  const { seed, today } = world.options;
  const draw = drawsOf(seed, 'organisation', index);
  const { value: kind, nth } = slotAt(world.classes, index);
  const district = districtFor(draw('district'));
  const prefix = pick(kind.prefixes, draw('prefix'));
  const [legalIndex, handlerIndex] = [adultAt(world, index * 2), adultAt(world, index * 2 + 1)];
  const legal = identityAt(world, legalIndex);
  const handler = draw('handler') < 0.7 ? identityAt(world, handlerIndex) : undefined;
  const unestablished = {
    uscc: usccFor(prefix, district.code, index, Math.floor(drawsOf(seed, 'uscc', 0)('offset') * 1_000_000)),
    name: organisationName(kind, district, prefix, nth, seed),
    class: kind.code,
    district: district.code,
    address: addressIn(district, draw, 'office'),
    capital: `${pick(prefix === '91' ? capitals : smallCapitals, draw('capital'))}万元`,
    unitType: unitTypeOf(prefix),
    ...standing(draw('standing')),
    legalRepresentative: { name: legal.name, idNumber: legal.idNumber },
  };
  const holder = holderOf(unestablished, district, index, draw);
  const certificates = holdingsOf(kind, unestablished.name, draw).flatMap((type) =>
    certificatesOf(kindOf(type), holder, draw, today),
  );
  const first = certificates.map(({ validFrom }) => validFrom).sort()[0] ?? today;
  return {
    index,
    record: { ...unestablished, established: plusDays(first, -60 - Math.floor(draw('established') ** 2 * 20 * 365)) },
    certificates,
    handlers: handler ? [{ name: handler.name, idNumber: handler.idNumber }] : [],
    reach: [reachOf(world, legalIndex, 'legal-representative'), ...(handler ? [reachOf(world, handlerIndex, 'handler')] : [])],
  };
}

function holdingsOf(kind: OrganisationClass, name: string, draw: Draw): string[] {
  return kind.holdings
    .filter(([type, share, trades]) => (trades?.some((word) => name.includes(word)) ?? true) && draw(`holds ${type}`) < share)
    .map(([type]) => type);
}

const capitals = [50, 100, 200, 300, 500, 800, 1000, 2000, 3000, 5000, 10_000] as const;
const smallCapitals = [3, 5, 10, 20, 30, 50] as const;

/** What an organisation's certificates print of it, now and before. */
export function holderOf(record: OrganisationRecord, district: District, serial: number, draw: Draw): Holder {
  const { name, address, capital } = record;
  return {
    subject: { kind: 'organisation', uscc: record.uscc },
    district,
    serial,
    registered: {
      name,
      address,
      legalRepresentative: record.legalRepresentative.name,
      ...(capital !== undefined && { capital }),
    },
    former: {
      name: formerName(name, draw),
      address: addressIn(district, draw, 'former office'),
      legalRepresentative: nameOf(draw, draw('former sex') < 0.5 ? 'male' : 'female', 'former representative'),
      ...(capital !== undefined && { capital: capital === '200万元' ? '100万元' : '200万元' }),
    },
  };
}

/** The same trade under the trade name of before. */
function formerName(name: string, draw: Draw): string {
  const marks = `${pick(markFirst, draw('former mark 1'))}${pick(markSecond, draw('former mark 2'))}`;
  const place = /^(青岛市?|胶州市|平度市|莱西市)/.exec(name)?.[0] ?? '';
  const rest = name.slice(place.length);
  return rest.startsWith(marks) ? `${place}原${rest}` : `${place}${marks}${rest.slice(2)}`;
}

/** Place, trade name, trade, form. The trade names of one class repeat only when all of them have been given. */
function organisationName(kind: OrganisationClass, district: District, prefix: string, nth: number, seed: number): string {
  const all = markFirst.length * markSecond.length;
  const mark = permute(nth, all, 653, Math.floor(drawsOf(seed, kind.code, 0)('mark') * all));
  const round = Math.floor(nth / all);
  const first = markFirst[mark % markFirst.length] ?? '';
  const second = markSecond[Math.floor(mark / markFirst.length)] ?? '';
  const third = round === 0 ? '' : (markSecond[round % markSecond.length] ?? '');
  const trade = kind.trades[nth % kind.trades.length] ?? '';
  const form = prefix === '91' && !trade.endsWith('公司') ? '有限公司' : '';
  return `${district.place}${first}${second}${third}${trade}${form}`;
}

/** How it stands in the registers: 94 of a hundred without a blemish. */
function standing(draw: number): Pick<OrganisationRecord, 'status' | 'listedAbnormal' | 'openCase'> {
  const good = { status: 'normal', listedAbnormal: false, openCase: false } as const;
  if (draw < 0.94) return good;
  if (draw < 0.965) return { ...good, listedAbnormal: true };
  if (draw < 0.975) return { ...good, openCase: true };
  if (draw < 0.98) return { ...good, status: 'abnormal', listedAbnormal: true };
  return draw < 0.993 ? { ...good, status: 'revoked' } : { ...good, status: 'cancelled' };
}
