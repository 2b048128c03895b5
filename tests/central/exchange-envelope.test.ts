import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { DomainEvent, EventEnvelope } from '#contracts/approval/event.ts';
import type { SourceTrust } from '#central/exchange/event-envelope.ts';
import { envelopeText, readEnvelope, readEvent, sealEnvelope } from '#central/exchange/event-envelope.ts';
import { follow, genuineOf, opened } from '#central/exchange/event-sequence.ts';
import { firstCertificate, nextCertificate } from '#central/exchange/stand-ins/source/certificate-making.ts';

const pair = generateKeyPairSync('ed25519');
const key = { keyId: 'k1', ...pair };
const trust: SourceTrust = { source: 'market-regulation', consumer: 'e-station-centre', keys: new Map([['k1', pair.publicKey]]) };

const event: DomainEvent = {
  source: 'market-regulation',
  seq: 1,
  type: 'registrationChanged',
  at: '2026-11-25T01:00:00.000Z',
  subject: { kind: 'organisation', uscc: '91370215DEM002019A' },
  changed: ['name'],
  before: { name: '甲' },
  after: { name: '乙' },
  recordVersion: 2,
  organisation: {
    uscc: '91370215DEM002019A',
    name: '乙',
    class: 'survey',
    district: '370215',
    address: '',
    status: 'normal',
    legalRepresentative: { name: '王秀梅', idNumber: '37028219680312002X' },
  },
};

function sealed(seq: number, changes: Partial<EventEnvelope> = {}): EventEnvelope {
  const {
    keyId: _keyId,
    sig: _sig,
    ...fields
  } = {
    source: 'market-regulation' as const,
    seq,
    consumer: 'e-station-centre',
    sentAt: '2026-11-25T01:00:01.000Z',
    event: canonicalJson({ ...event, seq }),
    keyId: '',
    sig: '',
    ...changes,
  };
  return sealEnvelope(fields, key);
}

describe('an envelope is believed as it was signed, or not at all', () => {
  test('the signed text is the one that the contract names', () => {
    const { keyId: _keyId, sig: _sig, ...fields } = sealed(7, { event: '{}' });
    expect(envelopeText(fields)).toBe(
      'estation-event-v1\nmarket-regulation\n7\ne-station-centre\n2026-11-25T01:00:01.000Z\n' +
        '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    );
  });

  test('one flipped bit at any place of its text: none is believed', () => {
    const bytes = Buffer.from(JSON.stringify(sealed(7)), 'utf8');
    expect(readEnvelope(JSON.parse(bytes.toString('utf8')), trust).ok).toBe(true);
    const believed: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (genuineOf([jsonOf(flipped)], trust).genuine.length > 0) believed.push(bit);
    }
    expect(believed).toEqual([]);
  });

  test.each([
    ['envelope', { ...sealed(7), more: 1 }],
    ['envelope', { ...sealed(7), seq: 0 }],
    ['envelope', null],
    ['key', { ...sealed(7), keyId: 'k2' }],
    ['signature', { ...sealed(7), seq: 8 }],
    ['signature', { ...sealed(7), sig: `${sealed(7).sig}=` }],
    ['source', sealed(7, { source: 'construction' })],
    ['consumer', sealed(7, { consumer: 'somebody-else' })],
  ])('%s', (reason, value) => {
    expect(readEnvelope(value, trust)).toMatchObject({ ok: false, error: { reason } });
  });

  test('an old and a new key both count while a source changes its key', () => {
    const next = { keyId: 'k2', ...generateKeyPairSync('ed25519') };
    const both = { ...trust, keys: new Map([...trust.keys, ['k2', next.publicKey]]) };
    expect(genuineOf([sealed(1), sealEnvelope(sealed(2), next)], both)).toMatchObject({ alarm: undefined, genuine: [{}, {}] });
  });
});

describe('a genuine envelope around an event that nobody can use is set aside, the rest flows', () => {
  test.each([
    ['json', '{'],
    ['json', ''],
    ['schema', canonicalJson({ ...event, seq: 2, recordVersion: 0 })],
    ['schema', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['schema', canonicalJson({ ...event, seq: 2, note: 'x' })],
    ['canonical', JSON.stringify({ ...event, seq: 2 })],
    ['canonical', `${canonicalJson({ ...event, seq: 2 })} `],
    ['canonical', canonicalJson({ ...event, seq: 2 }).replace('"seq":2', '"seq":2,"seq":2')],
    ['name', canonicalJson({ ...event, seq: 3 })],
    ['name', canonicalJson({ ...event, seq: 2, source: 'construction' })],
    ['subject', canonicalJson({ ...event, seq: 2, subject: { kind: 'organisation', uscc: '91370200DEM009999X' } })],
    ['record', canonicalJson({ ...event, seq: 2, organisation: undefined })],
  ])('%s', (reason, text) => {
    const envelopes = [sealed(1), sealed(2, { event: text }), sealed(3)];
    expect(genuineOf(envelopes, trust).alarm).toBeUndefined();
    const { events, aside } = opened(envelopes);
    expect(aside).toEqual([{ envelope: envelopes[1], reason }]);
    expect(events.map(({ event: { seq } }) => seq)).toEqual([1, 3]);
  });

  test('a good one is the event that was signed', () => {
    expect(readEvent(sealed(1))).toEqual({ ok: true, value: event });
  });
});

describe('what follows a cursor', () => {
  const chain = Array.from({ length: 12 }, (_, i) => sealed(i + 1));

  test('whatever the order, the repeats and the holes: without a break, each once, and every hole is named', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.array(fc.constantFrom(...chain), { maxLength: 40 }), (cursor, came) => {
        const { envelopes, next, missing, conflict } = follow(cursor, came);
        const there = new Set(came.map(({ seq }) => seq));
        const taken = envelopes.map(({ seq }) => seq);
        expect(taken).toEqual(Array.from({ length: next - cursor }, (_, i) => cursor + 1 + i));
        expect(taken.every((seq) => there.has(seq))).toBe(true);
        expect(there.has(next + 1) && next + 1 > cursor).toBe(false);
        const named = missing.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
        const top = Math.max(cursor, ...there);
        const absent = Array.from({ length: top - cursor }, (_, i) => cursor + 1 + i).filter((seq) => !there.has(seq));
        expect(named).toEqual(absent);
        expect(conflict).toBeUndefined();
      }),
    );
  });

  test('one number with two contents: neither is taken, nothing behind it, and it is an alarm', () => {
    const other = sealed(3, { event: canonicalJson({ ...event, seq: 3, recordVersion: 9 }) });
    expect(follow(0, [...chain.slice(0, 5), other])).toMatchObject({ next: 2, conflict: { reason: 'conflict', seq: 3 } });
  });

  test('the same event that was signed again at another time is no conflict', () => {
    const again = sealed(3, { sentAt: '2026-11-25T02:00:00.000Z' });
    expect(follow(0, [...chain.slice(0, 5), again])).toMatchObject({ next: 5, conflict: undefined });
  });
});

describe('the dates of a certificate that a stand-in makes', () => {
  const holder = { kind: 'organisation', uscc: '91370215DEM002019A' } as const;
  const order = {
    key: '0190a000-0000-7000-8000-000000000000',
    item: { id: 'x.y', version: 1, type: 'renewal' as const },
    holder,
    certificateType: 't',
    values: { name: '乙', phone: '1' },
  };
  const old = { ...firstCertificate(order, '2023-02-28', 1), fields: { name: '甲', grade: '乙级' } };

  test.each([
    ['before its end', '2021-03-01', '2024-02-28', '2024-01-01', '2024-02-29', '2027-02-28'],
    ['ends on 29 February', '2021-03-01', '2024-02-29', '2024-01-01', '2024-03-01', '2027-02-28'],
    ['after its end', '2021-03-01', '2024-02-28', '2024-02-29', '2024-02-29', '2027-02-28'],
  ])('%s', (_name, from, to, today, nextFrom, nextTo) => {
    const next = nextCertificate({ ...old, validFrom: from, validTo: to }, order, today);
    expect(next).toMatchObject({ validFrom: nextFrom, validTo: nextTo, version: 2, number: old.number });
    expect(next.fields, 'only what was printed before is printed anew').toEqual({ name: '乙', grade: '乙级' });
  });
});

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
