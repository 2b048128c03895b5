import { z } from 'zod';
import { addDays, instantOf } from '#contracts/basics/clock.ts';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import { certificateRecord, domainEvent, organisationRecord, personRecord } from '#contracts/approval/event.ts';
import type { PlainReply, Responder } from '../../../stand-ins/loopback.ts';
import { json } from '../../../stand-ins/loopback.ts';
import { birthday, certificateChanged, contactsMoved, organisationChanged, personChanged } from './changes.ts';
import type { PushLine } from './push-line.ts';
import type { CertificateEntry, EventDraft, Register } from './register.ts';
import { certificateKey, snapshotOf } from './register.ts';
import type { ServiceParts } from './service.ts';
import { deskWays } from './issue-desk.ts';

/**
 * What tests and the dev-dock can make happen at a source. `POST`, answered with `{seq}` of the event that it led to, 404 when this system keeps
 * no such record:
 *
 *   /change {uscc, name?, address?, capital?, legalRepresentative?, status?, listedAbnormal?, openCase?, contacts?, handlers?}
 *   /revoke {uscc} · /abnormal {uscc, listed} · /snapshot {uscc} · /late {uscc, name}: an older record that comes after a newer one
 *   /person {idNumber, status?, address?, resident?} · /birthday {idNumber}
 *   /contacts {uscc | idNumber, contacts}
 *   /expire {number, type?, on?} · /counter {number, type?, fields?, status?, validTo?}: a certificate that was changed at the counter
 *   /spoil {as}: a genuine envelope around an event that nobody can use
 *
 * and, answered with what they set: /fault (`faults.ts`) · /desk {decideAfterMs?, decision?} · /push {url}, '' = none.
 * `GET /state`: counts, orders, pushes · `GET /records`: the first 200 of each kind.
 */
const eventContacts = domainEvent.shape.contacts;
const commands = {
  change: organisationRecord
    .pick({
      name: true,
      address: true,
      legalRepresentative: true,
      status: true,
      capital: true,
      listedAbnormal: true,
      openCase: true,
    })
    .partial()
    .extend({ uscc: z.string(), contacts: eventContacts, handlers: domainEvent.shape.handlers }),
  uscc: z.strictObject({ uscc: z.string() }),
  abnormal: z.strictObject({ uscc: z.string(), listed: z.boolean() }),
  late: z.strictObject({ uscc: z.string(), name: z.string() }),
  person: personRecord.pick({ status: true, address: true, resident: true }).partial().extend({ idNumber: z.string() }),
  idNumber: z.strictObject({ idNumber: z.string() }),
  contacts: z.strictObject({ uscc: z.string().optional(), idNumber: z.string().optional(), contacts: eventContacts.unwrap() }),
  expire: z.strictObject({ type: z.string().optional(), number: z.string(), on: z.iso.date().optional() }),
  counter: certificateRecord
    .pick({ fields: true, status: true, validTo: true })
    .partial()
    .extend({ type: z.string().optional(), number: z.string() }),
  spoil: z.strictObject({ as: z.enum(['json', 'schema', 'canonical', 'name', 'subject', 'record', 'deep']) }),
} as const;

export function sourceControl(parts: ServiceParts & { readonly line: PushLine; readonly today: () => string }): Responder {
  const { events, desk, faults, counts, clock, line } = parts;

  return (request) => {
    const body: unknown = request.body === '' ? {} : JSON.parse(request.body);
    if (request.method === 'GET') {
      if (request.path === '/records') return json(200, firstRecords(parts));
      if (request.path !== '/state') return json(404, {});
      const { source } = parts;
      return json(200, {
        source,
        last: events.last,
        fault: faults.now(),
        ...counts,
        orders: desk.list(),
        pushes: line.statuses(),
      });
    }
    switch (request.path) {
      case '/fault':
        return json(200, faults.set(body));
      case '/desk': {
        const ways = deskWays.parse(body);
        desk.set(ways);
        return json(200, ways);
      }
      case '/push': {
        const { url } = z.strictObject({ url: z.union([z.url(), z.literal('')]) }).parse(body);
        line.aim(url);
        return json(200, { url });
      }
      case '/spoil':
        return json(200, { seq: events.appendText(spoiltText(parts, commands.spoil.parse(body).as)) });
      default:
        return happened(request.path, body);
    }
  };

  function happened(path: string, body: unknown): PlainReply {
    const draft = draftOf(parts, path, body, instantOf(clock.now()));
    return draft ? json(200, { seq: events.append(draft) }) : json(404, { error: 'no such record or command' });
  }
}

function draftOf(
  parts: Pick<ServiceParts, 'register'> & { today: () => string },
  path: string,
  body: unknown,
  at: string,
): EventDraft | undefined {
  const { organisations, persons } = parts.register;
  switch (path) {
    case '/change': {
      const { uscc, ...change } = commands.change.parse(body);
      const entry = organisations.get(uscc);
      return entry && organisationChanged(entry, given(change), at);
    }
    case '/revoke': {
      const entry = organisations.get(commands.uscc.parse(body).uscc);
      return entry && organisationChanged(entry, { status: 'revoked' }, at);
    }
    case '/abnormal': {
      const { uscc, listed } = commands.abnormal.parse(body);
      const entry = organisations.get(uscc);
      return entry && organisationChanged(entry, { status: listed ? 'abnormal' : 'normal', listedAbnormal: listed }, at);
    }
    case '/snapshot': {
      const entry = organisations.get(commands.uscc.parse(body).uscc);
      return entry && snapshotOf(entry);
    }
    case '/late': {
      const { uscc, name } = commands.late.parse(body);
      const entry = organisations.get(uscc);
      if (!entry) return undefined;
      const earlier = new Date(Date.parse(entry.at) - 60_000).toISOString();
      const late = organisationChanged(entry, { name }, earlier);
      return { ...late, recordVersion: Math.max(1, entry.recordVersion - 1) };
    }
    case '/person': {
      const { idNumber, ...change } = commands.person.parse(body);
      const entry = persons.get(idNumber);
      return entry && personChanged(entry, given(change), at);
    }
    case '/birthday': {
      const entry = persons.get(commands.idNumber.parse(body).idNumber);
      return entry && birthday(entry, at);
    }
    case '/contacts': {
      const { uscc = '', idNumber = '', contacts } = commands.contacts.parse(body);
      const entry = organisations.get(uscc) ?? persons.get(idNumber);
      return entry && contactsMoved(entry, contacts, at);
    }
    case '/expire': {
      const { type, number, on = addDays(parts.today(), -1) } = commands.expire.parse(body);
      const entry = certificateOf(parts.register, number, type);
      const status = on < parts.today() ? 'expired' : 'valid';
      return entry && certificateChanged(entry, { ...entry.certificate, validTo: on, status }, at);
    }
    case '/counter': {
      const { type, number, fields = {}, ...more } = commands.counter.parse(body);
      const entry = certificateOf(parts.register, number, type);
      if (!entry) return undefined;
      const { certificate } = entry;
      const next = { ...certificate, ...given(more), fields: { ...certificate.fields, ...fields } };
      return certificateChanged(entry, { ...next, version: certificate.version + 1, issuedOn: parts.today() }, at);
    }
    default:
      return undefined;
  }
}

/** @param type absent = whichever has the number. */
function certificateOf(register: Register, number: string, type: string | undefined): CertificateEntry | undefined {
  if (type !== undefined) return register.certificates.get(certificateKey(type, number));
  return [...register.certificates.values()].find(({ certificate }) => certificate.number === number);
}

/** Only what was said: an absent member changes nothing. */
function given<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** A rightly signed event that cannot be used, in one of the ways that `readEvent` tells apart; `deep` = nested without end. */
function spoiltText({ register, source }: ServiceParts, as: z.infer<typeof commands.spoil>['as']): (seq: number) => string {
  const entry = [...register.organisations.values(), ...register.persons.values(), ...register.certificates.values()][0];
  if (!entry) throw new Error('a register without records has nothing to spoil');
  return (seq) => {
    const event = { ...snapshotOf(entry), source, seq };
    switch (as) {
      case 'json':
        return canonicalJson(event).slice(0, -1);
      case 'schema':
        return canonicalJson({ ...event, recordVersion: 0 });
      case 'canonical':
        return JSON.stringify(event, undefined, 1);
      case 'name':
        return canonicalJson({ ...event, seq: seq + 1 });
      case 'subject':
        return canonicalJson({ ...event, subject: { kind: 'organisation', uscc: '91370200DEM009999X' } });
      case 'record': {
        const { organisation: _o, person: _p, certificate: _c, ...bare } = event;
        return canonicalJson({ ...bare, type: 'registrationChanged' });
      }
      case 'deep':
        return `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    }
  };
}

function firstRecords({ register }: ServiceParts): object {
  const first = <T>(map: ReadonlyMap<string, T>): T[] => [...map.values()].slice(0, 200);
  return {
    organisations: first(register.organisations),
    persons: first(register.persons),
    certificates: first(register.certificates),
  };
}
