import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { approvalItem } from '#contracts/approval/item.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { Facts } from '#contracts/approval/facts.ts';
import { proposalOffer } from '#contracts/approval/proposal.ts';
import type { ProposalState } from '#contracts/approval/proposal.ts';
import type { Instant, LocalDate } from '#contracts/basics/clock.ts';
import { ok, err } from '#contracts/basics/result.ts';
import { ageOn, buildFacts, daysBetween } from '#central/inference/facts.ts';
import { baseKey, indexItems, judgeParty, placeFor } from '#central/inference/judge.ts';
import type { DecisionAnswer, Judged, JudgeItem } from '#central/inference/judge.ts';
import { buildOffer, fill } from '#central/inference/offer.ts';
import type { OfferSources } from '#central/inference/offer.ts';
import { planProposals } from '#central/inference/plan.ts';
import { isOpen, mayComeBack } from '#central/inference/proposal-machine.ts';
import type { KnownProposal } from '#central/inference/writes.ts';
import type { CertificateRow, PartyRow } from '#central/parties/index.ts';
import { marksOf } from '#central/parties/index.ts';
import { openCalendar, readVocabulary } from '#central/process/index.ts';
import { openPseudonyms } from '#central/store/index.ts';

// The pure parts of 智能研判: what facts say, which proposals follow, and what the person reads.
const assets = path.resolve(import.meta.dirname, '../../assets');
const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-judging-'));
const pseudonyms = openPseudonyms(keys);
afterAll(() => rmSync(keys, { recursive: true, force: true }));

function itemOf(id: string): ApprovalItem {
  return approvalItem.parse(JSON.parse(readFileSync(path.join(assets, 'items', id, 'item.json'), 'utf8')));
}
const survey = itemOf('construction.survey-qualification-change');
const intermediary = itemOf('labour.intermediary-permit-renewal');

const at = '2026-11-25T01:00:00.000Z' as Instant;

function partyWith(changes: Partial<PartyRow> = {}, name = '青岛新名勘察有限公司'): PartyRow {
  const facts = { name, address: '青岛市崂山区株洲路128号601室', capital: '800万元', unitType: '有限责任公司' };
  return {
    party_key: 'k'.repeat(64),
    kind: 'organisation',
    uscc: '91370200M000100Y43',
    class: 'survey',
    district: '370200',
    status: 'normal',
    listed_abnormal: false,
    open_case: false,
    facts,
    marks: { ...marksOf(pseudonyms, { name, address: facts.address, legalRepresentative: '王秀梅' }) },
    sealed: '',
    record_version: 4,
    source: 'market-regulation',
    source_at: at,
    ...changes,
  };
}

function certificateWith(changes: Partial<CertificateRow> = {}, name = '青岛旧名勘察有限公司'): CertificateRow {
  const fields = { name, address: '青岛市崂山区株洲路128号601室' };
  return {
    party_key: 'k'.repeat(64),
    type: 'survey-qualification',
    number: 'B237000001',
    version: 1,
    district: '370200',
    issuer: '青岛市行政审批服务局',
    issued_on: '2024-01-01' as LocalDate,
    valid_from: '2024-01-01' as LocalDate,
    valid_to: '2029-01-01' as LocalDate,
    status: 'valid',
    fields,
    marks: { ...marksOf(pseudonyms, { ...fields, legalRepresentative: '王秀梅' }) },
    sealed: '',
    source: 'construction',
    source_at: at,
    case_number: null,
    ...changes,
  };
}

describe('facts', () => {
  const today = '2026-11-25';
  const factsOf = (sources: Partial<Parameters<typeof buildFacts>[0]>): Facts =>
    buildFacts({ party: partyWith(), today, underWay: false, ...sources });

  test('a fact that its source has not given is absent, never false or 0', () => {
    const bare = factsOf({
      party: partyWith({ listed_abnormal: null, open_case: null, marks: {} }),
      certificate: certificateWith({ valid_to: null }),
    });
    for (const name of [
      'party.listedAbnormal',
      'party.openCase',
      'party.age',
      'party.resident',
      'certificate.daysToExpiry',
      'certificate.nameMatches',
      'certificate.addressMatches',
    ] as const)
      expect(Object.keys(bare)).not.toContain(name);
    expect(bare['certificate.capitalMatches']).toBe(true); // it does not print one: that cannot differ
    expect(factsOf({})['event.type']).toBe('none');
    expect(Object.keys(factsOf({})).some((name) => name.startsWith('certificate.') && name !== 'certificate.underWay')).toBe(
      false,
    );
  });

  test('names that are written differently are the same name', () => {
    const printed = certificateWith({}, '青岛　新名 勘察有限公司');
    expect(factsOf({ certificate: printed })['certificate.nameMatches']).toBe(true);
    expect(factsOf({ certificate: certificateWith({}, '青岛新名勘查有限公司') })['certificate.nameMatches']).toBe(false);
  });

  test('an expiry on 29 February is counted by the calendar', () => {
    const daysOn = (day: string): unknown =>
      factsOf({ today: day, certificate: certificateWith({ valid_to: '2028-02-29' as LocalDate }) })['certificate.daysToExpiry'];
    expect(['2028-02-28', '2028-02-29', '2028-03-01', '2027-12-01', '2027-03-01'].map(daysOn)).toEqual([1, 0, -1, 90, 365]);
  });

  test('who was born on 29 February is a year older on 1 March of other years', () => {
    expect(['2026-02-28', '2026-03-01', '2028-02-28', '2028-02-29'].map((day) => ageOn('1948-02-29', day))).toEqual([
      77, 78, 79, 80,
    ]);
    expect(ageOn('1946-11-25', '2026-11-24')).toBe(79);
    expect(ageOn('1946-11-25', '2026-11-25')).toBe(80);
  });

  test('an event’s age is counted in local days: 23:59 and 00:01 in China are two days', () => {
    const event = (moment: string) => ({ type: 'registrationChanged' as const, changed: [], at: moment });
    expect(factsOf({ event: event('2026-11-24T15:59:00.000Z') })['event.ageDays']).toBe(1);
    expect(factsOf({ event: event('2026-11-24T16:01:00.000Z') })['event.ageDays']).toBe(0);
  });

  test('days between are whole, antisymmetric and additive over any days', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, day, (a, b, c) => {
        expect(Number.isInteger(daysBetween(a, b))).toBe(true);
        expect(daysBetween(a, b) + daysBetween(b, a)).toBe(0);
        expect(daysBetween(a, b) + daysBetween(b, c)).toBe(daysBetween(a, c));
      }),
    );
  });

  test('what must be done by a holiday is due on a working day before it', () => {
    const calendar = openCalendar(path.join(assets, 'calendar', 'holidays.json'));
    expect(calendar.workedOnOrBefore('2026-10-05' as LocalDate)).toBe('2026-09-30');
    expect(calendar.workedOnOrBefore('2026-02-22' as LocalDate)).toBe('2026-02-14'); // a Saturday that is worked
    expect(calendar.workedOnOrBefore('2028-02-29' as LocalDate)).toBe('2028-02-29');
    const day = fc
      .integer({ min: 20_000, max: 22_000 })
      .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10) as LocalDate);
    fc.assert(
      fc.property(day, (wanted) => {
        const due = calendar.workedOnOrBefore(wanted);
        expect(due <= wanted).toBe(true);
        expect(calendar.workedOnOrBefore(due)).toBe(due);
      }),
    );
  });
});

describe('the place that decides', () => {
  const places = (...districts: string[]) =>
    ({
      ...survey,
      places: districts.map((district) => ({ ...survey.places[0], district, from: '2026-01-01', to: '2026-12-31' })),
    }) as ApprovalItem;

  test('a county-level city decides for itself or not at all; the city decides for its districts', () => {
    const trial = places('370200', '370283');
    expect(placeFor(trial, '370283', '2026-06-01')).toBe('370283');
    expect(placeFor(trial, '370285', '2026-06-01')).toBeUndefined();
    expect(placeFor(trial, '370281', '2026-06-01')).toBeUndefined();
    expect(placeFor(trial, '370212', '2026-06-01')).toBe('370200');
    expect(placeFor(places('370285'), '370212', '2026-06-01')).toBeUndefined();
  });

  test('a place counts from its first day to its last', () => {
    const trial = places('370200');
    expect(['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => placeFor(trial, '370202', day))).toEqual([
      undefined,
      '370200',
      '370200',
      undefined,
    ]);
  });
});

/** An item whose table gives what the test says, or goes wrong. */
function judgeItem(item: ApprovalItem, answer: Partial<DecisionAnswer> | 'fault'): JudgeItem {
  return {
    item,
    sha256: '',
    decide: () =>
      answer === 'fault'
        ? err({ code: 'steps', text: '' })
        : ok({ action: 'propose', dueInDays: 30, reason: 'nameChanged', hits: [], missing: [], ...answer }),
  };
}

describe('keys that make a need one need', () => {
  const keyOf = (party: PartyRow, certificate: CertificateRow, answer: Partial<DecisionAnswer> = {}): string => {
    const index = indexItems([judgeItem(survey, answer)]);
    const [found] = judgeParty(
      index,
      { party, certificates: [certificate] },
      { today: '2026-11-25', underWay: new Set() },
      () => undefined,
    );
    return found?.dedupKey ?? '';
  };

  test('the same facts give the same key, whatever caused the look; new facts or a new version give another', () => {
    const key = keyOf(partyWith(), certificateWith());
    expect(keyOf(partyWith({ record_version: 9, source_at: '2026-11-26T00:00:00.000Z' as Instant }), certificateWith())).toBe(
      key,
    );
    expect(keyOf(partyWith({}, '青岛又一名勘察有限公司'), certificateWith())).not.toBe(key);
    expect(keyOf(partyWith(), certificateWith({ version: 2 }))).not.toBe(key);
    expect(keyOf(partyWith(), certificateWith({ number: 'B237000002' }))).not.toBe(key);
    expect(keyOf(partyWith(), certificateWith(), { action: 'hold', reason: 'openCase' })).not.toBe(key);
  });

  test('what the certificate does not print makes no new need', () => {
    const marks = partyWith().marks;
    expect(keyOf(partyWith({ marks: { ...marks, capital: 'another' } }), certificateWith())).toBe(
      keyOf(partyWith(), certificateWith()),
    );
  });

  test('no key holds anything that names a person or a company', () => {
    expect(keyOf(partyWith(), certificateWith())).not.toMatch(/[一-鿿]/);
  });

  test('a rule that fails is told of and stops alone', () => {
    const other = { ...survey, id: 'construction.other' as ApprovalItem['id'] };
    const faults: string[] = [];
    const found = judgeParty(
      indexItems([judgeItem(survey, 'fault'), judgeItem(other, {})]),
      { party: partyWith(), certificates: [certificateWith()] },
      { today: '2026-11-25', underWay: new Set() },
      (item) => faults.push(item.item.id),
    );
    expect(faults).toEqual([survey.id]);
    expect(found.map(({ item }) => item.item.id)).toEqual([other.id]);
  });
});

/** One look: what rules said of two items and two certificates, and what happened to proposals in between. */
const bases = [
  { item: 'a.one', number: 'N1' },
  { item: 'a.one', number: 'N2' },
  { item: 'a.two', number: 'N1' },
] as const;
const verdicts = fc.tuple(...bases.map(() => fc.constantFrom('none', 'change-1', 'change-2', 'hold-1', 'hold-2')));
const between = fc.array(
  fc.record({
    n: fc.nat(20),
    state: fc.constantFrom<ProposalState>('sent', 'opened', 'confirmed', 'declined', 'expired', 'unreachable'),
  }),
  { maxLength: 3 },
);
const looks = fc.array(fc.record({ verdicts, between, faulted: fc.constantFrom('', 'a.one', 'a.two') }), {
  minLength: 1,
  maxLength: 12,
});

function judgedFor(list: readonly string[]): Judged[] {
  return bases.flatMap(({ item, number }, n) => {
    const verdict = list[n] ?? 'none';
    if (verdict === 'none') return [];
    const certificate = certificateWith({ number });
    const known = judgeItem({ ...survey, id: item as ApprovalItem['id'] }, {});
    const action = verdict.startsWith('hold') ? ('hold' as const) : ('propose' as const);
    const answer = { action, dueInDays: 30, reason: verdict, hits: [], missing: [] };
    return [
      {
        item: known,
        party: partyWith(),
        certificate,
        facts: {},
        answer,
        district: '370200',
        dedupKey: `${baseKey(item, certificate)}@1|${verdict}`,
      },
    ];
  });
}

/** What the two statements of `lookAt` make of a plan. */
function written(known: readonly KnownProposal[], plan: ReturnType<typeof planProposals>): KnownProposal[] {
  const closed = known.map((one) => {
    const closing = plan.closings.find(({ id }) => id === one.id);
    return closing ? { ...one, state: closing.state } : one;
  });
  return plan.fresh.reduce<KnownProposal[]>((list, { item, certificate, dedupKey, answer }) => {
    const state = answer.action === 'hold' ? ('held' as const) : ('judged' as const);
    const back = list.find(({ dedup_key }) => dedup_key === dedupKey);
    if (back) return list.map((one) => (one === back ? { ...one, state } : one));
    return [
      ...list,
      {
        party_key: 'k',
        id: `p${list.length}`,
        item_id: item.item.id,
        certificate: certificate?.number ?? '',
        dedup_key: dedupKey,
        state,
      },
    ];
  }, closed);
}

describe('which proposals follow', () => {
  test('whatever was judged and decided: one proposal at most is open for an item and certificate, with the last facts', () => {
    fc.assert(
      fc.property(looks, (list) => {
        let known: KnownProposal[] = [];
        for (const look of list) {
          const isAsked = (id: string): boolean => id !== look.faulted;
          const judged = judgedFor(look.verdicts).filter(({ item }) => isAsked(item.item.id));
          const before = known;
          known = written(known, planProposals(judged, known, isAsked));
          const standing = known.filter(({ state }) => isOpen(state) || state === 'held');
          expect(new Set(standing.map(({ item_id, certificate }) => `${item_id}|${certificate}`)).size).toBe(standing.length);
          for (const { dedupKey } of judged) {
            const found = known.find(({ dedup_key }) => dedup_key === dedupKey);
            expect(found && !mayComeBack(found.state)).toBe(true);
          }
          for (const one of standing)
            if (isAsked(one.item_id)) expect(judged.map(({ dedupKey }) => dedupKey)).toContain(one.dedup_key);
            else expect(before).toContainEqual(one);
          const again = planProposals(judged, known, isAsked);
          expect([again.fresh.length, again.closings.length]).toEqual([0, 0]);
          for (const { n, state } of look.between)
            known = known.map((one, index) => (index === n && isOpen(one.state) ? { ...one, state } : one));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('what a person decided is never taken up again for the same need', () => {
    fc.assert(
      fc.property(looks, fc.constantFrom<ProposalState>('confirmed', 'declined'), (list, decided) => {
        const first = judgedFor(['change-1', 'none', 'none']);
        let known = written(
          [],
          planProposals(first, [], () => true),
        ).map((one) => ({ ...one, state: decided }));
        for (const look of list)
          known = written(
            known,
            planProposals(judgedFor(look.verdicts), known, () => true),
          );
        expect(known[0]?.state).toBe(decided);
      }),
    );
  });
});

describe('the offer', () => {
  const vocabulary = readVocabulary(path.join(assets, 'items'));
  const agentPerson = { name: '王秀梅', idNumber: '37028219680312002X' };
  const sources = (changes: Partial<OfferSources> = {}): OfferSources => ({
    proposal: {
      party_key: 'k'.repeat(64),
      id: '01932f5e-0000-7000-8000-000000000001',
      item_id: survey.id,
      item_version: survey.version,
      district: '370200',
      judgement_id: '01932f5e-0000-7000-8000-000000000002',
      certificate: 'B237000001',
      base_version: 1,
      dedup_key: '',
      sealed: '',
      due_on: '2026-12-25' as LocalDate,
      expires_at: '2027-01-09T15:59:59.999Z' as Instant,
      state: 'judged',
      detail: '',
      interactions: 0,
      score: 0,
      created_at: at,
      changed_at: at,
    },
    item: survey,
    reason: 'nameChanged',
    party: partyWith(),
    certificate: certificateWith(),
    printed: {},
    agent: { party_key: 'k', person_key: 'p', role: 'legal-representative', sealed: '', valid_from: at, valid_to: null },
    agentPerson,
    representative: agentPerson,
    phone: '13912346027',
    vocabulary,
    ...changes,
  });

  test('texts are filled, old and new stand beside each other, sources are named, what is private is masked', () => {
    const offer = proposalOffer.parse(buildOffer(sources()));
    expect(offer.changes).toMatchObject([{ before: '青岛旧名勘察有限公司', after: '青岛新名勘察有限公司' }]);
    expect(offer.why['zh-CN']).toContain('青岛旧名勘察有限公司 → 青岛新名勘察有限公司');
    for (const text of [offer.what, offer.why]) expect(`${text['zh-CN']}${text.en}`).not.toMatch(/[{}]/);
    expect(offer.known.find(({ pointer }) => pointer === '/legalRepresentativeId')).toMatchObject({
      masked: true,
      value: agentPerson.idNumber,
    });
    expect(offer.known.find(({ pointer }) => pointer === '/certificateNumber')?.source).toMatchObject({
      system: 'construction',
      version: '1',
    });
    expect(offer.known.find(({ pointer }) => pointer === '/name')?.source).toMatchObject({
      system: 'market-regulation',
      version: '4',
    });
    expect(offer.waived).toHaveLength(5);
    expect(offer.costFen).toBe(0);
    expect(offer.address).toEqual({
      name: '王秀梅',
      phone: '13912346027',
      district: '370212',
      street: '青岛市崂山区株洲路128号601室',
    });
  });

  test('every item’s texts are filled from what is known, in every reason that it can give', () => {
    for (const item of [survey, intermediary])
      for (const reason of Object.keys(item.reasons)) {
        const offer = buildOffer(sources({ item, reason, certificate: certificateWith({ type: item.certificateType }) }));
        expect(`${offer.why['zh-CN']}${offer.why.en}${offer.what['zh-CN']}`, `${item.id} ${reason}`).not.toMatch(/[{}]/);
      }
  });

  test('without a phone or an address there is no courier’s address, and nothing is made up', () => {
    expect(buildOffer(sources({ phone: undefined as never })).address).toBeUndefined();
    expect(buildOffer(sources({ phone: '0532-8888' })).address).toBeUndefined();
    expect(buildOffer(sources({ party: partyWith({ facts: { name: '无址' } }) })).address).toBeUndefined();
    // The register is the city's own and the street names no district: nobody knows where it is.
    const elsewhere = partyWith({ facts: { name: '某公司', address: '株洲路128号' } });
    expect(buildOffer(sources({ party: elsewhere })).address).toBeUndefined();
  });

  test('a renewal of a certificate that ends on 29 February ends on 28 February where the year has no 29th', () => {
    const certificate = certificateWith({ type: intermediary.certificateType, valid_to: '2028-02-29' as LocalDate });
    const [change] = buildOffer(sources({ item: intermediary, reason: 'expiringSoon', certificate })).changes;
    expect(change?.before).toBe('2028-02-29');
    expect(change?.after).toMatch(/^20\d\d-02-(28|29)$/);
    expect(new Date(`${change?.after}T00:00:00Z`).toISOString().slice(0, 10)).toBe(change?.after);
  });

  test('what people write cannot bring placeholders in, and an unknown one stays visible', () => {
    const two = (text: string) => ({ 'zh-CN': text, en: text });
    const filled = fill(two('{party} {due} {nobody}'), { party: two('{due}$1$&'), due: two('2026-12-25') });
    expect(filled['zh-CN']).toBe('{due}$1$& 2026-12-25 {nobody}');
  });
});
