import type { Clock } from '#contracts/basics/clock.ts';
import type { Log } from '#contracts/log/events.ts';
import type { SourceSystem } from '#contracts/approval/event.ts';
import type { PlainReply, PlainRequest, Responder } from '../../../stand-ins/loopback.ts';
import { json } from '../../../stand-ins/loopback.ts';
import type { SigningKey } from '../../../store/index.ts';
import { pause } from '../../../store/index.ts';
import { sourceProfiles } from '../../event-source.ts';
import type { RecordAsked } from '../../event-source.ts';
import { centreName } from '../../partner-client.ts';
import { signedContentType } from '../../signed-message.ts';
import { issueOrder, pageRequest, paths, recordRequest, resultRequest } from '../../source-wire.ts';
import type { PartnerGate } from '../partner-gate.ts';
import { spoiled } from '../partner-gate.ts';
import type { EventLog } from './event-log.ts';
import type { SourceFault, SourceFaults } from './faults.ts';
import { isPageMode } from './faults.ts';
import type { IssueDesk } from './issue-desk.ts';
import type { Entry, Register } from './register.ts';
import { certificateKey, isHeldBy } from './register.ts';
import { spoiltPage } from './spoilt-page.ts';

export interface ServiceParts {
  readonly source: SourceSystem;
  readonly key: SigningKey;
  readonly gate: PartnerGate;
  readonly clock: Clock;
  readonly log: Log;
  readonly register: Register;
  readonly events: EventLog;
  readonly desk: IssueDesk;
  readonly faults: SourceFaults;
  /** Counted for the control port. */
  readonly counts: { answered: number; refused: number };
}

/** What the centre talks to: pages, records, orders (`source-wire.ts`). */
export function sourceService(parts: ServiceParts): Responder {
  const { gate, faults, counts } = parts;
  return async (request) => {
    if (faults.now().mode === 'down') {
      faults.take(false);
      return 'drop';
    }
    const isJson = request.headers['content-type'] === signedContentType;
    const refusal = isJson ? gate.refusalOf(request) : 'form';
    if (refusal !== undefined) {
      counts.refused += 1;
      parts.log('standin.refused', { partner: parts.source, reason: refusal });
      return gate.signed(request, json(401, { error: refusal }));
    }
    const fault = faults.take(request.path === paths.page);
    if (fault.mode === 'slow') await pause(parts.clock, fault.delayMs);
    if (fault.mode === 'error') return gate.signed(request, json(500, { error: 'internal' }));
    if (fault.mode === 'garbage') return gate.signed(request, { ...json(200, {}), body: '{"events":[' });
    if (fault.mode === 'wrong-shape') return gate.signed(request, json(200, { key: 1, events: 'none', asked: [] }));
    const reply = gate.signed(request, handle(parts, request, fault));
    counts.answered += 1;
    if (fault.mode === 'lost-reply') return 'drop';
    return fault.mode === 'bad-signature' ? spoiled(reply) : reply;
  };
}

function handle(parts: ServiceParts, request: PlainRequest, fault: SourceFault): PlainReply {
  const body = jsonOf(request.body);
  switch (request.path) {
    case paths.page:
      return page(parts, body, fault);
    case paths.record:
      return record(parts, body);
    case paths.order:
      return order(parts, body);
    case paths.result:
      return result(parts, body);
    default:
      return json(404, { error: 'path' });
  }
}

function page({ source, events, key }: ServiceParts, body: unknown, { mode, seq }: SourceFault): PlainReply {
  const asked = pageRequest.safeParse(body);
  if (!asked.success) return json(400, { error: 'form' });
  const { after, limit } = asked.data;
  const right = { source, after, last: events.last, events: events.page(after, limit, centreName) };
  return json(
    200,
    isPageMode(mode) ? spoiltPage(right, { mode, ...(seq !== undefined && { seq }) }, { log: events, key }) : right,
  );
}

function record({ register }: ServiceParts, body: unknown): PlainReply {
  const request = recordRequest.safeParse(body);
  if (!request.success) return json(400, { error: 'form' });
  const { asked } = request.data;
  const found = currentOf(register, asked);
  return found ? json(200, { asked, ...found }) : json(404, { error: 'no-record' });
}

function currentOf(register: Register, asked: RecordAsked): object | undefined {
  if (asked.kind === 'certificate') {
    const entry = register.certificates.get(certificateKey(asked.type, asked.number));
    return entry && { ...versionOf(entry), certificates: [entry.certificate] };
  }
  const entry = asked.kind === 'organisation' ? register.organisations.get(asked.uscc) : register.persons.get(asked.idNumber);
  const held = [...register.certificates.values()].filter(isHeldBy(asked));
  const newest = [...(entry ? [entry] : []), ...held].sort((a, b) => b.at.localeCompare(a.at))[0];
  if (!newest) return undefined;
  const own = entry && ('organisation' in entry ? { organisation: entry.organisation } : { person: entry.person });
  return { ...versionOf(entry ?? newest), ...own, certificates: held.map(({ certificate }) => certificate) };
}

function versionOf({ recordVersion, at }: Entry): { recordVersion: number; at: string } {
  return { recordVersion, at };
}

function order({ source, desk }: ServiceParts, body: unknown): PlainReply {
  const asked = issueOrder.safeParse(body);
  if (!asked.success) return json(400, { error: 'form' });
  const outcome = sourceProfiles[source].issues ? desk.accept(asked.data) : 'unknown';
  if (outcome === 'accepted') return json(200, { key: asked.data.key, state: outcome });
  return json(outcome === 'conflict' ? 409 : 404, { error: outcome });
}

function result({ desk }: ServiceParts, body: unknown): PlainReply {
  const asked = resultRequest.safeParse(body);
  if (!asked.success) return json(400, { error: 'form' });
  const outcome = desk.outcomeOf(asked.data.key);
  return outcome ? json(200, { key: asked.data.key, ...outcome }) : json(404, { error: 'key' });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
