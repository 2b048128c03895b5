import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Insertable } from 'kysely';
import type { DomainEvent } from '#contracts/approval/event.ts';
import type { StaffRole } from '#contracts/approval/item.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { factsHash } from '#central/inference/judge.ts';
import { planErrand } from '#central/logistics/index.ts';
import { takeEvents } from '#central/parties/index.ts';
import type { Db, Tables } from '#central/store/index.ts';
import { inTransaction, openPseudonyms, openSeals } from '#central/store/index.ts';

/** What lies in one district: a party with its certificate, a judgement, a proposal, a case, and an errand. */
export interface Seeded {
  readonly district: string;
  readonly partyKey: string;
  readonly name: string;
  readonly uscc: string;
  readonly caseNumber: string;
  readonly judgement: string;
  /** A task of a case's step, for whoever is to try it. */
  task(role: StaffRole): Promise<string>;
}

/** An item of the first batch that is carried out in the city, in Pingdu and in Laixi. */
export const seededItem = { id: 'labour.dispatch-permit-change', version: 1 } as const;

const newId = (): string => makeUuidV7(Date.now(), randomBytes);
let count = 0;

/** Synthetic: nobody's names and numbers. @param keyFolder of the centre on this database. */
export async function seedDistrict(db: Db, keyFolder: string, district: string): Promise<Seeded> {
  count += 1;
  const serial = String(count).padStart(4, '0');
  const uscc = `91${district}SYNC0${serial}0`.slice(0, 18).padEnd(18, '0');
  const name = `合成派遣${serial}有限公司`;
  const parts = { pseudonyms: openPseudonyms(keyFolder), seals: openSeals(keyFolder) };
  const partyKey = parts.pseudonyms.organisationKey(uscc);
  const person = { name: '合成乙', idNumber: `370202197001${serial}27` };
  await inTransaction(db, systemClock, (tx) =>
    takeEvents(tx, parts, [knownAs({ uscc, name, district, person, number: `P${serial}` })]),
  );

  const [judgement, proposal, act, run] = [newId(), newId(), newId(), newId()];
  const caseNumber = `QD20261125${serial}${district}`;
  const at = instantOf(Date.now());
  const facts = { 'party.status': 'normal', 'certificate.nameMatches': false, today: at.slice(0, 10) };
  const base = { party_key: partyKey, item_id: seededItem.id, item_version: seededItem.version, certificate: `P${serial}` };
  await db
    .insertInto('judgement_run')
    .values({ id: run, kind: 'event', started_at: at, ended_at: at, parties: 1, evaluated: 1, proposed: 1, held: 0 })
    .execute();
  await db
    .insertInto('judgement')
    .values({
      ...base,
      id: judgement,
      run_id: run,
      facts: JSON.stringify(facts),
      facts_hash: factsHash(facts),
      hits: JSON.stringify([{ row: 9, note: 'name', cells: [] }]),
      action: 'propose',
      reason: 'nameChanged',
      missing: '[]',
      due_in_days: 30,
      at,
    } as unknown as Insertable<Tables['judgement']>)
    .execute();
  await db
    .insertInto('proposal')
    .values({
      ...base,
      id: proposal,
      district,
      judgement_id: judgement,
      base_version: 1,
      dedup_key: judgement,
      sealed: '',
      due_on: '2027-01-15' as never,
      expires_at: '2027-01-20T00:00:00.000Z' as never,
      state: 'confirmed',
      detail: '',
      interactions: 3,
      score: 0,
      created_at: at,
      changed_at: at,
    })
    .execute();
  const sealed = (await parts.seals.ensure(db, [partyKey])).get(partyKey)?.seal({
    values: { '/name': name, '/phone': '13912346027' },
    handover: { way: 'none' },
    person,
    phone: '13912346027',
  });
  await db
    .insertInto('approval_case')
    .values({
      ...base,
      case_number: caseNumber,
      proposal_id: proposal,
      act_id: act,
      district,
      base_version: 1,
      state: JSON.stringify({ step: 'review', waiting: 'staff' }) as never,
      status: 'open',
      step: 'review',
      sealed: sealed ?? '',
      due_on: '2026-12-01' as never,
      due_provisional: false,
      warn_at: null,
      wake_at: null,
      escalated: 2,
      revision: 0,
      opened_at: at,
      closed_at: null,
    })
    .execute();
  const errand = planErrand({ caseNumber, way: 'collectFirst', address: 'a' as never } as never);
  await db
    .insertInto('delivery')
    .values({
      party_key: partyKey,
      case_number: caseNumber,
      errand: JSON.stringify(errand) as never,
      status: 'planned',
      changed_at: at,
    })
    .execute();

  return {
    district,
    partyKey,
    name,
    uscc,
    caseNumber,
    judgement,
    async task(role) {
      const id = newId();
      await db
        .insertInto('staff_task')
        .values({
          district,
          id,
          role,
          kind: 'case-due-soon',
          item_id: seededItem.id,
          party_key: partyKey,
          case_number: caseNumber,
          proposal_id: null,
          step: `review-${id}`,
          state: 'open',
          assignee: null,
          due_on: null,
          decision: null,
          reason: null,
          created_at: at,
          done_at: null,
        })
        .execute();
      return id;
    },
  };
}

export function keysOf(folder: string): string {
  return path.join(folder, 'data', 'keys');
}

interface Known {
  readonly uscc: string;
  readonly name: string;
  readonly district: string;
  readonly number: string;
  readonly person: { readonly name: string; readonly idNumber: string };
}

function knownAs({ uscc, name, district, number, person }: Known): DomainEvent {
  const organisation = {
    uscc,
    name,
    district,
    class: 'labour-dispatch',
    address: '合成路1号',
    status: 'normal' as const,
    listedAbnormal: false,
    openCase: false,
    legalRepresentative: person,
  };
  const certificate = {
    number,
    district,
    type: 'labour-dispatch-permit',
    holder: { kind: 'organisation' as const, uscc },
    issuer: '合成局',
    issuedOn: '2025-01-01',
    validFrom: '2025-01-01',
    validTo: '2028-01-01',
    status: 'valid' as const,
    fields: { name: `${name}（旧）`, legalRepresentative: person.name },
    version: 1,
  };
  return {
    source: 'market-regulation',
    seq: count,
    type: 'snapshot',
    at: '2026-10-01T00:00:00.000Z',
    subject: { kind: 'organisation', uscc },
    changed: [],
    before: {},
    after: {},
    recordVersion: 1,
    organisation,
    certificate,
    contacts: [{ channel: 'sms', address: '13912346027', verified: true, of: 'legal-representative' }],
  };
}
