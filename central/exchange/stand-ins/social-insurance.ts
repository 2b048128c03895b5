import type { KeyObject } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Log } from '#contracts/log/events.ts';
import { announce, readStandInOptions, standInLog } from '../../stand-ins/command-line.ts';
import type { DemoPerson } from '../../stand-ins/demo-people.ts';
import { readDemoPeople } from '../../stand-ins/demo-people.ts';
import type { PlainReply, PlainRequest, StandInFaces } from '../../stand-ins/loopback.ts';
import { json, serveLoopback } from '../../stand-ins/loopback.ts';
import { ensureSigningKey, pause } from '../../store/index.ts';
import { paths, recordsRequest, statusRequest, submitRequest } from '../social-insurance-wire.ts';
import type { ApplicationBook } from './application-book.ts';
import { openApplicationBook } from './application-book.ts';
import { faultRequest, noFault } from './faults.ts';
import type { Fault } from './faults.ts';
import { openPartnerGate, spoiled } from './partner-gate.ts';

/**
 * A stand-in for the social-insurance department: a process of its own that speaks the agreed interface, believes no request
 * whose signature, time or nonce is wrong, and can be told to fail in the ways that a real one does.
 *
 *   node central/exchange/stand-ins/social-insurance.ts --keys DIR [--port N] [--control-port N] [--state FILE]
 */
interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly people: readonly DemoPerson[];
  readonly ownKey: KeyObject;
  readonly centreKey: KeyObject;
  readonly book: ApplicationBook;
}

function openDepartment(parts: Parts): StandInFaces {
  const { clock, log, book } = parts;
  const gate = openPartnerGate(parts);
  const counts = { answered: 0, refused: 0 };
  let fault: Fault = noFault;

  /** A fault that was asked for a number of times ends by itself. */
  function takeFault(): Fault {
    const now = fault;
    if (fault.times !== undefined) fault = fault.times > 1 ? { ...fault, times: fault.times - 1 } : noFault;
    return now;
  }

  return {
    async respond(request) {
      const now = fault;
      if (now.mode === 'down') {
        takeFault();
        return 'drop';
      }
      const refusal = gate.refusalOf(request);
      if (refusal !== undefined) {
        counts.refused += 1;
        log('standin.refused', { partner: 'social-insurance', reason: refusal });
        return gate.signed(request, json(401, { error: refusal }));
      }
      if (now.mode === 'slow') await pause(clock, now.delayMs);
      if (now.mode === 'error') {
        takeFault();
        return gate.signed(request, json(500, { error: 'internal' }));
      }
      const reply = gate.signed(request, handle(parts, book, request, now));
      takeFault();
      counts.answered += 1;
      if (now.mode === 'lost-reply') return 'drop';
      return now.mode === 'bad-signature' ? spoiled(reply) : reply;
    },

    control(request) {
      if (request.method === 'POST' && request.path === '/fault') {
        fault = faultRequest.parse(JSON.parse(request.body));
        return json(200, fault);
      }
      return request.path === '/state' ? json(200, { fault, ...counts, applications: book.list() }) : json(404, {});
    },
  };
}

function handle(parts: Parts, book: ApplicationBook, request: PlainRequest, fault: Fault): PlainReply {
  switch (request.path) {
    case paths.records:
      return records(parts, request, fault);
    case paths.submit:
      return submit(book, request);
    case paths.status:
      return status(book, request);
    default:
      return json(404, { error: 'path' });
  }
}

function records({ clock, people }: Parts, request: PlainRequest, fault: Fault): PlainReply {
  const asked = recordsRequest.safeParse(JSON.parse(request.body));
  if (!asked.success) return json(400, { error: 'form' });
  const found = people.find(
    ({ fields }) => fields.number === asked.data.person.idNumber && fields.name === asked.data.person.name,
  );
  if (!found?.contributions?.length) return json(404, { error: 'no-record' });
  const statement = {
    rows: found.contributions,
    source: { system: '青岛市人力资源和社会保障局（演示）', at: instantOf(clock.now()), version: 'demo-2026-10' },
  };
  const other = people.find((person) => person !== found)?.fields.number ?? '';
  return json(200, { idNumber: fault.mode === 'wrong-person' ? other : found.fields.number, statement });
}

function submit(book: ApplicationBook, request: PlainRequest): PlainReply {
  const application = submitRequest.safeParse(JSON.parse(request.body));
  if (!application.success) return json(400, { error: 'form' });
  return book.accept(application.data.key, request.body)
    ? json(200, { key: application.data.key, state: 'received' })
    : json(409, { error: 'key' });
}

function status(book: ApplicationBook, request: PlainRequest): PlainReply {
  const asked = statusRequest.safeParse(JSON.parse(request.body));
  if (!asked.success) return json(400, { error: 'form' });
  const { key } = asked.data;
  const state = book.stateOf(key);
  if (state === 'unknown') return json(404, { error: 'key' });
  if (state === 'received') return json(200, { key, state });
  const text = { 'zh-CN': '参保登记已完成。下个月开始缴费。', en: 'You are registered. Contributions start next month.' };
  return json(200, { key, state, text });
}

if (import.meta.main) {
  const options = readStandInOptions();
  const log = standInLog();
  const department = openDepartment({
    clock: systemClock,
    log,
    people: readDemoPeople(options.people),
    ownKey: ensureSigningKey(options.keys, 'social-insurance').privateKey,
    centreKey: ensureSigningKey(options.keys, 'centre-exchange').publicKey,
    book: openApplicationBook(systemClock, options.state),
  });
  const service = await serveLoopback(options.port, department.respond);
  const control = await serveLoopback(options.controlPort, department.control);
  log('standin.started', { partner: 'social-insurance', port: service.port });
  announce('social-insurance', { port: service.port, controlPort: control.port }, options.jsonReady, async () => {
    await Promise.all([service.close(), control.close()]);
  });
}
