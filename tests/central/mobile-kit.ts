import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { readDemoPeople } from '#central/stand-ins/demo-people.ts';
import { openJobs, openPseudonyms, openSeals } from '#central/store/index.ts';
import { decideTask, makeMobileLink } from '#central/tracking/index.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { newId } from './harness/acts.ts';
import type { Provider } from './harness/channel-stand-ins.ts';
import { startProvider } from './harness/channel-stand-ins.ts';
import type { Line } from './harness/line.ts';
import type { SmsState, StandIn } from './harness/processes.ts';
import { startSms, until } from './harness/processes.ts';
import type { FakeSource } from './harness/sources.ts';
import { startSource } from './harness/sources.ts';
import type { World } from './harness/world.ts';
import { openWorld } from './harness/world.ts';

export const smsItem = 'social-insurance.card-renewal';
export const faceItem = 'construction.survey-qualification-change';
/** Electronic only, by SMS, of an organisation. */
export const permitItem = 'market.food-business-permit-change';

export interface DemoPerson {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly personKey: string;
}

/** A centre with everything around it that brings a message to a phone: registers, the city app, text messages. */
export interface MobileWorld {
  readonly world: World;
  readonly sms: StandIn<SmsState>;
  readonly app: Provider;
  readonly market: FakeSource;
  readonly bureau: FakeSource;
  /** Puts the centre's clock forward. */
  forward(ms: number): void;
  person(key: string): DemoPerson;
  /** The newest reminder's link that the app has for this account and item, and that was not asked for before. */
  linkFor(key: string, itemId: string): Promise<string>;
  code(phone: string): Promise<string>;
  /** The person's social-security card ends soon: a reminder by the app. @returns its link. */
  cardEnds(key: string): Promise<string>;
  /** The hotel has a new name and new people: its food permit has to follow. @returns the proposal, once one of them was told. */
  hotelChanges(name: string, legal: string, handler: string): Promise<{ readonly party_key: string; readonly id: string }>;
  /** The survey enterprise of the announced example has a new name. @returns a link of its legal representative's. */
  surveyChanges(name: string): Promise<string>;
  /** A link of their own to a proposal, as their message would have it. */
  linkOf(key: string, partyKey: string, proposalId: string): Promise<string>;
  /** From now on every new case lies with staff at once, as it does of an item that no machine decides. */
  giveCasesToStaff(): Promise<void>;
  /** What staff of the city decide about the case's open task. */
  staffDecide(caseNumber: string, decision: 'approve' | 'return' | 'refuse'): Promise<void>;
  close(): Promise<void>;
}

export async function openMobileWorld(): Promise<MobileWorld> {
  const keys = mkdtempSync(path.join(os.tmpdir(), 'e-station-mobile-'));
  const [sms, app, market, bureau] = await Promise.all([
    startSms(keys),
    startProvider('city-app', keys),
    startSource('market-regulation', keys),
    startSource('approval-bureau', keys),
  ]);
  const construction = await startSource('construction', keys);
  let aheadMs = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + aheadMs, monotonic: () => systemClock.monotonic() + aheadMs };
  const world = await openWorld({
    clock,
    env: {
      keys,
      smsUrl: sms.url,
      cityAppUrl: app.url,
      marketRegulationUrl: market.url,
      approvalBureauUrl: bureau.url,
      constructionUrl: construction.url,
      messageAnswerMs: 600_000,
      releasedItems: 'on',
    },
  });
  const people = readDemoPeople(path.resolve(import.meta.dirname, '..', '..', 'assets', 'demo', 'people.json'));
  const pseudonyms = openPseudonyms(keys);

  const person: MobileWorld['person'] = (key) => {
    const found = people.find((one) => one.key === key);
    if (!found) throw new Error(`nobody is called ${key}`);
    const { name, number } = found.fields;
    return { name, idNumber: number, phone: found.phone ?? '', personKey: pseudonyms.personKey(number) };
  };
  const seen = new Set<string>();
  const linkFor: MobileWorld['linkFor'] = (key, itemId) =>
    until(async () => {
      const item = await world.db
        .selectFrom('approval_item')
        .select('body')
        .where('item_id', '=', itemId)
        .executeTakeFirstOrThrow();
      const title = item.body.title['zh-CN'];
      const messages = await app.messages();
      const link = messages
        .filter(({ address, params }) => address === `qyb-demo-${key}` && params['title'] === `${title}：请确认`)
        .map(({ params }) => params['link'] ?? '')
        .findLast((one) => one.startsWith('/m/') && !seen.has(one));
      if (link !== undefined) seen.add(link);
      return link;
    });

  const linkOf: MobileWorld['linkOf'] = async (key, party_key, proposal_id) => {
    const about = { party_key, proposal_id, person_key: person(key).personKey, channel: 'app' };
    return `/m/${await makeMobileLink(world.db, { clock, random: randomBytes }, about)}`;
  };

  return {
    world,
    sms,
    app,
    market,
    bureau,
    person,
    linkFor,
    forward(ms) {
      aheadMs += ms;
    },
    async code(phone) {
      const { messages } = await sms.state();
      return (
        messages.findLast((message) => message.phone === phone && message.params['code'] !== undefined)?.params['code'] ?? ''
      );
    },
    async cardEnds(key) {
      const { number } = await until(() =>
        world.db
          .selectFrom('party_certificate')
          .select('number')
          .where('party_key', '=', person(key).personKey)
          .where('type', '=', 'social-security-card')
          .executeTakeFirst(),
      );
      const validTo = new Date(clock.now() + 24 * 86_400_000).toISOString().slice(0, 10);
      await bureau.tell('/counter', { number, type: 'social-security-card', validTo });
      return linkFor(key, smsItem);
    },
    async hotelChanges(name, legal, handler) {
      const { uscc } = await until(() =>
        world.db
          .selectFrom('party as p')
          .innerJoin('party_certificate as c', 'c.party_key', 'p.party_key')
          .select('p.uscc')
          .where('c.type', '=', 'food-business-permit')
          .where('p.district', '=', '370214')
          .where('p.class', '=', 'public-place')
          .orderBy('p.uscc')
          .executeTakeFirst(),
      );
      const known = new Set((await world.db.selectFrom('proposal').select('id').execute()).map(({ id }) => id));
      const account = (key: string, of: string) => ({ channel: 'app', address: `qyb-demo-${key}`, verified: true, of });
      const who = (key: string) => ({ name: person(key).name, idNumber: person(key).idNumber });
      await market.tell('/change', {
        uscc,
        name,
        legalRepresentative: who(legal),
        handlers: [who(handler)],
        contacts: [account(legal, 'legal-representative'), account(handler, 'handler')],
      });
      return until(async () => {
        const open = await world.db
          .selectFrom('proposal as p')
          .innerJoin('party as o', 'o.party_key', 'p.party_key')
          .select(['p.party_key', 'p.id'])
          .where('o.uscc', '=', uscc)
          .where('p.item_id', '=', permitItem)
          .where('p.state', '=', 'sent')
          .execute();
        return open.find(({ id }) => !known.has(id));
      });
    },
    async surveyChanges(name) {
      const found = await until(() =>
        world.db
          .selectFrom('party as p')
          .innerJoin('party_certificate as c', 'c.party_key', 'p.party_key')
          .select('p.uscc')
          .where('c.type', '=', 'survey-qualification')
          .where('p.district', '=', '370200')
          .executeTakeFirst(),
      );
      await market.tell('/change', { uscc: found.uscc, name });
      // Either of its people may be the one who is told.
      const { party_key, id } = await until(() =>
        world.db
          .selectFrom('proposal')
          .selectAll()
          .where('item_id', '=', faceItem)
          .where('state', '=', 'sent')
          .executeTakeFirst(),
      );
      return linkOf('wang-xiumei', party_key, id);
    },
    linkOf,
    async giveCasesToStaff() {
      const state = '{"step": "review", "waiting": "staff"}';
      await sql
        .raw(
          `CREATE FUNCTION to_staff() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN NEW.state = '${state}'; NEW.step = 'review'; NEW.wake_at = NULL; RETURN NEW; END$$;
          CREATE TRIGGER to_staff BEFORE INSERT ON approval_case FOR EACH ROW EXECUTE FUNCTION to_staff()`,
        )
        .execute(world.db);
    },
    async staffDecide(caseNumber, decision) {
      const jobs = await openJobs(world.urls.app, clock);
      try {
        const about = await world.db
          .selectFrom('approval_case')
          .selectAll()
          .where('case_number', '=', caseNumber)
          .executeTakeFirstOrThrow();
        const [id, district] = [newId(), about.district];
        await sql`INSERT INTO staff_task (district, id, role, kind, item_id, party_key, case_number, step, state, created_at)
          VALUES (${district}, ${id}, 'reviewer', 'case-step', ${about.item_id}, ${about.party_key}, ${caseNumber}, 'review', 'open', now())`.execute(
          world.db,
        );
        const itemOf = async (id: string, version: number) =>
          (
            await world.db
              .selectFrom('approval_item')
              .select('body')
              .where('item_id', '=', id)
              .where('version', '=', version)
              .executeTakeFirstOrThrow()
          ).body;
        const parts = {
          db: world.db,
          clock,
          random: randomBytes,
          log: () => undefined,
          jobs,
          seals: openSeals(keys),
          pseudonyms,
          itemOf,
        };
        const member = { subject: 'test-staff', roles: ['reviewer'] as const, districts: ['370200'] };
        const done = await decideTask(parts as never, member, { district, id, decision, reason: '请补正一项' });
        if (!done.ok) throw new Error(done.error);
      } finally {
        await jobs.close();
      }
    },
    async close() {
      await world.close();
      await Promise.all([sms.stop(), app.stop(), market.end(), bureau.end(), construction.end()]);
      rmSync(keys, { recursive: true, force: true });
    },
  };
}

export interface PhonePage {
  readonly status: number;
  readonly path: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A browser on a phone, as far as the centre can tell: follows redirects, keeps its cookie, sends the forms that it was given. */
export class Phone {
  readonly #line: Line;
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();
  page: PhonePage = { status: 0, path: '', text: '', headers: {} };

  constructor({ world }: Pick<MobileWorld, 'world'>) {
    this.#line = world.line();
    this.#origin = `https://localhost:${world.centre.port}`;
  }

  async open(at: string): Promise<PhonePage> {
    const navigation = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' };
    return this.#go('GET', at, navigation);
  }

  /** Sends the page's form to `action`, with its hidden fields. */
  async send(
    action: string,
    fields: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PhonePage> {
    const form = this.formOf(action);
    if (!form) throw new Error(`no form ${action} on ${this.page.path}`);
    return this.post(form.at, { ...form.hidden, ...fields }, headers);
  }

  /** Sends whatever, wherever: what no form of the page would. */
  async post(
    at: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PhonePage> {
    const own = { origin: this.#origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
    return this.#go('POST', at, { ...own, ...headers }, new URLSearchParams(fields).toString());
  }

  formOf(action: string): { readonly at: string; readonly hidden: Readonly<Record<string, string>> } | undefined {
    for (const [, at = '', body = ''] of this.page.text.matchAll(/<form method="post" action="([^"]*)"[^>]*>(.*?)<\/form>/gs)) {
      if (!new URL(at, this.#origin).pathname.endsWith(`/${action}`)) continue;
      const hidden = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, value],
      );
      return { at, hidden: Object.fromEntries(hidden) as Record<string, string> };
    }
    return undefined;
  }

  async #go(method: 'GET' | 'POST', at: string, headers: Readonly<Record<string, string>>, body?: string): Promise<PhonePage> {
    const base = at.split('/').slice(0, 3).join('/').split('?')[0] ?? '';
    const cookie = this.#cookies.get(base);
    const asked = { ':method': method, ':path': at, ...headers, ...(cookie !== undefined && { cookie }) };
    const reply = await this.#line.request(asked, body);
    for (const set of [reply.headers['set-cookie'] ?? []].flat() as string[]) this.#cookies.set(base, set.split(';')[0] ?? '');
    const { location } = reply.headers;
    if (reply.status === 303 && typeof location === 'string') return this.#go('GET', location, { 'sec-fetch-dest': 'document' });
    this.page = { status: reply.status, path: at, text: reply.text, headers: reply.headers };
    return this.page;
  }
}

/** Open, code, look: the person is known in this browser. */
export async function enterCode(around: MobileWorld, phone: Phone, link: string, of: string, next: string): Promise<PhonePage> {
  await phone.open(link);
  await phone.send('code');
  return phone.send('check', { code: await around.code(around.person(of).phone), next });
}
