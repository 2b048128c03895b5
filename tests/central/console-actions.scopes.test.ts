import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StaffRole } from '#contracts/approval/item.ts';
import type { ActionName, ReplyOf } from '#contracts/console/api.ts';
import { actionNames, consoleApi } from '#contracts/console/api.ts';
import type { ConsoleRole } from '#contracts/console/roles.ts';
import { caseRoles, consoleRoles } from '#contracts/console/roles.ts';
import { ask, beginSession } from './console-kit.ts';
import type { Door, Got, Sent, Staff } from './console-kit.ts';
import type { Seeded } from './console-seed.ts';
import { keysOf, seedDistrict, seededItem } from './console-seed.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

const pingdu = '370283';
const laixi = '370285';

let world: World;
let door: Door;
let here: Seeded;
let elsewhere: Seeded;
const staff = new Map<ConsoleRole, Staff>();

beforeAll(async () => {
  world = await openWorld({ env: { releasedItems: 'on' } });
  door = { port: world.centre.port, ca: world.pki.caCertificate };
  here = await seedDistrict(world.db, keysOf(world.folder), pingdu);
  elsewhere = await seedDistrict(world.db, keysOf(world.folder), laixi);
  for (const role of consoleRoles) {
    const identity = { subject: `of-pingdu-${role}`, name: '合成', roles: [role], districts: [pingdu] };
    staff.set(role, await beginSession(door, world.db, identity));
  }
});
afterAll(() => world.close());

/** How an action is tried: what is sent about what lies in a district, and what a role that may do it there is answered. */
interface Trial<A extends ActionName> {
  readonly send: (about: Seeded, role: ConsoleRole) => Sent<A> | Promise<Sent<A>>;
  /** 200 where nothing is said; the refusals are those of the matter itself, never of the scope. */
  readonly allowed?: readonly number[];
  /** Of a list: whether it shows what lies there. */
  readonly shows?: (reply: ReplyOf<A>, about: Seeded) => boolean;
}

const nothing = { send: () => ({}) };
const version = { params: { ...seededItem, id: seededItem.id as never } };
const caseOf = { send: ({ caseNumber }: Seeded) => ({ params: { number: caseNumber } }) };
const inCases = (list: readonly { readonly number: string }[], { caseNumber }: Seeded): boolean =>
  list.some(({ number }) => number === caseNumber);

/** The compiler asks for every action: a new one without a trial does not build, and the test below would name it. */
const trials: { readonly [A in ActionName]: Trial<A> } = {
  'session.read': nothing,
  'session.sign-out': nothing, // tried on its own: it would end everybody else's trials
  'overview.read': nothing,
  'tasks.list': {
    async send(_about, role) {
      for (const place of [here, elsewhere]) await place.task(role as StaffRole);
      return {};
    },
    shows: ({ tasks }, { caseNumber }) => tasks.some((task) => task.caseNumber === caseNumber),
  },
  'tasks.claim': {
    send: async (about, role) => ({ params: { district: about.district, id: await about.task(role as StaffRole) } }),
  },
  'tasks.decide': {
    send: async (about, role) => ({
      params: { district: about.district, id: await about.task(role as StaffRole) },
      body: { decision: 'done', reason: '' },
    }),
  },
  'cases.list': { send: () => ({}), shows: ({ cases }, about) => inCases(cases, about) },
  'cases.read': caseOf,
  'cases.resume': { send: (about) => ({ ...caseOf.send(about), body: { reason: 'looked into' } }), allowed: [409] },
  'cases.corrected': { send: (about) => ({ ...caseOf.send(about), body: { reason: 'put right' } }), allowed: [409] },
  'cases.scan-old': { ...caseOf, allowed: [409] },
  'rules.list': nothing,
  'rules.read': { send: () => version },
  'judgements.list': {
    send: () => ({}),
    shows: ({ judgements }, { judgement }) => judgements.some(({ id }) => id === judgement),
  },
  'judgements.read': { send: ({ partyKey, judgement }) => ({ params: { party: partyKey, id: judgement } }) },
  'judgements.replay': { send: ({ partyKey, judgement }) => ({ params: { party: partyKey, id: judgement } }) },
  'items.list': nothing,
  'items.read': { send: () => version },
  'items.export': { send: () => version },
  'items.validate': { send: () => ({ body: {} }), allowed: [422] },
  'items.draft': { send: () => ({ body: {} }), allowed: [422] },
  'items.table': {
    send: () => ({
      ...version,
      body: { table: { name: '', hitPolicy: 'FIRST', inputs: [], outputs: [], rows: [] }, as: 2, keep: false },
    }),
    allowed: [400],
  },
  'items.back-test': { send: () => ({ ...version, body: { days: 1 } }), allowed: [409] },
  'items.approve': { send: () => version, allowed: [409] },
  'items.publish': { send: () => ({ ...version, body: { from: '2020-01-01' } }), allowed: [409] },
  'items.retire': { send: () => ({ params: { id: 'nothing.of-that-name' as never, version: 1 } }), allowed: [404] },
  'items.suspend': {
    send: ({ district }) => ({ params: { id: seededItem.id as never, district }, body: { reason: 'tried' } }),
    allowed: [200, 409],
  },
  'items.resume': { send: ({ district }) => ({ params: { id: seededItem.id as never, district } }), allowed: [200, 409] },
  'parties.search': {
    send: ({ uscc }) => ({ query: { q: uscc } }),
    shows: ({ parties }, { partyKey }) => parties.some(({ key }) => key === partyKey),
  },
  'parties.read': { send: ({ partyKey }) => ({ params: { key: partyKey } }) },
  'parties.reveal': {
    send: ({ partyKey }) => ({ params: { key: partyKey }, body: { purpose: 'contact', note: 'called back' } }),
  },
  'channels.read': nothing,
  'deliveries.list': {
    send: () => ({ query: { show: 'all' } }),
    shows: ({ errands }, { caseNumber }) => errands.some((errand) => errand.caseNumber === caseNumber),
  },
  'report.trial': nothing,
  'sources.read': nothing,
  'audit.list': nothing,
  'audit.checkpoints': nothing,
  'audit.verify': { send: () => ({ params: { id: '0198f000-0000-7000-8000-000000000000' } }), allowed: [404] },
};

async function tryOut<A extends ActionName>(action: A, role: ConsoleRole, about: Seeded): Promise<Got> {
  const person = staff.get(role);
  if (!person) throw new Error(`nobody is ${role}`);
  // What the task is for is the role that tries: whose it is is another question than who may decide at all.
  const asRole = (caseRoles as readonly ConsoleRole[]).includes(role) ? role : 'reviewer';
  return person.call(action, await trials[action].send(about, asRole));
}

const scoped = actionNames.filter((action) => action !== 'session.sign-out');

test('every action has its trial', () => {
  expect(Object.keys(trials).sort()).toEqual([...actionNames].sort());
});

describe.each(scoped)('%s', (action) => {
  const { roles, place } = consoleApi[action];
  const { allowed = [200], shows } = trials[action] as Trial<ActionName>;

  test('nobody without a session', async () => {
    const stranger = { ...(await beginSession(door, world.db, { subject: 'x', name: 'x', roles: [], districts: [] })) };
    const reply = await stranger.call(action, await trials[action].send(here, 'reviewer'), { cookie: '' });
    expect([reply.status, reply.json()['code']]).toEqual([401, 'signed-out']);
  });

  test.each(consoleRoles)('%s', async (role) => {
    const reply = await tryOut(action, role, here);
    if (!(roles as readonly ConsoleRole[]).includes(role)) {
      expect([reply.status, reply.json()['code']]).toEqual([403, 'not-allowed']);
      return;
    }
    expect(allowed, reply.text).toContain(reply.status);
    if (shows) {
      const list = reply.json<ReplyOf<ActionName>>();
      expect([shows(list, here), shows(list, elsewhere)]).toEqual([true, false]);
    }
    const there = await tryOut(action, role, elsewhere);
    if (place === 'one') expect([there.status, there.json()['code']]).toEqual([404, 'not-found']);
    if (shows) expect(shows(there.json<ReplyOf<ActionName>>(), elsewhere)).toBe(false);
  });
});

test('a role in no district may still only do what concerns all districts', async () => {
  const nowhere = await beginSession(door, world.db, { subject: 'nowhere', name: '合成', roles: ['reviewer'], districts: [] });
  expect((await nowhere.call('cases.read', { params: { number: here.caseNumber } })).status).toBe(404);
  expect((await nowhere.call('cases.list')).json<{ cases: unknown[] }>().cases).toEqual([]);
});

test('who works in the whole city sees every district', async () => {
  const all = await beginSession(door, world.db, { subject: 'city', name: '合成', roles: ['reviewer'], districts: ['370200'] });
  for (const { caseNumber } of [here, elsewhere])
    expect((await all.call('cases.read', { params: { number: caseNumber } })).status).toBe(200);
});

test('what was refused and what was read is in the audit log, with who and what, without names', async () => {
  const entries = await world.db.selectFrom('audit_entry').selectAll().where('actor', 'like', 'staff:of-pingdu-%').execute();
  const refused = entries.filter(({ action }) => action.startsWith('refused.'));
  expect(refused.length).toBeGreaterThan(100);
  const read = entries.find(({ action, subject }) => action === 'read.case' && subject === here.caseNumber);
  expect(read).toMatchObject({ person_key: here.partyKey, outcome: 'ok' });
  const decided = entries.filter(({ action }) => action === 'task.decide').map(({ outcome }) => outcome);
  expect(decided).toContain('asked');
  expect(decided).toContain('ok');
  expect(JSON.stringify(entries)).not.toMatch(/合成|13912346027/);
});

test('no route below /console/api answers but those of the table', async () => {
  for (const where of ['/console/api', '/console/api/nothing', '/console/api/cases/QD1/../../sync']) {
    const reply = await ask(`https://localhost:${door.port}${path.posix.normalize(where)}`, { ca: door.ca });
    expect([200, 404, 503]).toContain(reply.status);
    expect(reply.headers['content-type']).not.toContain('application/json; charset=utf-8;session');
  }
});
