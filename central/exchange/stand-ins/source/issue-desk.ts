import { z } from 'zod';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import type { CertificateRecord } from '#contracts/approval/event.ts';
import { certificateRecord } from '#contracts/approval/event.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import { localizedText } from '#contracts/domain/localized.ts';
import { issueOrder } from '../../source-wire.ts';
import type { IssueOrder } from '../../certificate-issuer.ts';
import { certificateChanged } from './changes.ts';
import { firstCertificate, nextCertificate } from './certificate-making.ts';
import type { CertificateEntry, EventDraft, Register } from './register.ts';
import { certificateKey, snapshotOf } from './register.ts';

const outcome = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('pending') }),
  z.strictObject({ state: z.literal('issued'), certificate: certificateRecord }),
  z.strictObject({ state: z.literal('refused'), text: localizedText }),
]);
type Outcome = z.infer<typeof outcome>;

const keptOrder = z.strictObject({ order: issueOrder, at: z.number(), calls: z.int(), effects: z.int(), outcome });
type KeptOrder = z.infer<typeof keptOrder>;

/** How the desk works from now on; the control port sets it. */
export const deskWays = z.strictObject({
  decideAfterMs: z.int().min(0).max(3_600_000).default(2_000),
  decision: z.enum(['issue', 'refuse']).default('issue'),
});
type DeskWays = z.infer<typeof deskWays>;

/** 制证台: takes an order once per key, decides it after a while, and tells the change as an event. */
export interface IssueDesk {
  accept(order: IssueOrder): 'accepted' | 'conflict' | 'unknown';
  /** Undefined = this key was never ordered. */
  outcomeOf(key: string): Outcome | undefined;
  /** Orders that wait are decided by the new ways, too, when their time has come. */
  set(ways: DeskWays): void;
  list(): Readonly<Record<string, KeptOrder>>;
}

interface DeskParts {
  readonly clock: Clock;
  readonly register: Register;
  readonly kept: Readonly<Record<string, unknown>>;
  readonly append: (draft: EventDraft) => void;
  readonly save: () => void;
}

export function openIssueDesk({ clock, register, kept, append, save }: DeskParts): IssueDesk {
  const orders: Record<string, KeptOrder> = z.record(z.string(), keptOrder).parse(kept);
  let ways = deskWays.parse({});

  function decide(entry: KeptOrder): void {
    if (entry.outcome.state !== 'pending') return;
    const refusal = ways.decision === 'refuse' ? texts.refused : refusalOf(register, entry.order);
    if (refusal) entry.outcome = { state: 'refused', text: refusal };
    else issue(entry);
    save();
  }

  function issue(entry: KeptOrder): void {
    const now = clock.now();
    const { order } = entry;
    const current = currentOf(register, order);
    const certificate = current
      ? nextCertificate(current.certificate, order, localDateOf(now))
      : firstCertificate(order, localDateOf(now), register.certificates.size + 1);
    entry.effects += 1;
    entry.outcome = { state: 'issued', certificate };
    const at = instantOf(now);
    append(current ? certificateChanged(current, certificate, at) : newlyIssued(certificate, at));
  }

  function decideLater(entry: KeptOrder): void {
    clock.after(Math.max(0, entry.at + ways.decideAfterMs - clock.now()), () => decide(entry));
  }

  for (const entry of Object.values(orders)) if (entry.outcome.state === 'pending') decideLater(entry);
  return {
    accept(order) {
      const known = orders[order.key];
      if (known && canonicalJson(known.order) !== canonicalJson(order)) return 'conflict';
      if (known) known.calls += 1;
      else {
        if (order.certificate && !currentOf(register, order)) return 'unknown';
        const entry: KeptOrder = { order, at: clock.now(), calls: 1, effects: 0, outcome: { state: 'pending' } };
        orders[order.key] = entry;
        decideLater(entry);
      }
      save();
      return 'accepted';
    },
    outcomeOf: (key) => orders[key]?.outcome,
    set(next) {
      ways = next;
      for (const entry of Object.values(orders)) if (entry.outcome.state === 'pending') decideLater(entry);
    },
    list: () => orders,
  };
}

/** The certificate that an order is to follow, as it is now. */
function currentOf(register: Register, { certificate, certificateType }: IssueOrder): CertificateEntry | undefined {
  return certificate && register.certificates.get(certificateKey(certificateType, certificate.number));
}

function newlyIssued(certificate: CertificateRecord, at: string): EventDraft {
  return { ...snapshotOf({ certificate, recordVersion: 1, at }), type: 'certificateChanged' };
}

const texts = {
  refused: { 'zh-CN': '发证部门没有同意。请看退回原因。', en: 'The issuing department did not agree. Please see its reason.' },
  changed: {
    'zh-CN': '这张证照刚在窗口换过，不用再办。',
    en: 'This certificate was changed at the counter meanwhile; nothing more needs to be done.',
  },
  ended: { 'zh-CN': '这张证照已经吊销，不能再换。', en: 'This certificate was revoked and cannot be replaced.' },
} as const satisfies Record<string, LocalizedText>;

/** Why an order cannot be carried out on what the register says now. */
function refusalOf(register: Register, order: IssueOrder): LocalizedText | undefined {
  const current = currentOf(register, order)?.certificate;
  if (!current) return undefined;
  if (current.version !== order.certificate?.version) return texts.changed;
  return current.status === 'revoked' ? texts.ended : undefined;
}
