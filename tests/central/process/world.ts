import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DomainEvent } from '#contracts/approval/event.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { LogEvent, LogFields } from '#contracts/log/events.ts';
import { storeEvents } from '#central/inference/events.ts';
import { takeEvents } from '#central/parties/index.ts';
import type { ItemCentre, ItemCentreParts } from '#central/process/index.ts';
import { openItemCentre } from '#central/process/index.ts';
import type { Db } from '#central/store/index.ts';
import { ensureSigningKey, inTransaction, migrate, openDatabase, openPseudonyms, openSeals } from '#central/store/index.ts';
import { freshDatabase } from '../harness/postgres.ts';
import { vocabulary } from './packages.ts';

/** A clock that stands until it is moved. */
export class HandClock implements Clock {
  #now: number;
  constructor(at: string) {
    this.#now = Date.parse(at);
  }
  now(): number {
    return this.#now;
  }
  monotonic(): number {
    return this.#now;
  }
  after(): () => void {
    return () => undefined;
  }
  move(ms: number): void {
    this.#now += ms;
  }
}

export const dayMs = 86_400_000;

/** A process centre on a database of its own; `another()` is a second process on the same one. */
export interface ItemWorld {
  readonly centre: ItemCentre;
  readonly parts: ItemCentreParts;
  /** The owner's connection: may do what the serving role may not. */
  readonly owner: Db;
  readonly clock: HandClock;
  readonly logged: readonly { readonly event: LogEvent; readonly fields: LogFields }[];
  another(): ItemCentre;
  /** Puts what events say into the registers, and keeps the events when `stored`. */
  take(events: readonly DomainEvent[], stored: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function openItemWorld(): Promise<ItemWorld> {
  const database = await freshDatabase();
  await migrate(database.urls.owner, new URL(database.urls.app).username);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-items-'));
  const db = openDatabase(database.urls.app, 4);
  const owner = openDatabase(database.urls.owner, 1);
  const clock = new HandClock('2026-11-25T02:00:00.000Z');
  const logged: { event: LogEvent; fields: LogFields }[] = [];
  const seals = openSeals(folder);
  const pseudonyms = openPseudonyms(folder);
  const parts: ItemCentreParts = {
    db,
    clock,
    log: (event, fields = {}) => void logged.push({ event, fields }),
    key: ensureSigningKey(folder, 'process-publish'),
    seals,
    pseudonyms,
    vocabulary,
  };
  return {
    centre: openItemCentre(parts),
    parts,
    owner,
    clock,
    logged,
    another: () => openItemCentre(parts),
    async take(events, stored) {
      await inTransaction(db, clock, async (tx) => {
        await takeEvents(tx, { pseudonyms, seals }, events);
        if (!stored) return;
        const trusted = events.map((event) => ({
          event,
          envelope: {
            source: event.source,
            seq: event.seq,
            consumer: 'test',
            sentAt: event.at,
            event: '',
            keyId: 'test',
            sig: 'test',
          },
        }));
        await storeEvents(tx, { pseudonyms, seals }, trusted, instantOf(clock.now()));
      });
    },
    async close() {
      await db.destroy();
      await owner.destroy();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let seq = 0;

/** Synthetic enterprises: nobody's names, numbers that no register has given. */
export function surveyEnterprise(
  n: number,
  change: { readonly name?: string; readonly openCase?: boolean; readonly district?: string } = {},
) {
  const uscc = `91370200SYNT${String(n).padStart(6, '0')}`;
  const name = `合成勘察${n}有限公司`;
  const district = change.district ?? '370202';
  const legalRepresentative = { name: '合成甲', idNumber: `3702021970010100${String(n).padStart(2, '0')}` };
  const organisation = {
    uscc,
    name,
    class: 'survey',
    district,
    address: `合成路${n}号`,
    status: 'normal' as const,
    listedAbnormal: false,
    openCase: change.openCase ?? false,
    legalRepresentative,
  };
  const certificate = {
    number: `B2370${String(n).padStart(5, '0')}`,
    type: 'survey-qualification',
    holder: { kind: 'organisation' as const, uscc },
    district,
    issuer: '合成厅',
    issuedOn: '2024-01-01',
    validFrom: '2024-01-01',
    validTo: '2029-01-01',
    status: 'valid' as const,
    fields: { name, legalRepresentative: legalRepresentative.name, address: organisation.address },
    version: 1,
  };
  const event = (more: Partial<DomainEvent>): DomainEvent => ({
    source: 'market-regulation',
    seq: (seq += 1),
    type: 'snapshot',
    at: '2026-10-01T00:00:00.000Z',
    subject: { kind: 'organisation', uscc },
    changed: [],
    before: {},
    after: {},
    recordVersion: 1,
    organisation,
    ...more,
  });
  return {
    /** As the registers know it: one event for the organisation and its certificate. */
    known: (): DomainEvent => event({ certificate }),
    /** It took another name. */
    renamed: (at: string, to = `${name}（新）`): DomainEvent =>
      event({
        type: 'registrationChanged',
        at,
        changed: ['name'],
        before: { name },
        after: { name: to },
        recordVersion: 2,
        organisation: { ...organisation, name: to },
      }),
    /** The certificate followed. */
    reissued: (at: string, to = `${name}（新）`): DomainEvent =>
      event({
        source: 'construction',
        type: 'certificateChanged',
        at,
        recordVersion: 3,
        organisation: { ...organisation, name: to },
        certificate: { ...certificate, version: 2, fields: { ...certificate.fields, name: to } },
      }),
  };
}
