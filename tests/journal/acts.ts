import { createHash } from 'node:crypto';
import { instantOf, type Clock } from '#contracts/basics/clock.ts';
import { idNumberCheckCharacter } from '#contracts/basics/id-number.ts';
import { makeUuidV7, type ActId, type RandomBytes, type SessionId, type TerminalId } from '#contracts/basics/ids.ts';
import type { CentralReceipt } from '#contracts/sync/wire.ts';
import type { ActDraft, RecordOptions } from '#electron/journal/acts.ts';
import type { Journal } from '#electron/journal/journal.ts';

export const terminal = 'E0217' as TerminalId;

/** 2026-11-23 14:26 in Asia/Shanghai. */
export const someMoment = Date.parse('2026-11-23T06:26:00.000Z');

/** A clock that stands until it is told to go; `advance` runs what is due on the way. */
export interface HandClock extends Clock {
  set(epochMs: number): void;
  advance(ms: number): void;
}

export function handClock(start = someMoment): HandClock {
  let now = start;
  let timers: { at: number; fn: () => void }[] = [];
  const runDue = () => {
    const due = timers.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    timers = timers.filter(({ at }) => at > now);
    for (const { fn } of due) fn();
  };
  return {
    now: () => now,
    monotonic: () => now - start,
    after(delayMs, fn) {
      const timer = { at: now + delayMs, fn };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
    set(epochMs) {
      now = epochMs;
    },
    advance(ms) {
      now += ms;
      runDue();
    },
  };
}

/** Bytes that look random and are the same in each run of one seed. */
export function seededRandom(seed: string): RandomBytes {
  let count = 0;
  return (length) => {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32) blocks.push(createHash('sha256').update(`${seed}:${count++}`).digest());
    return Buffer.concat(blocks).subarray(0, length);
  };
}

/** The canary person: nobody's real data, and texts that are found if they are anywhere. */
export const person = {
  name: '王秀梅',
  idNumber: `37020319580612002${idNumberCheckCharacter('37020319580612002')}`,
  layout: 'resident' as const,
};

/** What the form of the registration takes; the account is a canary too. */
export const formValues = {
  phone: '13912346027',
  residence: 'as-on-card',
  schemes: 'pension',
  tier: '60',
  payment: 'bank-debit',
  bankAccount: '6217001234567890128',
};

type Making = { readonly clock: Clock; readonly random: RandomBytes };

export function newSession({ clock, random }: Making): SessionId {
  return makeUuidV7(clock.now(), random) as SessionId;
}

/** A registration with a signature of `points` points: 100 make about 2 KB. */
export function registration(making: Making, session = newSession(making), points = 12): ActDraft {
  const at = instantOf(making.clock.now());
  return {
    schemaVersion: 1,
    kind: 'registration.submit',
    id: makeUuidV7(making.clock.now(), making.random) as ActId,
    session,
    terminal,
    itemId: 'social-insurance.flexible-employment-registration',
    itemVersion: 2,
    at,
    actor: person,
    verification: { method: 'face', attempt: 1, at, policy: 'face-2026-10' },
    values: formValues,
    signature: { strokes: [strokeOf(points, making.random)] },
  };
}

/** A pen that wanders as a hand's does: small steps, never far from the middle of the pad. */
function strokeOf(points: number, random: RandomBytes): [number, number][] {
  const steps = random(2 * points);
  let [x, y] = [5000, 5000];
  const step = (from: number, i: number) => Math.round(from + (5000 - from) / 20 + 2 * ((steps[i] ?? 0) - 128));
  return Array.from({ length: points }, (_, i): [number, number] => {
    [x, y] = [step(x, 2 * i), step(y, 2 * i + 1)];
    return [x, y];
  });
}

/** A certificate of 14 lines, about 2 KB; unlike a registration it leaves the centre nothing to do afterwards. */
export function certificate(making: Making, session = newSession(making)): ActDraft {
  const { random } = making;
  const row = (_: unknown, i: number) => {
    const [month = 0, months = 0] = random(2);
    return {
      scheme: (['pension', 'unemployment', 'workInjury', 'medical', 'maternity'] as const)[i % 5] ?? 'pension',
      from: `20${10 + i}-0${1 + (month % 9)}`,
      to: `20${11 + i}-0${1 + (months % 9)}`,
      months,
      status: months > 200 ? ('paused' as const) : ('ended' as const),
    };
  };
  const { schemaVersion, id, at, actor, verification } = registration(making, session, 1);
  return {
    schemaVersion,
    id,
    session,
    terminal,
    itemVersion: 1,
    at,
    actor,
    verification,
    kind: 'certificate.issue',
    itemId: 'social-insurance.contribution-certificate',
    statement: { rows: Array.from({ length: 14 }, row), source: { system: 'qingdao-social-insurance', at, version: '2026.1' } },
  };
}

export function rating(making: Making, about: ActDraft & { caseNumber: string }): ActDraft {
  const { schemaVersion, session, itemId, itemVersion, actor, verification } = about;
  return {
    schemaVersion,
    session,
    terminal,
    itemId,
    itemVersion,
    actor,
    verification,
    kind: 'rating.give',
    id: makeUuidV7(making.clock.now(), making.random) as ActId,
    at: instantOf(making.clock.now()),
    caseNumber: about.caseNumber as Extract<ActDraft, { kind: 'rating.give' }>['caseNumber'],
    about: about.id,
    score: 5,
    reasons: ['quick'],
  };
}

/** What goes with a draft; valid for three days. */
export function optionsFor(journal: Journal, draft: ActDraft): RecordOptions {
  return { personKey: journal.personKey(draft.actor.idNumber), expiresAt: instantOf(Date.parse(draft.at) + 72 * 3_600_000) };
}

/** A final answer as the engine hands it over once it is verified. */
export function receiptFor(act: { readonly id: ActId } | undefined, code: CentralReceipt['code'] = 'applied'): CentralReceipt {
  if (!act) throw new Error('no act');
  return { id: act.id, code, ref: 'SI-1', at: instantOf(someMoment), reason: '', terminal, keyId: 'centre-1', sig: 'c2ln' };
}
