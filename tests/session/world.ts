import { readFileSync } from 'node:fs';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { ProposalOffer } from '#contracts/approval/proposal.ts';
import type { CaseNumber } from '#contracts/basics/ids.ts';
import type { Signature } from '#contracts/domain/act.ts';
import type { FormField } from '#contracts/domain/form.ts';
import { serviceItem } from '#contracts/domain/service-item.ts';
import type { ServiceItem } from '#contracts/domain/service-item.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import { transition } from '#electron/session/transition.ts';
import { initialState } from '#electron/session/state.ts';
import type { Card, SessionState } from '#electron/session/state.ts';
import type { Effect, SessionEvent, World } from '#electron/session/events.ts';

const catalogue = (name: string): ServiceItem =>
  serviceItem.parse(JSON.parse(readFileSync(new URL(`../../assets/catalogue/${name}.json`, import.meta.url), 'utf8')));

export const certificate = catalogue('social-insurance.contribution-certificate');
export const registration = catalogue('social-insurance.flexible-employment-registration');

let drawn = 0;
const random = (length: number): Uint8Array => new Uint8Array(length).fill(++drawn % 251);

export function makeWorld(change: Partial<World> = {}): World {
  const nowMs = Date.parse('2026-11-23T06:26:00Z') + ++drawn;
  return {
    nowMs,
    today: '2026-11-23',
    online: true,
    items: [certificate, registration],
    ids: { session: makeUuidV7(nowMs, random), act: makeUuidV7(nowMs, random) },
    faceAvailable: true,
    maxFaceTries: 3,
    unavailable: () => undefined,
    site: '即墨蓝村站',
    ...change,
  };
}

export const card: Card = {
  layout: 'resident',
  fields: {
    name: '王秀梅',
    sex: '2',
    birth: '19680312',
    number: '370282196803120027',
    validFrom: '20150601',
    validTo: '20350601',
    address: '即墨区',
  },
  photo: true,
};

export const signature: Signature = {
  strokes: [
    [
      [1, 1],
      [9, 9],
    ],
  ],
};

/** Plays events one after the other and keeps every effect, as the host would see them. */
export class Play {
  state: SessionState = initialState;
  effects: Effect[] = [];
  world: World;
  constructor(change: Partial<World> = {}) {
    this.world = makeWorld(change);
  }

  event(event: SessionEvent): this {
    this.world = { ...this.world, ids: makeWorld().ids };
    const next = transition(this.state, event, this.world);
    this.state = next.state;
    this.effects.push(...next.effects);
    return this;
  }

  touch(...intents: Intent[]): this {
    for (const intent of intents) this.event({ type: 'intent', intent });
    return this;
  }

  get phase(): SessionState['phase'] {
    return this.state.phase;
  }

  last<T extends Effect['type']>(type: T): Extract<Effect, { type: T }> | undefined {
    return this.effects.findLast((effect): effect is Extract<Effect, { type: T }> => effect.type === type);
  }

  identify(...offers: ProposalOffer[]): this {
    return this.event({ type: 'cardInserted' }).event({ type: 'cardRead', card }).event({ type: 'proposalsFound', offers });
  }

  verify(): this {
    this.identify().touch({ type: 'agree' });
    this.event({ type: 'faceBegun', challenge: 'c1', steps: ['neutral', 'turnLeft', 'openMouth'] });
    return this.event({ type: 'facePassed', challenge: 'c1', policy: 'p1' });
  }

  /** A filled-in registration that waits for its signature. */
  atReview(): this {
    this.verify().event({ type: 'prefillLoaded', phone: '13912346027' });
    this.touch({ type: 'openItem', itemId: registration.id }, { type: 'beginItem' });
    for (const field of registration.form?.fields ?? []) {
      this.touch({ type: 'setField', name: field.name, value: goodValue(field) });
    }
    for (let page = 0; page < 6 && this.phase.name === 'form'; page++) this.touch({ type: 'next' });
    return this;
  }

  /** Up to a durable act: its answer is awaited (online) or it is queued (offline). */
  register(): this {
    this.atReview().touch({ type: 'sign', signature }, { type: 'confirm' });
    const record = this.last('recordAct');
    if (!record) throw new Error(`no act was to be recorded in ${this.phase.name}`);
    return this.event({
      type: 'actRecorded',
      act: record.act,
      caseNumber: 'QD2026112302170001' as CaseNumber,
      qr: 'https://x/acts/1',
    });
  }
}

function goodValue(field: FormField): string {
  if (field.type === 'choice') return field.options[0]?.value ?? '';
  return field.type === 'phone' ? '13912346027' : '6222020200112233';
}
