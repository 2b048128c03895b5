import type { z } from 'zod';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { Clock, Instant } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { EventEnvelope, SourceSystem } from '#contracts/approval/event.ts';
import { pause } from '../store/index.ts';
import type { CertificateIssuer } from './certificate-issuer.ts';
import { openCertificateIssuer } from './certificate-issuer.ts';
import type { DepartmentError } from './department.ts';
import type { SourceAlarm, SourceTrust } from './event-envelope.ts';
import type { AsideEvent, SeqRange, SourceEvent } from './event-sequence.ts';
import { follow, genuineOf, opened } from './event-sequence.ts';
import type { PartnerClient } from './partner-client.ts';
import { pageLimits, pageReply, paths, recordReply } from './source-wire.ts';
import type { recordAsked } from './source-wire.ts';
import { askPartner } from './ask-partner.ts';

/** 国家级, 省级, 市级: whose register it is. */
export type SourceLevel = 'national' | 'provincial' | 'city';

/** 数据源: 市场监管 (market registration), 建筑业资质 (construction qualifications), 行政审批 (administrative approval). */
export const sourceProfiles: Readonly<Record<SourceSystem, { readonly level: SourceLevel; readonly issues: boolean }>> = {
  'market-regulation': { level: 'national', issues: false },
  construction: { level: 'provincial', issues: true },
  'approval-bureau': { level: 'city', issues: true },
};

/** A hole may be an event that its source has not finished to write: it is asked for again before it is called one. */
export const pullRules = { asks: 3, againAfterMs: 150 } as const;

/**
 * What was read behind a cursor. `events` and `aside` follow it without a break up to `next`; both are to be stored, by (source, seq)
 * once, with `next` as the new cursor, in one transaction.
 */
export interface Pulled {
  readonly events: readonly SourceEvent[];
  readonly aside: readonly AsideEvent[];
  readonly next: number;
  /** The newest number at the source: while `next` is smaller there is more to pull. */
  readonly last: number;
  /** Numbers that the source did not give though it was asked again; what comes behind them waits. */
  readonly gap: readonly SeqRange[];
  /** This source is to be left alone until a person has looked. */
  readonly alarm?: SourceAlarm;
}

export type RecordAsked = z.infer<typeof recordAsked>;

/** What a source says now; `at` and `recordVersion` are the provenance of every field. */
export type CurrentRecord = Omit<z.infer<typeof recordReply>, 'asked' | 'at'> & {
  readonly source: SourceSystem;
  readonly at: Instant;
};

/** 数据源连接器. DEP-001 does not answer · DEP-002 knows nothing of it · DEP-003 answer not to be believed. */
export interface EventSource extends CertificateIssuer {
  readonly source: SourceSystem;
  readonly level: SourceLevel;
  /** @param cursor number of the last event that is stored; after a gap that staff gave up, the number behind which to go on. */
  pull(cursor: number): Promise<Result<Pulled, DepartmentError>>;
  /** @param purpose why it is read, `<item id>` or `recheck`: the source writes it down. */
  fetchRecord(asked: RecordAsked, purpose: string): Promise<Result<CurrentRecord, DepartmentError>>;
}

export interface EventSourceParts {
  readonly trust: SourceTrust;
  readonly client: PartnerClient;
  readonly clock: Clock;
}

export function openEventSource(parts: EventSourceParts): EventSource {
  const { source } = parts.trust;
  const { level, issues } = sourceProfiles[source];
  return {
    source,
    level,
    ...openCertificateIssuer(parts.client, issues),
    pull: (cursor) => pull(parts, cursor),

    async fetchRecord(asked, purpose) {
      const reply = await askPartner(parts.client, paths.record, { asked, purpose }, recordReply);
      if (!reply.ok) return reply;
      const { asked: answered, at, ...record } = reply.value;
      return isSame(answered, asked) && isAbout(record, asked) ? ok({ ...record, source, at: at as Instant }) : err('DEP-003');
    },
  };
}

async function pull({ trust, client, clock }: EventSourceParts, cursor: number): Promise<Result<Pulled, DepartmentError>> {
  const taken: EventEnvelope[] = [];
  let next = cursor;
  let last = cursor;
  const pulled = (more: Partial<Pulled> = {}): Result<Pulled, never> => ok({ ...opened(taken), next, last, gap: [], ...more });
  for (let ask = 1; ; ask += 1) {
    const page = await askPartner(client, paths.page, { after: next, limit: pageLimits.events }, pageReply);
    const isAnswer = page.ok && page.value.source === trust.source && page.value.after === next;
    // What had followed before it fell silent is good; the hole is asked for at the next pull.
    if (!isAnswer) return taken.length > 0 ? pulled() : page.ok ? err('DEP-003') : page;
    last = page.value.last;
    if (last < next) return pulled({ alarm: { reason: 'rewound', seq: last } });

    const { genuine, alarm } = genuineOf(page.value.events, trust);
    const followed = follow(next, genuine);
    taken.push(...followed.envelopes);
    const isSilent = followed.next === next && last > next && followed.missing.length === 0;
    const missing = isSilent ? [{ from: next + 1, to: last }] : followed.missing;
    next = followed.next;
    const reason = alarm ?? followed.conflict;
    if (reason) return pulled({ alarm: reason });
    if (missing.length === 0) return pulled();
    if (ask === pullRules.asks) return pulled({ gap: missing });
    await pause(clock, pullRules.againAfterMs * ask);
  }
}

function isSame(a: RecordAsked, b: RecordAsked): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** A record of somebody else, rightly signed, is still not the one that was asked for. */
function isAbout(
  { organisation, person, certificates }: Pick<CurrentRecord, 'organisation' | 'person' | 'certificates'>,
  asked: RecordAsked,
): boolean {
  if (asked.kind === 'certificate')
    return certificates.length === 1 && certificates[0]?.number === asked.number && certificates[0].type === asked.type;
  const isHeld = certificates.every(({ holder }) => isSame(holder, asked));
  const isOrganisation = organisation === undefined || (asked.kind === 'organisation' && organisation.uscc === asked.uscc);
  return isHeld && isOrganisation && (person === undefined || (asked.kind === 'person' && person.idNumber === asked.idNumber));
}
