import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { instantOf } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { CourierContact } from '#central/logistics/address.ts';
import type {
  CourierKey,
  CourierOrder,
  CourierPort,
  GovernmentAccount,
  RouteReport,
  Waybill,
} from '#central/logistics/courier-port.ts';
import { governmentAccount } from '#central/logistics/courier-port.ts';
import { transition } from '#central/logistics/delivery.ts';
import type { AddressRef, Delivery } from '#central/logistics/delivery-state.ts';
import { keyOf, planDelivery } from '#central/logistics/delivery-state.ts';
import { demoCourier } from '#central/logistics/demo-courier.ts';
import { codes } from '#central/logistics/regions.ts';
import { sfCourier } from '#central/logistics/sf-courier.ts';
import { sfContentType, sfPath, signedForm } from '#central/logistics/sf-signature.ts';
import { createMessageOf, services, thirdPartyPays } from '#central/logistics/sf-wire.ts';
import type { Running } from './harness/processes.ts';
import { startProcess, until } from './harness/processes.ts';

interface CourierState {
  readonly answered: number;
  readonly refused: number;
  readonly orders: readonly {
    readonly orderId: string;
    readonly waybill: string;
    readonly payMethod: number;
    readonly monthlyCard: string;
    readonly creates: number;
    readonly cancelled: boolean;
    readonly pictures: readonly string[];
    readonly routes: readonly { readonly opCode: string }[];
  }[];
  readonly pushes: readonly {
    readonly orderId: string;
    readonly kind: string;
    readonly status: number;
    readonly tries: number;
  }[];
}

const keys = mkdtempSync(path.join(os.tmpdir(), 'courier-'));
const demo = demoCourier(keys);
const citizen: CourierContact = { name: '王秀梅', phone: '13912346027', district: '370215', street: '蓝村街道城南社区12号楼' };
const authority: CourierContact = {
  name: '行政审批局收发室',
  phone: '0532-85911234',
  district: '370202',
  street: '福州南路17号',
};
let serial = 0;
const newKey = (): CourierKey => `QD202611230217${String((serial += 1)).padStart(4, '0')}-old1-1` as CourierKey;

function orderOf(key: CourierKey, changes: Partial<CourierOrder> = {}): CourierOrder {
  const cargo = { name: '行政许可证件', count: 1 };
  return { key, direction: 'pickup', sender: citizen, receiver: authority, cargo, account: demo.account, ...changes };
}

let standIn: Running;
let centre: { readonly server: Server; readonly received: RouteReport[]; refusing: number };
let courier: CourierPort;

const control = async (where: string, body?: object): Promise<unknown> => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return (await fetch(`http://127.0.0.1:${standIn.controlPort}${where}`, init)).json();
};
const state = async (): Promise<CourierState> => (await control('/state')) as CourierState;
const booked = async (key: string): Promise<CourierState['orders'][number] | undefined> =>
  (await state()).orders.find(({ orderId }) => orderId === key);
const move = (key: string, what = 'next', push = true): Promise<unknown> => control('/move', { orderId: key, what, push });

function open(changes: Partial<Parameters<typeof sfCourier>[0]> = {}): CourierPort {
  return sfCourier({
    baseUrl: `http://127.0.0.1:${standIn.port}`,
    credentials: demo.credentials,
    account: demo.account,
    callbackPath: demo.callbackPath,
    trust: 'digest',
    clock: systemClock,
    log: () => undefined,
    ...changes,
  });
}

async function ordered(key: CourierKey, changes: Partial<CourierOrder> = {}): Promise<Waybill> {
  const placed = await courier.order(orderOf(key, changes));
  if (!placed.ok) throw new Error(`not ordered: ${placed.error.code}`);
  return placed.value.waybill;
}

/** The centre's callback address: a real server that believes what the adapter believes. */
async function openCentre(): Promise<typeof centre> {
  const opened = { received: [] as RouteReport[], refusing: 0 };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString('utf8');
      const { method = '', url = '', headers } = request;
      const read = await courier.readCallback({ method, path: url, headers, body });
      const taken = read.ok && centre.refusing === 0;
      if (centre.refusing > 0) centre.refusing -= 1;
      if (taken) centre.received.push(...read.value);
      const reply = courier.callbackReply(taken);
      response.writeHead(read.ok ? 200 : 403, { 'content-type': reply.contentType }).end(reply.body);
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, ...opened };
}

beforeAll(async () => {
  standIn = await startProcess('central/logistics/stand-ins/courier.ts', [
    '--keys',
    keys,
    '--state',
    path.join(keys, 'book.json'),
  ]);
  courier = open();
  centre = await openCentre();
  const address = centre.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await control('/settings', { callbackBase: `http://127.0.0.1:${String(port)}` });
});
afterAll(async () => {
  await standIn.end();
  centre.server.close();
  rmSync(keys, { recursive: true });
});
beforeEach(async () => {
  centre.received.length = 0;
  await control('/fault', { mode: 'none' });
});

describe('orders', () => {
  test('an order gets its waybill; the same key again gives the same order', async () => {
    const key = newKey();
    const first = await courier.order(orderOf(key));
    expect(first).toMatchObject({ ok: true, value: { state: 'accepted', existing: false } });
    const again = await courier.order(orderOf(key, { receiver: { ...authority, street: '另一个地方88号' } }));
    expect(again).toEqual({ ok: true, value: { ...(first.ok ? first.value : {}), existing: true } });
    expect(await booked(key)).toMatchObject({ creates: 2 });
  });

  test('a lost answer is cleared up by a search: one order at the courier', async () => {
    const key = newKey();
    await control('/fault', { mode: 'drop-answer', times: 1 });
    expect(await courier.order(orderOf(key))).toMatchObject({ ok: true, value: { state: 'accepted', existing: true } });
    expect(await booked(key)).toMatchObject({ creates: 1 });
  });

  test('a late answer counts as lost, and is cleared up the same way', async () => {
    const key = newKey();
    const impatient = open({ perCallMs: 400 });
    await control('/fault', { mode: 'delay', delayMs: 30_000, times: 1 });
    expect(await impatient.order(orderOf(key))).toMatchObject({ ok: true, value: { existing: true } });
  });

  test('answer and search both lost: unknown, until a search finds it', async () => {
    const key = newKey();
    await control('/fault', { mode: 'drop-answer', times: 2 });
    expect(await courier.order(orderOf(key))).toEqual({ ok: false, error: { code: 'outcome_unknown' } });
    expect(await courier.search(key)).toMatchObject({ ok: true, value: { is: 'found', state: 'accepted' } });
  });

  test('an outage before the work: nothing was ordered, the same key works later', async () => {
    const key = newKey();
    await control('/fault', { mode: 'outage', times: 1 });
    expect(await courier.order(orderOf(key))).toEqual({ ok: false, error: { code: 'outage' } });
    expect(await courier.search(key)).toEqual({ ok: true, value: { is: 'not-found' } });
    expect(await courier.order(orderOf(key))).toMatchObject({ ok: true, value: { existing: false } });
  });

  test('nobody there at all', async () => {
    const nobody = open({ baseUrl: 'http://127.0.0.1:1' });
    expect(await nobody.order(orderOf(newKey()))).toEqual({ ok: false, error: { code: 'outcome_unknown' } });
    expect(await nobody.routes('SF1' as Waybill)).toEqual({ ok: false, error: { code: 'outage' } });
  });

  test('rate limit and trouble at the courier', async () => {
    await control('/fault', { mode: 'rate-limit', times: 1 });
    expect(await courier.order(orderOf(newKey()))).toEqual({ ok: false, error: { code: 'rate_limited' } });
    await control('/fault', { mode: 'trouble', times: 1 });
    expect(await courier.order(orderOf(newKey()))).toEqual({ ok: false, error: { code: 'outage' } });
  });

  test('address not served, not understood, looked at by a person', async () => {
    await control('/filter', { result: '3' });
    expect(await courier.order(orderOf(newKey()))).toEqual({ ok: false, error: { code: 'out_of_range' } });
    const vague = orderOf(newKey(), { receiver: { ...authority, street: '路' } });
    expect(await courier.order(vague)).toEqual({ ok: false, error: { code: 'address_not_understood' } });
    const key = newKey();
    await control('/filter', { result: '1' });
    expect(await courier.order(orderOf(key))).toMatchObject({ ok: true, value: { state: 'manual' } });
    expect(await courier.search(key)).toMatchObject({ ok: true, value: { is: 'found', state: 'manual' } });
    await control('/decide', { orderId: key, result: '3' });
    expect(await courier.search(key)).toMatchObject({ ok: true, value: { is: 'found', state: 'refused' } });
  });

  test('wrong credentials are refused, and the stand-in counts them', async () => {
    const before = (await state()).refused;
    const stranger = open({ credentials: { ...demo.credentials, checkWord: 'guessed' } });
    expect(await stranger.order(orderOf(newKey()))).toEqual({ ok: false, error: { code: 'not_trusted' } });
    expect((await state()).refused).toBe(before + 1);
  });

  test('what was ordered survives a restart of the courier', async () => {
    const key = newKey();
    const waybill = await ordered(key);
    const kept = JSON.parse(JSON.stringify(await state())) as CourierState;
    const other = await startProcess('central/logistics/stand-ins/courier.ts', [
      '--keys',
      keys,
      '--state',
      path.join(keys, 'book.json'),
    ]);
    const reopened = open({ baseUrl: `http://127.0.0.1:${other.port}` });
    expect(await reopened.search(key)).toMatchObject({ ok: true, value: { waybill } });
    await other.end();
    expect((await state()).orders).toEqual(kept.orders);
  });
});

describe('cancelling', () => {
  test('before the pick-up it works, again it changes nothing, and the key is burnt', async () => {
    const key = newKey();
    await ordered(key);
    expect(await courier.cancel(key)).toEqual({ ok: true, value: 'cancelled' });
    expect(await courier.cancel(key)).toEqual({ ok: true, value: 'cancelled' });
    expect(await courier.search(key)).toEqual({ ok: true, value: { is: 'cancelled' } });
    expect(await courier.order(orderOf(key))).toMatchObject({ ok: false, error: { code: 'refused' } });
  });

  test('after the pick-up it is too late; an order that never was is no error', async () => {
    const key = newKey();
    await ordered(key);
    await move(key);
    expect(await courier.cancel(key)).toEqual({ ok: false, error: { code: 'too_late' } });
    expect(await courier.cancel(newKey())).toEqual({ ok: true, value: 'not-found' });
  });
});

describe('who pays', () => {
  const contact = fc.record({
    name: fc.string({ minLength: 1, maxLength: 20 }),
    phone: fc.constantFrom('13912346027', '0532-85911234'),
    district: fc.constantFrom(...codes),
    street: fc.string({ minLength: 5, maxLength: 100 }),
  });
  const anyOrder = fc.record({
    key: fc.string({ minLength: 1, maxLength: 64 }).map((key) => key as CourierKey),
    direction: fc.constantFrom('pickup', 'deliver'),
    sender: contact,
    receiver: contact,
    cargo: fc.record({ name: fc.string({ minLength: 1 }), count: fc.integer({ min: 1, max: 9 }) }),
    account: fc.constant(demo.account),
  });

  test('no order can be written that makes the receiver or the sender pay', () => {
    fc.assert(
      fc.property(anyOrder, fc.anything(), (order, junk) => {
        // Even what the types forbid: a field that was smuggled in is not passed on.
        const message = createMessageOf(Object.assign({ payMethod: 2, monthlyCard: junk }, order));
        expect(message).toMatchObject({ payMethod: thirdPartyPays, monthlyCard: demo.account });
      }),
    );
  });

  test('an order on any other account is not sent', async () => {
    const before = (await state()).answered;
    const key = newKey();
    expect(await courier.order(orderOf(key, { account: '5329999999' as GovernmentAccount }))).toEqual({
      ok: false,
      error: { code: 'account_refused' },
    });
    expect(await courier.order(orderOf(key, { account: '' as GovernmentAccount }))).toMatchObject({ ok: false });
    expect((await state()).answered).toBe(before);
    expect(governmentAccount('not a card').ok).toBe(false);
  });

  test('an account that the courier does not know is refused by it', async () => {
    const unknown = '5329999999' as GovernmentAccount;
    const misconfigured = open({ account: unknown });
    expect(await misconfigured.order(orderOf(newKey(), { account: unknown }))).toEqual({
      ok: false,
      error: { code: 'account_refused' },
    });
  });

  test('everything that the courier ever booked is on the account of the government', async () => {
    await ordered(newKey(), { direction: 'deliver', sender: authority, receiver: citizen });
    const { orders } = await state();
    expect(orders.length).toBeGreaterThan(0);
    for (const order of orders) expect(order).toMatchObject({ payMethod: 3, monthlyCard: demo.account });
  });
});

describe('the way of a parcel', () => {
  test('is pushed step by step, and says the same when it is asked for', async () => {
    const key = newKey();
    const waybill = await ordered(key);
    for (let n = 0; n < 6; n += 1) await move(key);
    const events = ['pickedUp', 'inTransit', 'inTransit', 'outForDelivery', 'delivered', 'noted'];
    expect(centre.received.map(({ event }) => event)).toEqual(events);
    const asked = await courier.routes(waybill);
    expect(asked.ok && asked.value.map(({ id }) => id)).toEqual(centre.received.map(({ id }) => id));
    expect(centre.received[4]).toMatchObject({ waybill, key, signer: 'self' });
  });

  test.each([
    ['nobody-home', 'nobodyHome'],
    ['refuse', 'refused'],
    ['bad-address', 'addressProblem'],
    ['locker', 'atStation'],
    ['redirect', 'redirected'],
    ['lose', 'lost'],
    ['damage', 'damaged'],
    ['return', 'returned'],
    ['unknown-code', 'noted'],
  ])('%s is %s to us', async (what, event) => {
    const key = newKey();
    await ordered(key);
    await move(key);
    await move(key, what);
    expect(centre.received.at(-1)).toMatchObject({ event, key });
  });

  test('parcels move by themselves when they are let', async () => {
    const key = newKey();
    await ordered(key);
    await control('/settings', { stepMs: 20 });
    await until(async () => (await booked(key))?.routes.some(({ opCode }) => opCode === '80'));
    await control('/settings', { stepMs: 0 });
    expect(centre.received.some((report) => report.key === key && report.event === 'pickedUp')).toBe(true);
  });

  test('a push that the centre did not take comes again, the same report', async () => {
    const key = newKey();
    await ordered(key);
    centre.refusing = 2;
    expect(await move(key)).toMatchObject({ pushed: { status: 200, tries: 3 } });
    await control('/push', { orderId: key, how: 'repeat' });
    expect(centre.received).toHaveLength(2);
    expect(centre.received[0]?.id).toBe(centre.received[1]?.id);
  });

  test('a forged and a stale push are turned away', async () => {
    const key = newKey();
    await ordered(key);
    await move(key, 'next', false);
    for (const how of ['forged', 'stale']) expect(await control('/push', { orderId: key, how })).toMatchObject({ status: 403 });
    expect(centre.received).toEqual([]);
  });

  test('the proof is asked for: signature and proof of delivery', async () => {
    const key = newKey();
    const waybill = await ordered(key);
    expect(await courier.proof(waybill)).toEqual({ ok: true, value: undefined });
    expect((await booked(key))?.pictures).toEqual(['5', '15']);
    expect(await courier.proof('SF0' as Waybill)).toMatchObject({ ok: false, error: { code: 'refused' } });
  });

  test('without signed pushes the courier is asked back', async () => {
    const key = newKey();
    const waybill = await ordered(key);
    await move(key, 'next', false);
    const asking = open({ trust: 'ask-back' });
    const entry = { id: '1', mailno: waybill, orderid: key, acceptTime: '2026-11-25 12:00:00', opCode: '80' };
    const read = await asking.readCallback({
      method: 'POST',
      path: demo.callbackPath,
      headers: {},
      body: JSON.stringify({ Body: { WaybillRoute: [entry] } }),
    });
    expect(read).toMatchObject({ ok: true, value: [{ event: 'pickedUp', waybill }] });
  });
});

describe('the machine on the real line', () => {
  /** Carries out effects as the centre's outbox will: searches before anything is repeated. */
  async function run(start: Delivery): Promise<Delivery> {
    let delivery = start;
    const feed = async (event: Parameters<typeof transition>[1]): Promise<void> => {
      const stepped = transition(delivery, event);
      delivery = stepped.delivery;
      for (const effect of stepped.effects) {
        if (effect.kind === 'order' || effect.kind === 'repeatOrder') {
          const placed = await courier.order(orderOf(effect.key));
          if (placed.ok) await feed({ type: 'ordered', key: effect.key, ...placed.value });
          else if (placed.error.code === 'outcome_unknown') await feed({ type: 'answerLost', key: effect.key });
          else throw new Error(placed.error.code);
        }
        if (effect.kind === 'search') {
          const found = await courier.search(effect.key);
          if (!found.ok) throw new Error(found.error.code);
          if (found.value.is === 'found')
            await feed({ type: 'searched', key: effect.key, outcome: found.value.state, waybill: found.value.waybill });
          else await feed({ type: 'searched', key: effect.key, outcome: found.value.is });
        }
      }
    };
    await feed({ type: 'start' });
    for (let n = 0; n < 5; n += 1) await move(keyOf(delivery));
    await control('/push', { orderId: keyOf(delivery), how: 'backwards' });
    for (const report of centre.received.toReversed()) await feed({ type: 'reported', report });
    return delivery;
  }

  test('with answers lost and pushes doubled and backwards: one order, delivered', async () => {
    const delivery = planDelivery(`QD2026112302179${Date.now() % 1000}-old1`, 'pickup', 'a' as AddressRef);
    await control('/fault', { mode: 'drop-answer', times: 2 });
    expect(await run(delivery)).toMatchObject({ state: 'delivered', attempt: 1 });
    expect(await booked(keyOf({ ...delivery, attempt: 1 }))).toMatchObject({ creates: 1 });
  });
});

describe('bits flipped on the line', () => {
  test('no request to the courier is accepted that differs in one bit of its body, at any position', async () => {
    const key = newKey();
    const body = signedForm(demo.credentials, services.create, JSON.stringify(createMessageOf(orderOf(key))), Date.now());
    const send = async (text: string): Promise<string> => {
      const url = `http://127.0.0.1:${standIn.port}${sfPath}`;
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': sfContentType },
        body: Buffer.from(text, 'latin1'),
      });
      return ((await response.json()) as { apiResultCode: string }).apiResultCode;
    };
    const before = await state();
    let accepted = 0;
    for (let index = 0; index < body.length; index += 1) {
      const flipped = String.fromCharCode(body.charCodeAt(index) ^ (1 << (index % 8)));
      const code = await send(body.slice(0, index) + flipped + body.slice(index + 1));
      if (code === 'A1000') accepted += 1;
    }
    const after = await state();
    expect(accepted).toBe(0);
    expect(after.refused - before.refused).toBe(body.length);
    expect(after.orders).toEqual(before.orders);
    expect(await send(body)).toBe('A1000');
    expect(await send(body)).toBe('A1007'); // the same request a second time is a replay
    expect(await booked(key)).toMatchObject({ creates: 1 });
  });
});

test('an appointment is told in the time of the place', () => {
  const appointment = {
    from: instantOf(Date.parse('2026-11-26T01:00:00Z')),
    until: instantOf(Date.parse('2026-11-26T03:00:00Z')),
  };
  expect(createMessageOf(orderOf(newKey(), { appointment }))).toMatchObject({
    sendStartTm: '2026-11-26 09:00:00',
    remark: '预约取件 2026-11-26 09:00-11:00',
  });
});
