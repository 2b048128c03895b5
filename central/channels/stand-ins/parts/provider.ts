import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Log } from '#contracts/log/events.ts';
import type { StandInOptions } from '../../../stand-ins/command-line.ts';
import { announce, standInLog } from '../../../stand-ins/command-line.ts';
import type { PlainReply, PlainRequest, StandInFaces } from '../../../stand-ins/loopback.ts';
import { json, serveLoopback } from '../../../stand-ins/loopback.ts';
import { pause } from '../../../store/index.ts';
import type { CallbackLine, MakePush } from './callback.ts';
import { openCallbackLine } from './callback.ts';
import type { Fault, FaultSwitch } from './faults.ts';
import { openFaultSwitch } from './faults.ts';
import type { Ending, KeptMessage, MessageBook } from './message-book.ts';
import { openMessageBook } from './message-book.ts';

/** What one provider does its own way. */
export interface ProviderWays {
  /** Why a request is not believed; undefined = it is. */
  refusalOf(request: PlainRequest): string | undefined;
  notBelieved(request: PlainRequest): PlainReply;
  isSend(request: PlainRequest): boolean;
  /** The provider's own answers to a send under these faults. */
  onFault(mode: 'refuse' | 'rate-limit', fault: Fault, request: PlainRequest): PlainReply;
  handle(request: PlainRequest, ending: Ending): PlainReply;
  /** The push that reports a message. */
  reportOf(message: KeptMessage): MakePush;
  /** A message as the control port shows it; absent = as it is kept. */
  shown?(message: KeptMessage): object;
  /** Further commands of the control port; undefined = no such path. */
  control?(request: PlainRequest): PlainReply | undefined;
}

/** What a provider works with. */
export interface ProviderTools {
  readonly clock: Clock;
  readonly book: MessageBook;
  readonly line: CallbackLine;
}

/**
 * A provider of a channel, up to its own ways: believes nobody unsigned, fails on command, keeps what it took, reports. Control port: `GET
 * /messages` · `POST /fault` (`faults.ts`) · `POST /callback` `{url}` where reports go.
 */
function openProvider(name: string, parts: ProviderParts, make: (tools: ProviderTools) => ProviderWays): StandInFaces {
  const { clock, log } = parts;
  const faults = openFaultSwitch();
  const line = openCallbackLine(clock, parts.callbackUrl);
  const book = openMessageBook(clock, (message) => void line.push(ways.reportOf(message)));
  const ways = make({ clock, book, line });
  const counts = { refused: 0 };

  return {
    async respond(request) {
      const fault = faults.now();
      if (fault.mode === 'drop') return 'drop';
      if (fault.mode === 'outage') return json(503, { Code: 'ServiceUnavailable', Message: 'try later' });
      const refusal = ways.refusalOf(request);
      if (refusal !== undefined) {
        counts.refused += 1;
        log('standin.refused', { partner: name, reason: refusal });
        return ways.notBelieved(request);
      }
      if (fault.mode === 'delay') await pause(clock, fault.delayMs);
      return ways.isSend(request) ? takeSend(ways, faults, request) : ways.handle(request, delivered);
    },

    control(request) {
      if (request.method === 'GET' && request.path === '/messages')
        return json(200, {
          messages: book.list().map((message) => ways.shown?.(message) ?? message),
          pushes: line.statuses(),
          refused: counts.refused,
        });
      if (request.method === 'POST' && request.path === '/fault') return json(200, faults.set(JSON.parse(request.body)));
      if (request.method === 'POST' && request.path === '/callback') {
        line.aim((JSON.parse(request.body) as { url: string }).url);
        return json(200, {});
      }
      return ways.control?.(request) ?? json(404, {});
    },
  };
}

interface ProviderParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly callbackUrl: string | undefined;
}

const delivered: Ending = { state: 'delivered', isReported: true };

function takeSend(ways: ProviderWays, faults: FaultSwitch, request: PlainRequest): PlainReply | 'drop' {
  const fault = faults.now();
  faults.spend();
  if (fault.mode === 'refuse' || fault.mode === 'rate-limit') return ways.onFault(fault.mode, fault, request);
  const state = fault.mode === 'report-failed' ? 'failed' : 'delivered';
  const reply = ways.handle(request, { state, isReported: fault.mode !== 'lose-report' });
  return fault.mode === 'lose' ? 'drop' : reply;
}

/** Runs a provider as a process of its own until it is told to end. */
export async function runProvider(
  name: string,
  options: StandInOptions,
  make: (tools: ProviderTools) => ProviderWays,
): Promise<void> {
  const log = standInLog();
  const provider = openProvider(name, { clock: systemClock, log, callbackUrl: options.callbackUrl }, make);
  const service = await serveLoopback(options.port, provider.respond);
  const control = await serveLoopback(options.controlPort, provider.control);
  log('standin.started', { partner: name, port: service.port });
  announce(name, { port: service.port, controlPort: control.port }, options.jsonReady, async () => {
    await Promise.all([service.close(), control.close()]);
  });
}
