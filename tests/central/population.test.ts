import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDemoPeople } from '#central/stand-ins/demo-people.ts';
import { certificateKinds } from '#central/stand-ins/population/certificate-kinds.ts';
import { organisationClasses, ageHoldings, personHoldings } from '#central/stand-ins/population/classes.ts';
import { ageOn, daysFrom, nextLeapDay, plusDays, plusYears } from '#central/stand-ins/population/days.ts';
import { identityAt } from '#central/stand-ins/population/identities.ts';
import type { OrganisationEntry, PersonEntry } from '#central/stand-ins/population/index.ts';
import { generatePopulation } from '#central/stand-ins/population/index.ts';
import { openWorld } from '#central/stand-ins/population/world.ts';
import type { CertificateRecord } from '#contracts/approval/event.ts';
import { certificateRecord, domainEvent, organisationRecord, personRecord } from '#contracts/approval/event.ts';
import type { LocalDate } from '#contracts/basics/clock.ts';
import { isValidIdNumber } from '#contracts/basics/id-number.ts';
import { isValidUscc } from '#contracts/basics/uscc.ts';
import { agencies, certificateTypes, classes, districts, items } from './items-content-kit.ts';

const today = '2026-11-25' as LocalDate;
const options = { seed: 20_261_125, organisations: 6_700, persons: 60_000, today };
const population = generatePopulation(options);
const organisations = [...population.organisations()];
const persons = [...population.persons()];
const contactsShape = domainEvent.shape.contacts.unwrap();
const tenDistricts = districts.filter(({ level }) => level !== 'city').map(({ code }) => code);

const certificatesOf = (entries: readonly (OrganisationEntry | PersonEntry)[]): CertificateRecord[] =>
  entries.flatMap(({ certificates }) => certificates);
const share = <T>(list: readonly T[], is: (one: T) => boolean): number => list.filter(is).length / list.length;
const unique = <T>(list: readonly T[]): number => new Set(list).size;

describe('the population as a whole', () => {
  test('has its sizes', () => expect([organisations.length, persons.length]).toEqual([6_700, 60_000]));

  test('is the same for the same seed, entry by entry, in whatever order it is asked', () => {
    const again = generatePopulation(options);
    for (const index of [6_699, 0, 17, 4_242]) expect(again.organisationAt(index)).toEqual(organisations[index]);
    for (const index of [59_999, 3, 31_337]) expect(again.personAt(index)).toEqual(persons[index]);
  });

  test('is another one for another seed', () => {
    const other = generatePopulation({ ...options, seed: 1 });
    const same = [0, 1, 2, 3, 4, 5, 6, 7].filter((i) => other.personAt(i).record.name === persons[i]?.record.name);
    expect(same.length).toBeLessThan(3);
  });

  test('records are what events carry', () => {
    for (const { record, certificates, reach, handlers } of organisations) {
      organisationRecord.parse(record);
      for (const certificate of certificates) certificateRecord.parse(certificate);
      contactsShape.parse(reach.flatMap(({ contacts }) => contacts));
      expect(handlers.length).toBeLessThanOrEqual(4);
    }
    for (const { record, certificates, reach } of persons.filter((_, i) => i % 7 === 0)) {
      personRecord.parse(record);
      for (const certificate of certificates) certificateRecord.parse(certificate);
      contactsShape.parse(reach.contacts);
    }
  });

  test('670,000 parties: the last one needs none before it, and numbers do not meet', () => {
    const large = generatePopulation({ ...options, organisations: 67_000, persons: 603_000 });
    const step = 97;
    const someOrganisations = Array.from({ length: 600 }, (_, i) => large.organisationAt(66_999 - i * step));
    const somePersons = Array.from({ length: 6_000 }, (_, i) => large.personAt(602_999 - i * step));
    expect(unique(someOrganisations.map(({ record }) => record.uscc))).toBe(600);
    expect(unique(somePersons.map(({ record }) => record.idNumber))).toBe(6_000);
    expect(someOrganisations.filter(({ record }) => !isValidUscc(record.uscc))).toEqual([]);
    expect(somePersons.filter(({ record }) => !isValidIdNumber(record.idNumber))).toEqual([]);
  });

  test.each([-1, 0.5, Number.NaN])('index %d is no index', (index) => {
    expect(() => population.organisationAt(index)).toThrow('index');
    expect(() => population.personAt(index)).toThrow('index');
  });
});

describe('organisations', () => {
  test('have codes that check, each its own', () => {
    expect(organisations.filter(({ record }) => !isValidUscc(record.uscc))).toEqual([]);
    expect(unique(organisations.map(({ record }) => record.uscc))).toBe(organisations.length);
    expect(unique(organisations.map(({ record }) => record.name))).toBe(organisations.length);
  });

  test('are of the 16 classes, over the ten districts, each district having most classes', () => {
    const of = (district: string): string[] =>
      organisations.filter(({ record }) => record.district === district).map(({ record }) => record.class);
    const wanted = classes.filter(({ kind }) => kind === 'organisation').map(({ code }) => code);
    expect([...new Set(organisations.map(({ record }) => record.class))].sort()).toEqual(wanted.sort());
    expect([...new Set(organisations.map(({ record }) => record.district))].sort()).toEqual(tenDistricts);
    for (const district of tenDistricts) expect(unique(of(district))).toBeGreaterThanOrEqual(12);
    for (const code of wanted) expect(organisations.filter(({ record }) => record.class === code).length).toBeGreaterThan(40);
  });

  test('existed before their certificates, and have capital and an address', () => {
    for (const { record, certificates } of organisations) {
      expect(record).toMatchObject({
        capital: expect.stringMatching(/^\d+万元$/),
        address: expect.stringMatching(/.{9}号\d+室$/),
      });
      expect(certificates.filter(({ validFrom }) => validFrom <= (record.established ?? '9999'))).toEqual([]);
    }
  });

  test('are nearly all in order; some are not, in every way', () => {
    expect(share(organisations, ({ record }) => record.status === 'normal')).toBeGreaterThan(0.95);
    const found = organisations.map(({ record }) => record);
    for (const status of ['abnormal', 'revoked', 'cancelled'])
      expect(found.filter((one) => one.status === status).length).toBeGreaterThan(5);
    expect(found.filter(({ listedAbnormal }) => listedAbnormal).length).toBeGreaterThan(50);
    expect(found.filter(({ openCase }) => openCase).length).toBeGreaterThan(20);
  });

  test('are represented by grown-up persons of the population, each by another one', () => {
    const byNumber = new Map(persons.map(({ record }) => [record.idNumber, record]));
    for (const { record, handlers } of organisations) {
      for (const { name, idNumber } of [record.legalRepresentative, ...handlers]) {
        const person = byNumber.get(idNumber);
        expect(person?.name).toBe(name);
        expect(ageOn(person?.birth ?? today, today)).toBeGreaterThanOrEqual(24);
      }
    }
    const everybody = organisations.flatMap(({ record, handlers }) => [record.legalRepresentative, ...handlers]);
    expect(unique(everybody.map(({ idNumber }) => idNumber))).toBe(everybody.length);
  });
});

describe('persons', () => {
  test('have numbers that check, each its own, of an area that no place has', () => {
    const wrong = persons.filter(
      ({ record: { idNumber, birth } }) =>
        !isValidIdNumber(idNumber) || !idNumber.startsWith('370299') || idNumber.slice(6, 14) !== birth.replaceAll('-', ''),
    );
    expect(wrong).toEqual([]);
    expect(unique(persons.map(({ record }) => record.idNumber))).toBe(persons.length);
    expect(districts.map(({ code }) => code)).not.toContain('370299');
  });

  test('the 17th digit says the sex', () => {
    const world = openWorld(options);
    const identities = Array.from({ length: 2_000 }, (_, i) => identityAt(world, i));
    for (const { idNumber, sex } of identities) expect(Number(idNumber[16]) % 2 === 1).toBe(sex === 'male');
    expect(share(identities, ({ sex }) => sex === 'male')).toBeCloseTo(0.5, 1);
  });

  test('are of all ages, born in the past, each age as old as it should be', () => {
    const ages = persons.map(({ record }) => ageOn(record.birth, today));
    for (const age of [0, 6, 16, 40, 60, 65, 80, 85, 90]) expect(ages.filter((one) => one === age).length).toBeGreaterThan(20);
    expect(persons.filter(({ record }) => record.birth > today)).toEqual([]);
    expect(share(ages, (age) => age >= 65)).toBeCloseTo(0.165, 2);
  });

  test('whoever has reached an age mostly holds what comes with it, since then and not before', () => {
    const held = persons.flatMap(({ record, certificates }) =>
      certificates.filter(({ type }) => type === 'old-age-allowance').map((certificate) => ({ record, certificate })),
    );
    expect(held.length).toBeGreaterThan(500);
    for (const { record, certificate } of held) {
      expect(ageOn(record.birth, certificate.validFrom)).toSatisfy((age: number) => [80, 85, 90].includes(age));
      expect(certificate.validFrom <= today).toBe(true);
    }
  });
});

describe('certificates', () => {
  const ofOrganisations = certificatesOf(organisations);
  const ofPersons = certificatesOf(persons);
  const all = [...ofOrganisations, ...ofPersons];

  test('are of the types that items are about, valid for as long as those usually are', () => {
    expect([...certificateKinds.keys()].sort()).toEqual(certificateTypes.map(({ code }) => code).sort());
    for (const { code, usualYears } of certificateTypes)
      expect([code, certificateKinds.get(code)?.years]).toEqual([code, usualYears ?? 0]);
  });

  test('classes are those of the items, and hold what the items of their class are about', () => {
    expect(organisationClasses.map(({ code }) => code).sort()).toEqual(
      classes
        .filter(({ kind }) => kind === 'organisation')
        .map(({ code }) => code)
        .sort(),
    );
    const holding = new Set(
      organisations.flatMap(({ record, certificates }) => certificates.map(({ type }) => `${record.class} ${type}`)),
    );
    const organisationItems = items.filter(({ item }) => item.serves === 'organisation').map(({ item }) => item);
    for (const { certificateType, partyClasses } of organisationItems)
      expect(partyClasses.filter((one) => holding.has(`${one} ${certificateType}`))).not.toEqual([]);
    const personTypes = new Set([...personHoldings, ...ageHoldings].map(({ type }) => type));
    for (const { item } of items.filter(({ item }) => item.serves === 'person'))
      expect(personTypes).toContain(item.certificateType);
    const held = new Set(ofPersons.map(({ type }) => type));
    expect([...held].sort()).toEqual([...personTypes].sort());
  });

  test('print what their change items look at', () => {
    for (const { item, decision } of items.filter(({ item }) => item.type === 'change')) {
      const looked = (['name', 'legalRepresentative', 'address', 'capital'] as const).filter((field) =>
        decision.includes(`<text>certificate.${field}Matches</text>`),
      );
      expect([item.id, certificateKinds.get(item.certificateType)?.printed]).toEqual([item.id, looked]);
    }
  });

  test('each has its own number within its type, except the versions of one', () => {
    const keys = all.map(({ type, number, version }) => `${type} ${number} ${version}`);
    expect(unique(keys)).toBe(keys.length);
  });

  test('are issued by bureaus that there are', () => {
    const names = new Set(agencies.map(({ name }) => name['zh-CN']));
    for (const issuer of new Set(all.map(({ issuer }) => issuer))) expect(names).toContain(issuer);
  });

  test('last the years of their kind, to the day', () => {
    const wrong = all.filter(({ type, validFrom, validTo }) => {
      const years = certificateKinds.get(type)?.years ?? 0;
      if (validTo === undefined) return years !== 0;
      return Math.abs(daysFrom(plusYears(validFrom, years), plusDays(validTo, 1))) > 1;
    });
    expect(wrong).toEqual([]);
  });

  test('some end soon, some have ended, some on 29 February, some when offices are closed', () => {
    const ends = ofOrganisations.filter(({ status }) => status === 'valid').flatMap(({ validTo }) => validTo ?? []);
    const near = share(ends, (day) => daysFrom(today, day) <= 90);
    expect(near).toBeGreaterThan(0.08);
    expect(near).toBeLessThan(0.3);
    expect(ends.filter((day) => day === nextLeapDay(today)).length).toBeGreaterThan(10);
    expect(ends.filter((day) => /-(01-01|05-01|10-01)$/.test(day)).length).toBeGreaterThan(20);
    expect(ofOrganisations.filter(({ status }) => status === 'expired').length).toBeGreaterThan(20);
    const ended = ({ validTo }: CertificateRecord): boolean => (validTo ?? today) < today;
    expect(all.filter((one) => (one.status === 'expired' && !ended(one)) || (one.status === 'valid' && ended(one)))).toEqual([]);
  });

  test('a few were replaced or revoked; a replaced one has its follower', () => {
    expect(ofOrganisations.filter(({ status }) => status === 'revoked').length).toBeGreaterThan(50);
    const replaced = ofOrganisations.filter(({ status }) => status === 'superseded');
    expect(replaced.length).toBeGreaterThan(100);
    const current = new Set(
      ofOrganisations.filter(({ version }) => version === 2).map(({ type, number }) => `${type} ${number}`),
    );
    for (const { type, number, version } of replaced) expect([version, current.has(`${type} ${number}`)]).toEqual([1, true]);
  });

  test('a few print a name, a representative, an address, a capital that is not so any more', () => {
    const stale = (field: 'name' | 'address' | 'capital' | 'legalRepresentative'): number =>
      organisations.filter(({ record, certificates }) => {
        const now = field === 'legalRepresentative' ? record.legalRepresentative.name : record[field];
        return certificates.some(
          ({ status, fields }) => status === 'valid' && fields[field] !== undefined && fields[field] !== now,
        );
      }).length;
    for (const field of ['name', 'legalRepresentative', 'address'] as const) {
      expect(stale(field)).toBeGreaterThan(50);
      expect(stale(field)).toBeLessThan(800);
    }
    expect(stale('capital')).toBeGreaterThan(5);
  });
});

describe('contacts', () => {
  const reaches = organisations.map(({ reach }) => reach[0]);

  test.each([
    ['verified', 0.7],
    ['unverified', 0.15],
    ['none', 0.1],
    ['someone-elses', 0.05],
  ] as const)('%s: %d of them', (quality, wanted) => {
    expect(Math.abs(share(reaches, (reach) => reach?.phone === quality) - wanted)).toBeLessThan(0.015);
    expect(Math.abs(share(persons, ({ reach }) => reach.phone === quality) - wanted)).toBeLessThan(0.01);
  });

  test('say of themselves what they are', () => {
    const wrong = persons.filter(({ reach: { phone, contacts } }) => {
      const sms = contacts.filter(({ channel }) => channel === 'sms');
      if (phone === 'none') return contacts.length > 0;
      return sms.length !== 1 || sms[0]?.verified !== (phone !== 'unverified');
    });
    expect(wrong).toEqual([]);
  });

  test("someone else's number is one that another person has verified as their own", () => {
    const owner = new Map(
      persons
        .filter(({ reach }) => reach.phone === 'verified')
        .map((entry) => [entry.reach.contacts[0]?.address, entry.record.idNumber]),
    );
    for (const { record, reach } of persons.filter(({ reach }) => reach.phone === 'someone-elses').slice(0, 1_000)) {
      const of = owner.get(reach.contacts[0]?.address);
      expect(of).toBeDefined();
      expect(of).not.toBe(record.idNumber);
    }
  });

  test('addresses have the form of their channel; phones are of a block that is not in service', () => {
    const forms = { sms: /^160\d{8}$/, wechat: /^o[\w-]{27}$/, alipay: /^2088\d{12}$/, app: /^qyb-\d{9}$/ } as const;
    const written = persons.flatMap(({ reach }) => reach.contacts);
    expect(new Set(written.map(({ channel }) => channel)).size).toBe(4);
    expect(written.filter(({ channel, address }) => !forms[channel].test(address))).toEqual([]);
  });
});

describe('the demonstration', () => {
  const people = readDemoPeople(path.resolve(import.meta.dirname, '../../assets/demo/people.json'));
  const demo = generatePopulation({ ...options, people });
  const numberOf = (key: string): string | undefined => people.find((person) => person.key === key)?.fields.number;

  test('begins with the announced example: a survey enterprise of the city, in order, its representative reachable', () => {
    const { record, certificates, handlers, reach } = demo.organisationAt(0);
    expect(record).toMatchObject({
      class: 'survey',
      district: '370200',
      status: 'normal',
      listedAbnormal: false,
      openCase: false,
    });
    expect(isValidUscc(record.uscc)).toBe(true);
    expect(record.legalRepresentative).toEqual({ name: '王秀梅', idNumber: numberOf('wang-xiumei') });
    expect(handlers.map(({ idNumber }) => idNumber)).toEqual([numberOf('li-guoqiang')]);
    expect(certificates).toMatchObject([
      {
        type: 'survey-qualification',
        status: 'valid',
        district: '370200',
        fields: { name: record.name, legalRepresentative: '王秀梅', address: record.address },
      },
    ]);
    expect(reach[0]?.contacts[0]).toEqual({ channel: 'sms', address: '13912346027', verified: true, of: 'legal-representative' });
  });

  test('has its people first, with the ids of the file and records that events can carry', () => {
    people.forEach((person, index) => {
      const { record, certificates } = demo.personAt(index);
      expect(personRecord.parse(record)).toMatchObject({ name: person.fields.name, idNumber: person.fields.number });
      for (const certificate of certificates) certificateRecord.parse(certificate);
    });
    expect(demo.personAt(0).record).toMatchObject({ birth: '1968-03-12', district: '370215', resident: true });
    expect(demo.personAt(people.length).record).toEqual(population.personAt(people.length).record);
  });

  test('has needs that only the night finds: two that end soon, one that still prints the representative of before', () => {
    const [care, agency, design, hotel] = [1, 2, 3, 4].map((index) => demo.organisationAt(index));
    expect([care?.record.district, agency?.record.district]).toEqual(['370283', '370285']);
    for (const entry of [care, agency]) expect(daysFrom(today, entry?.certificates[0]?.validTo ?? today)).toBeLessThanOrEqual(60);
    expect(design?.certificates[0]?.fields['legalRepresentative']).not.toBe(design?.record.legalRepresentative.name);
    expect(hotel?.reach.map(({ phone }) => phone)).toEqual(['none']);
    for (const entry of [care, agency, design, hotel]) {
      organisationRecord.parse(entry?.record);
      for (const certificate of entry?.certificates ?? []) certificateRecord.parse(certificate);
    }
  });

  test('lends its people to no other organisation', () => {
    const theirs = new Set(people.map(({ fields }) => fields.number));
    const others = organisations.slice(5).flatMap(({ record, handlers }) => [record.legalRepresentative, ...handlers]);
    expect(others.filter(({ idNumber }) => theirs.has(idNumber))).toEqual([]);
  });
});
