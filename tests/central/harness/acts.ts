import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { SyncRecord } from '#contracts/sync/wire.ts';

type Values = Readonly<Record<string, unknown>> & { readonly kind?: string };

export const wang = { name: '王秀梅', idNumber: '37028219680312002X', layout: 'resident' } as const;
const zeros = '0'.repeat(64);

export const newId = (): string => makeUuidV7(Date.now(), randomBytes);

/** One visit: hands out its acts' places in order. */
export interface Visit {
  readonly id: string;
  place: number;
}

/** A terminal as the centre sees it: its chain, its visits, its acts. */
export class FakeTerminal {
  readonly name: string;
  epoch = 1;
  #seq = 0;
  #hash = zeros;
  #cases = 0;

  constructor(name = 'E0217') {
    this.name = name;
  }

  visit(): Visit {
    return { id: newId(), place: 0 };
  }

  /** Begins a new chain, as after a re-image. */
  reimage(): void {
    this.epoch += 1;
    this.#seq = 0;
    this.#hash = zeros;
  }

  /** Puts an act's body on the chain. */
  record(visit: Visit, body: Values | string, changes: Partial<SyncRecord> = {}): SyncRecord {
    const text = typeof body === 'string' ? body : canonicalJson(body as never);
    const parsed: Values = typeof body === 'string' ? {} : body;
    this.#seq += 1;
    visit.place += 1;
    const prevHash = this.#hash;
    this.#hash = createHash('sha256').update(Buffer.from(prevHash, 'hex')).update(text).digest('hex');
    return {
      id: (parsed['id'] ?? newId()) as SyncRecord['id'],
      session: visit.id as SyncRecord['session'],
      sessSeq: visit.place,
      kind: parsed.kind ?? 'rating.give',
      schemaVersion: 1,
      hlc: `${Date.now().toString(16).padStart(12, '0')}-0000-${this.name}`,
      expiresAt: new Date(Date.now() + 72 * 3_600_000).toISOString(),
      seq: this.#seq,
      prevHash,
      hash: this.#hash,
      body: text,
      ...changes,
    };
  }

  rating(visit: Visit, changes: Values = {}): SyncRecord {
    return this.record(visit, { ...this.#common(visit), kind: 'rating.give', about: newId(), score: 5, reasons: [], ...changes });
  }

  certificate(visit: Visit, changes: Values = {}): SyncRecord {
    const statement = {
      rows: [{ scheme: 'pension', from: '2009-07', to: '2026-10', months: 208, status: 'active' }],
      source: { system: 'test', at: new Date().toISOString(), version: '1' },
    };
    return this.record(visit, { ...this.#common(visit), kind: 'certificate.issue', statement, ...changes });
  }

  registration(visit: Visit, changes: Values = {}): SyncRecord {
    return this.record(visit, {
      ...this.#common(visit),
      kind: 'registration.submit',
      itemId: 'social-insurance.flexible-employment-registration',
      itemVersion: 2,
      values: { phone: '13912346027', residence: 'as-on-card', schemes: 'pension', tier: '60', payment: 'self' },
      signature: {
        strokes: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      },
      ...changes,
    });
  }

  #common(visit: Visit): Values {
    this.#cases += 1;
    return {
      schemaVersion: 1,
      id: newId(),
      session: visit.id,
      terminal: this.name,
      caseNumber: `QD20261123${this.name.slice(1)}${String(this.#cases).padStart(4, '0')}`,
      itemId: 'social-insurance.contribution-certificate',
      itemVersion: 1,
      at: new Date().toISOString(),
      actor: wang,
      verification: { method: 'face', attempt: 1, at: new Date().toISOString(), policy: 'test' },
    };
  }
}
