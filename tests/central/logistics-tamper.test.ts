import { describe, expect, test } from 'vitest';
import { err, ok } from '#contracts/basics/result.ts';
import type { CallbackRequest, CourierFailure, RouteReport } from '#central/logistics/courier-port.ts';
import type { CallbackParts } from '#central/logistics/sf-callbacks.ts';
import { pushContentType, readRoutePush, signedPushPath } from '#central/logistics/sf-callbacks.ts';
import {
  readSignedRequest,
  sfContentType,
  sfDigest,
  sfPath,
  sfToleranceMs,
  signedForm,
} from '#central/logistics/sf-signature.ts';
import { services } from '#central/logistics/sf-wire.ts';
import { reportOf } from './logistics-harness.ts';

const now = Date.parse('2026-11-25T04:00:00.000Z');
const credentials = { partnerId: 'ESTATION', checkWord: 'a check word of the tests' };
const callbackPath = '/v1/courier/sf/c2VjcmV0LW9mLXRoZS1hZGRyZXNz';

/** Every text that differs from this one in a single bit of its UTF-8 bytes. */
function* flips(text: string): Generator<string> {
  const bytes = Buffer.from(text, 'utf8');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    const index = bit >> 3;
    changed[index] = (changed[index] ?? 0) ^ (1 << (bit & 7));
    yield changed.toString('utf8');
  }
}

/** Every request that differs in one bit of its method, its path and query, a header's name or value, or its body. */
function* tampered(request: CallbackRequest): Generator<CallbackRequest> {
  for (const method of flips(request.method)) yield { ...request, method };
  for (const path of flips(request.path)) yield { ...request, path };
  for (const body of flips(request.body)) yield { ...request, body };
  for (const [name, value] of Object.entries(request.headers)) {
    const { [name]: _old, ...others } = request.headers;
    for (const changed of flips(name)) yield { ...request, headers: { ...others, [changed]: value } };
    for (const changed of flips(String(value))) yield { ...request, headers: { ...others, [name]: changed } };
  }
}

function bitsOf({ method, path, headers, body }: CallbackRequest): number {
  const texts = [method, path, body, ...Object.entries(headers).flatMap(([name, value]) => [name, String(value)])];
  return 8 * texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

describe('requests to the courier', () => {
  const msgData = JSON.stringify({ orderId: 'QD2026112302170001-old1-1', address: "城南社区 12号楼2单元301户 (东门) *~!'" });
  const request: CallbackRequest = {
    method: 'POST',
    path: sfPath,
    headers: { 'content-type': sfContentType },
    body: signedForm(credentials, services.create, msgData, now),
  };
  const read = (asked: CallbackRequest, at = now) => readSignedRequest(asked, credentials, Object.values(services), at);

  test('what we sign is read as it was written', () => {
    expect(read(request)).toMatchObject({ ok: true, value: { serviceCode: services.create, msgData } });
  });

  test('one flipped bit in any position: none is accepted', () => {
    let tried = 0;
    let accepted = 0;
    for (const changed of tampered(request)) {
      tried += 1;
      if (read(changed).ok) accepted += 1;
    }
    expect(accepted).toBe(0);
    expect(tried).toBe(bitsOf(request));
  });

  test('of another time, another customer, another secret, an unknown service', () => {
    expect(read(request, now + sfToleranceMs + 1)).toEqual(err('A1002'));
    expect(read(request, now - sfToleranceMs - 1)).toEqual(err('A1002'));
    const body = (changes: Partial<typeof credentials>, service: string = services.create): CallbackRequest => ({
      ...request,
      body: signedForm({ ...credentials, ...changes }, service, msgData, now),
    });
    expect(read(body({ partnerId: 'SOMEONE' }))).toEqual(err('A1004'));
    expect(read(body({ checkWord: 'another' }))).toEqual(err('A1006'));
    expect(read(body({}, 'EXP_RECE_QUERY_SFWAYBILL'))).toEqual(err('A1004'));
    expect(read({ ...request, body: `${request.body}&extra=1` })).toEqual(err('A1001'));
  });

  test("urlencode is Java's: letters, digits and -_.* stay, a space is a plus", () => {
    expect(sfDigest('a b*-_.~', '1', 'é')).toBe(sfDigest('a b*-_.', '~1', 'é'));
    expect(sfDigest('{"a":1}', '1700000000000', 'cw')).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(sfDigest('a', '1', 'x')).not.toBe(sfDigest('a', '2', 'x'));
  });
});

const push = JSON.stringify({
  Body: {
    WaybillRoute: [
      {
        id: '744000000000100',
        mailno: 'SF7440000000001',
        orderid: 'QD2026112302170001-old1-1',
        acceptTime: '2026-11-25 12:00:00',
        acceptAddress: '青岛市',
        remark: '顺丰速运 已收取快件',
        opCode: '50',
        reasonCode: '',
        reasonName: '',
      },
    ],
  },
});

const digestParts: CallbackParts = {
  callbackPath,
  checkWord: credentials.checkWord,
  trust: 'digest',
  routes: () => Promise.resolve(err({ code: 'outage' })),
};

const signed = (body: string, at = now): CallbackRequest => ({
  method: 'POST',
  path: signedPushPath(callbackPath, body, credentials.checkWord, at),
  headers: { 'content-type': pushContentType },
  body,
});

describe('pushes of the courier, signed', () => {
  test('a genuine one is read', async () => {
    const read = await readRoutePush(digestParts, signed(push), now);
    expect(read).toMatchObject({ ok: true, value: [{ event: 'pickedUp', at: '2026-11-25T04:00:00.000Z', place: '青岛市' }] });
  });

  test('one flipped bit in any position: none is accepted', async () => {
    let tried = 0;
    let accepted = 0;
    for (const changed of tampered(signed(push))) {
      tried += 1;
      if ((await readRoutePush(digestParts, changed, now)).ok) accepted += 1;
    }
    expect(accepted).toBe(0);
    expect(tried).toBe(bitsOf(signed(push)));
  });

  test('of another time, of another secret, unsigned, or not readable', async () => {
    expect(await readRoutePush(digestParts, signed(push), now + sfToleranceMs + 1)).toEqual(err('stale'));
    const other = { ...signed(push), path: signedPushPath(callbackPath, push, 'another', now) };
    expect(await readRoutePush(digestParts, other, now)).toEqual(err('forged'));
    expect(await readRoutePush(digestParts, { ...signed(push), path: callbackPath }, now)).toEqual(err('forged'));
    for (const body of ['', '{', 'null', '{"Body":{}}', push.replace('2026-11-25 12', '2026-13-45 12')])
      expect(await readRoutePush(digestParts, signed(body), now)).toEqual(err('malformed'));
  });
});

describe('pushes that prove nothing themselves', () => {
  const known = [reportOf('k-1', 'pickedUp', 1)];
  function askBack(answer: typeof known | CourierFailure): { parts: CallbackParts; asked: string[] } {
    const asked: string[] = [];
    const routes: CallbackParts['routes'] = (waybill) => {
      asked.push(waybill);
      return Promise.resolve(Array.isArray(answer) ? ok<readonly RouteReport[]>(answer) : err(answer));
    };
    return { asked, parts: { ...digestParts, trust: 'ask-back', routes } };
  }
  const plain: CallbackRequest = { method: 'POST', path: callbackPath, headers: {}, body: push };

  test('only what the courier answers when it is asked is believed', async () => {
    const { parts, asked } = askBack(known);
    const lie = { ...plain, body: push.replace('"50"', '"80"') };
    expect(await readRoutePush(parts, lie, now)).toEqual(ok(known));
    expect(asked).toEqual(['SF7440000000001']);
  });

  test('nobody is asked when the secret of the address is wrong by one bit', async () => {
    const { parts, asked } = askBack(known);
    for (const path of flips(callbackPath)) expect(await readRoutePush(parts, { ...plain, path }, now)).toEqual(err('forged'));
    expect(asked).toEqual([]);
  });

  test('nothing is taken while the courier cannot be asked', async () => {
    expect(await readRoutePush(askBack({ code: 'outage' }).parts, plain, now)).toEqual(err('outage'));
  });
});
