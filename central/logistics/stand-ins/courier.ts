import { randomUUID } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Log } from '#contracts/log/events.ts';
import { announce, readStandInOptions, standInLog } from '../../stand-ins/command-line.ts';
import type { PlainReply, PlainRequest, StandInFaces } from '../../stand-ins/loopback.ts';
import { json, serveLoopback } from '../../stand-ins/loopback.ts';
import { pause } from '../../store/index.ts';
import type { DemoCourier } from '../demo-courier.ts';
import { demoCourier } from '../demo-courier.ts';
import { readSignedRequest } from '../sf-signature.ts';
import { gatewayCodes, services } from '../sf-wire.ts';
import type { Fault, PushHow, Settings } from './courier-commands.ts';
import {
  decideRequest,
  faultRequest,
  filterRequest,
  moveRequest,
  noFault,
  pushRequest,
  settingsRequest,
} from './courier-commands.ts';
import type { BookedOrder, CourierBook, FilterResult } from './courier-book.ts';
import { openCourierBook } from './courier-book.ts';
import { openCourierPushes } from './courier-pushes.ts';
import { answerService } from './courier-service.ts';

/**
 * A stand-in for SF Express: a process of its own that verifies every request's digest, keeps orders by their key (a second create
 * is error 8016), moves parcels along by itself or when told, and pushes each step, signed, to the centre.
 *
 *   node central/logistics/stand-ins/courier.ts --keys DIR [--port N] [--control-port N] [--state FILE]
 *
 * COURIER_CALLBACK_URL = the centre's address, COURIER_STEP_MS = time per step, 0 = parcels stand still; both also by
 * `POST /settings`. Control: GET /state · POST /settings /fault /filter /decide /move /push, bodies in `courier-commands.ts`.
 */
interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly demo: DemoCourier;
  readonly book: CourierBook;
  readonly settings: Settings;
}

/** How often it is looked whether parcels may move again. */
const idleMs = 500;

function openCourier({ clock, log, demo, book, settings }: Parts): StandInFaces {
  const seen = new Set<string>();
  const counts = { answered: 0, refused: 0 };
  let fault: Fault = noFault;
  let filter: { result: FilterResult; times: number } = { result: '2', times: 0 };
  const pushes = openCourierPushes(clock, demo.credentials.checkWord, demo.callbackPath, () => settings.callbackBase);

  function takeFault(): Fault {
    const now = fault;
    if (fault.times !== undefined) fault = fault.times > 1 ? { ...fault, times: fault.times - 1 } : noFault;
    return now;
  }

  function takeFilter(): FilterResult {
    if (filter.times === 0) return '2';
    filter = { ...filter, times: filter.times - 1 };
    return filter.result;
  }

  function refused(reason: string): PlainReply {
    counts.refused += 1;
    log('standin.refused', { partner: 'courier', reason });
    return gateway(reason, undefined);
  }

  async function moveAll(): Promise<void> {
    for (const order of book.list()) {
      const entry = settings.stepMs > 0 ? book.move(order, 'next') : undefined;
      if (entry) await pushes.send(order, [entry]);
    }
  }

  let moving: Promise<void> = Promise.resolve();
  function keepMoving(): void {
    clock.after(settings.stepMs || idleMs, () => {
      moving = moveAll();
      void moving.finally(keepMoving);
    });
  }
  keepMoving();

  async function command(path: string, body: unknown): Promise<PlainReply> {
    switch (path) {
      case '/settings': {
        const { callbackBase, stepMs } = settingsRequest.parse(body);
        settings.callbackBase = callbackBase ?? settings.callbackBase;
        settings.stepMs = stepMs ?? settings.stepMs;
        if (settings.stepMs === 0) await moving; // who stops the parcels may count on it
        return json(200, settings);
      }
      case '/fault':
        fault = faultRequest.parse(body);
        return json(200, fault);
      case '/filter':
        filter = filterRequest.parse(body);
        return json(200, filter);
      case '/decide': {
        const { orderId, result } = decideRequest.parse(body);
        return withOrder(orderId, (order) => {
          order.filter = result;
          book.keep();
          return json(200, order);
        });
      }
      case '/move': {
        const { orderId, what, push } = moveRequest.parse(body);
        return withOrder(orderId, async (order) => {
          const entry = book.move(order, what);
          if (!entry) return json(409, { error: 'the way of this parcel has ended' });
          return json(200, { entry, pushed: push ? await pushes.send(order, [entry]) : undefined });
        });
      }
      case '/push': {
        const { orderId, how } = pushRequest.parse(body);
        return withOrder(orderId, async (order) => json(200, await pushAgain(order, how)));
      }
      default:
        return json(404, {});
    }
  }

  function pushAgain(order: BookedOrder, how: PushHow): ReturnType<typeof pushes.send> {
    const last = order.routes.slice(-1);
    if (how === 'backwards') return pushes.send(order, order.routes.toReversed());
    return pushes.send(order, last, how === 'repeat' ? 'genuine' : how);
  }

  function withOrder(
    orderId: string,
    act: (order: BookedOrder) => PlainReply | Promise<PlainReply>,
  ): PlainReply | Promise<PlainReply> {
    const order = book.find(orderId);
    return order ? act(order) : json(404, { error: 'no such order' });
  }

  return {
    async respond(request) {
      const now = fault;
      if (now.mode === 'outage') {
        takeFault();
        return 'drop';
      }
      const asked = readSignedRequest(request, demo.credentials, Object.values(services), clock.now());
      if (!asked.ok) return refused(asked.error);
      if (seen.has(asked.value.requestId)) return refused('A1007');
      seen.add(asked.value.requestId);
      takeFault();
      if (now.mode === 'rate-limit') return gateway(gatewayCodes.limited, undefined);
      if (now.mode === 'trouble') return gateway(gatewayCodes.trouble[0], undefined);
      counts.answered += 1;
      const answer = answerService({ book, credentials: demo.credentials, monthlyCard: demo.account, takeFilter }, asked.value);
      if (now.mode === 'delay') await pause(clock, now.delayMs);
      return now.mode === 'drop-answer' ? 'drop' : gateway(gatewayCodes.taken, answer);
    },

    control(request: PlainRequest) {
      if (request.method === 'POST') return command(request.path, JSON.parse(request.body));
      if (request.path !== '/state') return json(404, {});
      return json(200, { fault, filter, settings, ...counts, orders: book.list(), pushes: pushes.list() });
    },
  };
}

function gateway(apiResultCode: string, answer: object | undefined): PlainReply {
  const apiErrorMsg = apiResultCode === gatewayCodes.taken ? '' : '请求未通过';
  return json(200, {
    apiErrorMsg,
    apiResponseID: randomUUID(),
    apiResultCode,
    apiResultData: answer === undefined ? null : JSON.stringify(answer),
  });
}

if (import.meta.main) {
  const options = readStandInOptions();
  const log = standInLog();
  const courier = openCourier({
    clock: systemClock,
    log,
    demo: demoCourier(options.keys),
    book: openCourierBook(systemClock, options.state),
    settings: {
      callbackBase: process.env['COURIER_CALLBACK_URL'],
      stepMs: Number(process.env['COURIER_STEP_MS'] ?? '0'),
    },
  });
  const service = await serveLoopback(options.port, courier.respond);
  const control = await serveLoopback(options.controlPort, courier.control);
  log('standin.started', { partner: 'courier', port: service.port });
  announce('courier', { port: service.port, controlPort: control.port }, options.jsonReady, async () => {
    await Promise.all([service.close(), control.close()]);
  });
}
