import type { OrganisationRecord } from '#contracts/approval/event.ts';
import type { DemoPerson } from '../demo-people.ts';
import { certificateSince } from './certificates.ts';
import { kindOf } from './certificate-kinds.ts';
import type { EventContact, Reach } from './contacts.ts';
import { ageOn, plusDays, plusYears } from './days.ts';
import { drawsOf } from './draws.ts';
import { usccFor } from './numbers.ts';
import { holderOf } from './organisations.ts';
import type { OrganisationEntry } from './organisations.ts';
import type { PersonEntry } from './persons.ts';
import { districtOf } from './places.ts';
import { districts } from './words.ts';
import type { District } from './words.ts';

/** The city itself: who is registered with the city's own bureau. */
const city: District = { ...districtOf('370202'), code: '370200', prefix: '青岛市' };

interface DemoOrganisation {
  readonly name: string;
  readonly class: string;
  readonly prefix: string;
  readonly unitType: string;
  readonly district: District;
  readonly address: string;
  readonly capital: string;
  /** Keys of `assets/demo/people.json`. */
  readonly legalRepresentative: string;
  readonly handlers: readonly string[];
  readonly certificates: readonly {
    readonly type: string;
    readonly grade?: string;
    readonly daysLeft?: number;
    /** What it still prints of before. */
    readonly stale?: 'legalRepresentative';
  }[];
}

/** The first organisations of a population with demo people; what they are there for is in the comments. */
const demoOrganisations: readonly DemoOrganisation[] = [
  {
    // The announced example: when this survey enterprise changes its name, its qualification has to follow.
    name: '青岛澜岳岩土工程勘察有限公司',
    class: 'survey',
    prefix: '91',
    unitType: '有限责任公司',
    district: city,
    address: '青岛市崂山区株洲路128号601室',
    capital: '800万元',
    legalRepresentative: 'wang-xiumei',
    handlers: ['li-guoqiang'],
    certificates: [{ type: 'survey-qualification', grade: '岩土工程乙级', daysLeft: 900 }],
  },
  {
    // Its registration certificate ends within sixty days.
    name: '平度市安川养老服务中心',
    class: 'private-non-enterprise',
    prefix: '52',
    unitType: '民办非企业单位',
    district: districtOf('370283'),
    address: '山东省平度市人民路66号',
    capital: '30万元',
    legalRepresentative: 'rare-bmp',
    handlers: [],
    certificates: [{ type: 'private-non-enterprise-registration', daysLeft: 45 }, { type: 'elderly-care-filing' }],
  },
  {
    // Its permit ends in time for the item that only Laixi has.
    name: '莱西市远诚人力资源有限公司',
    class: 'hr-service',
    prefix: '91',
    unitType: '有限责任公司',
    district: districtOf('370285'),
    address: '山东省莱西市烟台路208号',
    capital: '200万元',
    legalRepresentative: 'rare-surrogate',
    handlers: [],
    certificates: [{ type: 'hr-service-permit', daysLeft: 50 }],
  },
  {
    // Its certificate still shows who represented it before: found in the nightly run.
    name: '青岛嘉澜工程设计有限公司',
    class: 'engineering-design',
    prefix: '91',
    unitType: '有限责任公司',
    district: districtOf('370212'),
    address: '青岛市崂山区海尔路63号1502室',
    capital: '500万元',
    legalRepresentative: 'hong-kong',
    handlers: ['foreigner-2023'],
    certificates: [{ type: 'design-qualification', grade: '乙级', daysLeft: 1_200, stale: 'legalRepresentative' }],
  },
  {
    // Its representative can be reached nowhere.
    name: '青岛旺和酒店有限公司',
    class: 'public-place',
    prefix: '91',
    unitType: '有限责任公司',
    district: districtOf('370214'),
    address: '青岛市城阳区正阳路177号',
    capital: '100万元',
    legalRepresentative: 'no-record',
    handlers: [],
    certificates: [
      { type: 'public-place-permit', daysLeft: 70 },
      { type: 'food-business-permit', daysLeft: 800 },
    ],
  },
];

/** The organisation at a place, where it is one of the demonstration's and its people are there. */
export function findDemoOrganisation(
  people: readonly DemoPerson[],
  { seed, today }: { readonly seed: number; readonly today: string },
  index: number,
): OrganisationEntry | undefined {
  const demo = demoOrganisations[index];
  const byKey = (key: string): DemoPerson | undefined => people.find((person) => person.key === key);
  const legal = demo && byKey(demo.legalRepresentative);
  if (!demo || !legal) return undefined;
  const handlers = demo.handlers.flatMap((key) => byKey(key) ?? []);
  const draw = drawsOf(seed, 'demo', index);
  const longest = Math.max(...demo.certificates.map(({ type }) => kindOf(type).years));
  const record: OrganisationRecord = {
    uscc: usccFor(demo.prefix, demo.district.code, index, 7),
    name: demo.name,
    class: demo.class,
    district: demo.district.code,
    address: demo.address,
    capital: demo.capital,
    established: plusYears(today, -longest - 8),
    unitType: demo.unitType,
    status: 'normal',
    listedAbnormal: false,
    openCase: false,
    legalRepresentative: { name: legal.fields.name, idNumber: legal.fields.number },
  };
  const holder = holderOf(record, demo.district, index, draw);
  const certificates = demo.certificates.map(({ type, grade, daysLeft, stale }) => {
    const kind = kindOf(type);
    const last = daysLeft === undefined ? undefined : plusDays(today, daysLeft);
    const since = last === undefined ? plusYears(today, -3) : plusYears(plusDays(last, 1), -kind.years);
    const values = stale ? { ...holder.registered, [stale]: holder.former[stale] ?? '' } : holder.registered;
    const fields = Object.fromEntries(kind.printed.map((field) => [field, values[field] ?? '']));
    return {
      ...certificateSince(kind, holder, since, today),
      issuedOn: since,
      validFrom: since,
      ...(last !== undefined && { validTo: last }),
      status: 'valid' as const,
      fields: { ...fields, ...(grade !== undefined && { grade }) },
    };
  });
  return {
    index,
    record,
    certificates,
    handlers: handlers.map(({ fields }) => ({ name: fields.name, idNumber: fields.number })),
    reach: [demoReach(legal, 'legal-representative'), ...handlers.slice(0, 1).map((person) => demoReach(person, 'handler'))],
  };
}

/** The demo person at a place. */
export function findDemoPerson(people: readonly DemoPerson[], today: string, index: number): PersonEntry | undefined {
  const person = people[index];
  if (!person) return undefined;
  const { name, number } = person.fields;
  const birth = dayOf(person.fields['birth']);
  const address = typeof person.fields['address'] === 'string' ? person.fields['address'] : '青岛市崂山区海尔路63号';
  const district =
    districts.find(({ short }) => address.includes(`${short}区`) || address.includes(`${short}市`)) ?? districtOf('370212');
  const subject = { kind: 'person', idNumber: number } as const;
  const holder = { subject, district, serial: index, registered: { name }, former: {} };
  const old = ageOn(birth, today) >= 60;
  return {
    index,
    record: {
      idNumber: number,
      name,
      birth,
      district: district.code,
      address,
      resident: person.fields['ethnicCode'] !== undefined,
      status: 'normal',
    },
    certificates: [
      certificateSince(kindOf('social-security-card'), holder, plusDays(plusYears(today, -10), 25), today),
      ...(old ? [] : [certificateSince(kindOf('driving-licence'), holder, plusDays(plusYears(today, -10), 400), today)]),
    ],
    reach: demoReach(person, 'legal-representative'),
  };
}

function dayOf(birth: unknown): string {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(String(birth)) ?? [];
  return `${year ?? '1970'}-${month ?? '01'}-${day ?? '01'}`;
}

function demoReach({ key, phone }: DemoPerson, of: EventContact['of']): Reach {
  if (phone === undefined) return { phone: 'none', contacts: [] };
  const account = (channel: EventContact['channel'], address: string): EventContact => ({ channel, address, verified: true, of });
  return {
    phone: 'verified',
    contacts: [
      account('sms', phone),
      account('wechat', `oDemo-${key}`.padEnd(28, '0').slice(0, 28)),
      account('app', `qyb-demo-${key}`),
    ],
  };
}
