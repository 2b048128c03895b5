import { z } from 'zod';
import { randomUUID } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Log } from '#contracts/log/events.ts';
import { announce, readStandInOptions, standInLog } from '../../stand-ins/command-line.ts';
import type { PlainReply, PlainRequest, StandInFaces } from '../../stand-ins/loopback.ts';
import { json, serveLoopback } from '../../stand-ins/loopback.ts';
import { pause } from '../../store/index.ts';
import { isAcsAuthorized } from '../acs-signature.ts';
import { demoSmsCredentials } from '../demo-credentials.ts';

/**
 * A stand-in for the SMS provider: a process of its own that verifies the request signature and keeps the messages, readable
 * on the control port (`GET /messages`), so that a demo or a test can see the code that a phone would show.
 *
 *   node central/channels/stand-ins/sms.ts --keys DIR [--port N] [--control-port N]
 */
interface Message {
  readonly key: string;
  readonly phone: string;
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
  readonly at: string;
  readonly delivered: boolean;
}

/** refuse: the provider says no · delay: answers after `delayMs` · lose: takes and delivers it, then hangs up · drop: hangs up. */
const faultRequest = z.strictObject({
  mode: z.enum(['none', 'refuse', 'delay', 'lose', 'drop']),
  delayMs: z.int().min(0).default(20_000),
});

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly credentials: { readonly keyId: string; readonly secret: string };
}

function openProvider({ clock, log, credentials }: Parts): StandInFaces {
  const messages: Message[] = [];
  const nonces = new Set<string>();
  let fault: z.infer<typeof faultRequest> = { mode: 'none', delayMs: 0 };

  function isGenuine(request: PlainRequest, url: URL): boolean {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const nonce = headers['x-acs-signature-nonce'] ?? '';
    const signed = {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers,
      body: request.body,
    };
    if (nonces.has(nonce) || !isAcsAuthorized(signed, headers['authorization'] ?? '', credentials.keyId, credentials.secret))
      return false;
    nonces.add(nonce);
    return true;
  }

  function send(query: URLSearchParams): PlainReply {
    if (fault.mode === 'refuse')
      return json(200, { Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: 'refused', RequestId: randomUUID() });
    messages.push({
      key: query.get('OutId') ?? '',
      phone: query.get('PhoneNumbers') ?? '',
      template: query.get('TemplateCode') ?? '',
      params: JSON.parse(query.get('TemplateParam') ?? '{}') as Record<string, string>,
      at: instantOf(clock.now()),
      delivered: true,
    });
    return json(200, { Code: 'OK', Message: 'OK', BizId: randomUUID(), RequestId: randomUUID() });
  }

  function details(query: URLSearchParams): PlainReply {
    const found = messages.filter(({ phone }) => phone === query.get('PhoneNumber'));
    const rows = found.map(({ key, delivered }) => ({ OutId: key, SendStatus: delivered ? 3 : 1 }));
    return json(200, { Code: 'OK', TotalCount: rows.length, SmsSendDetailDTOs: { SmsSendDetailDTO: rows } });
  }

  return {
    async respond(request) {
      if (fault.mode === 'drop') return 'drop';
      const url = new URL(request.path, 'http://sms');
      if (!isGenuine(request, url)) {
        log('standin.refused', { partner: 'sms', reason: 'signature' });
        return json(403, { Code: 'SignatureDoesNotMatch' });
      }
      if (fault.mode === 'delay') await pause(clock, fault.delayMs);
      if (request.headers['x-acs-action'] === 'QuerySendDetails') return details(url.searchParams);
      const reply = send(url.searchParams);
      return fault.mode === 'lose' ? 'drop' : reply;
    },
    control(request) {
      if (request.method === 'POST' && request.path === '/fault') {
        fault = faultRequest.parse(JSON.parse(request.body));
        return json(200, fault);
      }
      return request.path === '/messages' ? json(200, { messages }) : json(404, {});
    },
  };
}

if (import.meta.main) {
  const options = readStandInOptions();
  const log = standInLog();
  const provider = openProvider({ clock: systemClock, log, credentials: demoSmsCredentials(options.keys) });
  const service = await serveLoopback(options.port, provider.respond);
  const control = await serveLoopback(options.controlPort, provider.control);
  log('standin.started', { partner: 'sms', port: service.port });
  announce('sms', { port: service.port, controlPort: control.port }, options.jsonReady, async () => {
    await Promise.all([service.close(), control.close()]);
  });
}
