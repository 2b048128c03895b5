import { createDecipheriv, scryptSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idNumberCheckCharacter } from '#contracts/basics/id-number.ts';
import { proposalOffer, sealedProposal } from '#contracts/approval/proposal.ts';
import type { ProposalOffer } from '#contracts/approval/proposal.ts';
import { confirmAct, openProposal, openStates, proposalIn, proposalsOf, send } from './approval-acts.ts';
import type { ApprovalWorld, Unit } from './approval-world.ts';
import { eventually, openApprovalWorld } from './approval-world.ts';
import { FakeTerminal } from './harness/acts.ts';

// The negative fixtures that are decided before anybody confirms. One centre, real stand-ins; each test has units of its own.
const item = 'construction.enterprise-qualification-change';
const certificateType = 'construction-qualification';
const terminal = new FakeTerminal();

let world: ApprovalWorld;
let builders: Unit[] = [];

beforeAll(async () => {
  world = await openApprovalWorld({ organisations: 200 });
  const all = await world.units(certificateType);
  builders = all.filter(({ organisation }) => /^3702(0[23]|1[1-5])$/.test(organisation.district));
  await everythingJudged();
});
afterAll(() => world.close());

function unit(list: readonly Unit[]): Unit {
  const [first] = (list as Unit[]).splice(0, 1);
  if (!first) throw new Error('the population has no more units of this kind');
  return first;
}

type Source = keyof ApprovalWorld['sources'];

async function judged(source: Source, seq: number): Promise<string> {
  return eventually(`event ${source} ${seq} judged`, async () => {
    const [found] = await world.rows<{ state: string }>('SELECT state FROM domain_event WHERE source = $1 AND seq = $2', [
      source,
      seq,
    ]);
    return found && found.state !== 'received' ? found.state : undefined;
  });
}

async function everythingJudged(): Promise<void> {
  for (const [name, source] of Object.entries(world.sources))
    await judged(name as Source, (await source.read<{ last: number }>('/state')).last);
}

async function change(of: Unit, what: object): Promise<string> {
  const { seq } = await world.sources['market-regulation'].tell('/change', { uscc: of.organisation.uscc, ...what });
  return judged('market-regulation', seq);
}

async function counter(of: Unit, fields: object): Promise<string> {
  const { number, type } = of.certificate;
  const { seq } = await world.sources.construction.tell('/counter', { number, type, fields });
  return judged('construction', seq);
}

/** Offers of a proposal that the terminals' feed has now, as the person with this number reads them. */
async function offersOn(idNumber: string, proposal: string): Promise<ProposalOffer[]> {
  const rows = await world.rows<{ key: string; op: string; payload: string }>(
    `SELECT DISTINCT ON (key) key, op, payload FROM feed WHERE stream = 'proposals' AND key LIKE $1 ORDER BY key, pos DESC`,
    [`${proposal}:%`],
  );
  const bytes = scryptSync(idNumber, 'estation-proposals-v1', 64, { N: 2 ** 14, r: 8, p: 1 });
  return rows.flatMap(({ op, payload }) => {
    if (op !== 'put') return [];
    const { tag, box, id } = sealedProposal.parse(JSON.parse(payload));
    if (tag !== bytes.subarray(0, 32).toString('hex')) return [];
    const sealed = Buffer.from(box, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', bytes.subarray(32), sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(id)).setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8');
    return [proposalOffer.parse(JSON.parse(text))];
  });
}

async function feedEmptyOf(proposal: string): Promise<void> {
  await eventually('the feed without the proposal', async () => {
    const rows = await world.rows<{ op: string }>(
      `SELECT DISTINCT ON (key) op FROM feed WHERE stream = 'proposals' AND key LIKE $1 ORDER BY key, pos DESC`,
      [`${proposal}:%`],
    );
    return rows.every(({ op }) => op !== 'put');
  });
}

const smsTo = (address: string) => [{ channel: 'sms', address, verified: true, of: 'legal-representative' }];

describe('what was needed and is not needed any more', () => {
  test('a name that is reverted the same day: the proposal is withdrawn, on every terminal, and cannot be confirmed', async () => {
    const one = unit(builders);
    const { name, legalRepresentative } = one.organisation;
    await change(one, { name: '青岛改名又改回建设有限公司' });
    const proposal = await openProposal(world, one, item);
    await eventually('the offer', async () => (await offersOn(legalRepresentative.idNumber, proposal.id)).length === 1);
    await change(one, { name });
    expect(await proposalIn(world, proposal.id, 'withdrawn')).toMatchObject({ detail: 'need-gone' });
    await feedEmptyOf(proposal.id);
    const late = confirmAct(terminal, legalRepresentative, proposal);
    expect(await send(world, terminal, late.record)).toMatchObject({
      code: 'superseded',
      reason: 'SYN-002',
      detail: 'need-gone',
    });
    expect(await world.rows('SELECT 1 FROM approval_case WHERE proposal_id = $1', [proposal.id])).toEqual([]);
  });

  test('a certificate that was changed at the counter before the event: nothing is proposed; after it: no longer', async () => {
    const one = unit(builders);
    const name = '青岛柜台已换证建设有限公司';
    await counter(one, { name });
    expect(await change(one, { name })).toBe('judged');
    expect(await proposalsOf(world, one, item)).toMatchObject([{ state: 'withdrawn' }]); // between the two facts they did differ

    await change(one, { name: '青岛再次更名建设有限公司' });
    const proposal = await openProposal(world, one, item);
    await counter(one, { name: '青岛再次更名建设有限公司' });
    expect(await proposalIn(world, proposal.id, 'withdrawn', 'superseded')).toMatchObject({ detail: 'need-gone' });
    await feedEmptyOf(proposal.id);
  });
});

describe('which facts count', () => {
  test('two changes within an hour: one open proposal with the last facts; the older one is superseded', async () => {
    const one = unit(builders);
    const { idNumber } = one.organisation.legalRepresentative;
    await change(one, { name: '青岛第一次更名建设有限公司' });
    const first = await openProposal(world, one, item);
    await change(one, { name: '青岛第二次更名建设有限公司' });
    const second = await openProposal(world, one, item, [first.id]);
    expect(await proposalIn(world, first.id, 'superseded')).toMatchObject({ detail: 'newer-facts' });
    const all = await proposalsOf(world, one, item);
    expect(all.filter(({ state }) => openStates.has(state))).toHaveLength(1);
    const [offer] = await eventually('the second offer', async () => {
      const found = await offersOn(idNumber, second.id);
      return found.length > 0 && found;
    });
    expect(offer?.changes.map(({ after }) => after)).toEqual(['青岛第二次更名建设有限公司']);
    await feedEmptyOf(first.id);
  });

  test('events that come twice, in any order and late count once, and the newest record counts', async () => {
    const one = unit(builders);
    const market = world.sources['market-regulation'];
    await market.tell('/fault', { mode: 'duplicates' });
    await change(one, { name: '青岛重复事件建设有限公司' });
    await market.tell('/fault', { mode: 'out-of-order' });
    await change(one, { name: '青岛乱序事件建设有限公司', address: '青岛市市南区香港中路1号' });
    await market.tell('/fault', { mode: 'none' });
    const { seq } = await market.tell('/late', { uscc: one.organisation.uscc, name: '青岛迟到的旧名建设有限公司' });
    expect(await judged('market-regulation', seq)).toBe('stale');
    const [party] = await world.rows<{ facts: { name: string } }>('SELECT facts FROM party WHERE uscc = $1', [
      one.organisation.uscc,
    ]);
    expect(party?.facts.name).toBe('青岛乱序事件建设有限公司');
    const all = await proposalsOf(world, one, item);
    expect(all.filter(({ state }) => openStates.has(state))).toHaveLength(1);
    expect(all.length).toBeLessThanOrEqual(2);
    const [twice] = await world.rows<{ n: string }>(
      'SELECT count(*) AS n FROM (SELECT source, seq FROM domain_event GROUP BY 1, 2 HAVING count(*) > 1) AS d',
    );
    expect(Number(twice?.n)).toBe(0);
  });

  test('revoked or listed as abnormal: held for staff, offered to nobody; when that is over it is offered', async () => {
    const one = unit(builders);
    const { uscc } = one.organisation;
    const market = world.sources['market-regulation'];
    await change(one, { name: '青岛异常名录建设有限公司' });
    const before = await openProposal(world, one, item);
    const { seq } = await market.tell('/abnormal', { uscc, listed: true });
    await judged('market-regulation', seq);
    await proposalIn(world, before.id, 'superseded');
    const held = (await proposalsOf(world, one, item)).filter(({ state }) => state === 'held');
    expect(held).toMatchObject([{ detail: 'partyNotNormal' }]);
    await feedEmptyOf(before.id);
    expect(await offersOn(one.organisation.legalRepresentative.idNumber, held[0]?.id ?? '')).toEqual([]);

    const { seq: over } = await market.tell('/abnormal', { uscc, listed: false });
    await judged('market-regulation', over);
    expect((await openProposal(world, one, item)).id).toBe(before.id); // the same need, under its old number
    const { seq: revoked } = await market.tell('/revoke', { uscc });
    await judged('market-regulation', revoked);
    expect((await proposalsOf(world, one, item)).filter(({ state }) => openStates.has(state))).toEqual([]);
  });

  test('a county-level city whose bureau does not offer the item: nothing is proposed', async () => {
    const all = await world.units(certificateType);
    const one = unit(all.filter(({ organisation }) => ['370283', '370285'].includes(organisation.district)));
    expect(await change(one, { name: '平度市不在试点建设有限公司' })).toBe('judged');
    expect(await proposalsOf(world, one, item)).toEqual([]);
  });
});

describe('who is asked, and how', () => {
  test('the changed person is the legal representative: the old one is refused and hears nothing, the new one confirms', async () => {
    const one = unit(builders);
    const [old, fresh] = [newPerson(), newPerson()];
    await change(one, { legalRepresentative: old, contacts: smsTo('13900004444'), handlers: [] });
    const before = await openProposal(world, one, item);
    await eventually('the offer to the old one', async () => (await offersOn(old.idNumber, before.id)).length === 1);
    await proposalIn(world, before.id, 'sent');
    const told = (await messagesTo('13900004444')).length;

    await change(one, { legalRepresentative: fresh, contacts: [], handlers: [] });
    const proposal = await openProposal(world, one, item, [before.id]);
    await eventually('the offer to the new one', async () => (await offersOn(fresh.idNumber, proposal.id)).length === 1);
    expect(await offersOn(old.idNumber, proposal.id)).toEqual([]);
    await proposalIn(world, proposal.id, 'unreachable');
    expect(await messagesTo('13900004444')).toHaveLength(told);

    const refused = confirmAct(terminal, old, proposal);
    expect(await send(world, terminal, refused.record)).toMatchObject({
      code: 'rejected',
      reason: 'SYN-001',
      detail: 'not-an-agent',
    });
    const good = confirmAct(terminal, fresh, proposal);
    expect(await send(world, terminal, good.record)).toMatchObject({ code: 'applied', ref: good.caseNumber });
  });

  test('a handler who is replaced: the open proposal goes to the new one and is taken from the old one', async () => {
    const one = unit(builders);
    const [old, fresh] = [newPerson(), newPerson()];
    await change(one, { name: '青岛换经办人建设有限公司', handlers: [old] });
    const proposal = await openProposal(world, one, item);
    await eventually('the offer to the old handler', async () => (await offersOn(old.idNumber, proposal.id)).length === 1);
    await change(one, { handlers: [fresh] });
    await eventually('the offer to the new handler', async () => (await offersOn(fresh.idNumber, proposal.id)).length === 1);
    await eventually('no offer to the old handler', async () => (await offersOn(old.idNumber, proposal.id)).length === 0);
    expect((await proposalIn(world, proposal.id, ...openStates)).id).toBe(proposal.id);
  });

  test('a phone that is someone else’s now: nothing is sent there for the one who had it', async () => {
    const [had, has] = [unit(builders), unit(builders)];
    const phone = '13900001111';
    const person = newPerson();
    await change(had, { legalRepresentative: person, contacts: smsTo(phone), handlers: [] });
    await proposalIn(world, (await openProposal(world, had, item)).id, 'sent');
    await change(has, { contacts: smsTo(phone), handlers: [] });
    const told = (await messagesTo(phone)).length;
    await change(had, { name: '青岛旧机主建设有限公司', handlers: [] }); // its register still has the old number
    const proposal = await proposalNamed(had, '青岛旧机主建设有限公司');
    expect(await proposalIn(world, proposal.id, 'unreachable')).toMatchObject({ detail: 'no-verified-contact' });
    expect(await messagesTo(phone)).toHaveLength(told);
    // The one whose number it is now hears of their own matters.
    await change(has, { legalRepresentative: newPerson(), contacts: smsTo('13900001112'), handlers: [] });
    await proposalIn(world, (await openProposal(world, has, item)).id, 'sent');
  });

  test('news of the former owner that come later than those of the new one do not bring the number back', async () => {
    const [had, has] = [unit(builders), unit(builders)];
    const phone = '13900001113';
    const market = world.sources['market-regulation'];
    const first = await market.tell('/change', { uscc: had.organisation.uscc, name: '甲', contacts: [], handlers: [] });
    await judged('market-regulation', first.seq);
    await change(has, { legalRepresentative: newPerson(), contacts: smsTo(phone), handlers: [] });
    const [contact] = await world.rows<{ verified_at: Date }>(
      `SELECT c.verified_at FROM party_contact AS c JOIN party AS p USING (party_key) WHERE p.uscc = $1 AND c.channel = 'sms' AND c.verified_at IS NOT NULL
       ORDER BY c.verified_at DESC LIMIT 1`,
      [has.organisation.uscc],
    );
    expect(contact).toBeDefined();
    // As if another source had known it for an hour and told it only now.
    await world.rows(`UPDATE party_contact SET verified_at = verified_at + interval '1 hour' WHERE verified_at = $1`, [
      contact?.verified_at,
    ]);
    await change(had, { legalRepresentative: newPerson(), contacts: smsTo(phone), handlers: [] });
    const proposal = await openProposal(world, had, item);
    await proposalIn(world, proposal.id, 'unreachable');
    expect(await partiesTold(phone)).toEqual([has.organisation.uscc]);
  });

  test('no verified contact: unreachable, the kiosk inbox has it, staff call, and no provider was asked', async () => {
    const one = unit(builders);
    const person = newPerson();
    const contacts = [{ channel: 'sms', address: '13900002222', verified: false, of: 'legal-representative' }];
    await change(one, { legalRepresentative: person, contacts, handlers: [] });
    const proposal = await openProposal(world, one, item);
    expect(await proposalIn(world, proposal.id, 'unreachable')).toMatchObject({ detail: 'no-verified-contact' });
    const rows = await world.rows('SELECT channel FROM notification WHERE proposal_id = $1 ORDER BY channel', [proposal.id]);
    expect(rows).toEqual([{ channel: 'kiosk' }, { channel: 'staff' }]);
    const tasks = await world.rows('SELECT kind, role, state FROM staff_task WHERE proposal_id = $1', [proposal.id]);
    expect(tasks).toEqual([{ kind: 'call-person', role: 'caseworker', state: 'open' }]);
    await eventually('the offer at the terminals', async () => (await offersOn(person.idNumber, proposal.id)).length === 1);
    expect(await messagesTo('13900002222')).toEqual([]);
  });

  test('an SMS that was accepted and whose report says failed: the next channel, and it never counts as reached', async () => {
    const one = unit(builders);
    await world.channels.sms.control('/fault', { mode: 'report-failed' });
    try {
      await change(one, { legalRepresentative: newPerson(), contacts: smsTo('13900003333'), handlers: [] });
      const proposal = await openProposal(world, one, item);
      expect(await proposalIn(world, proposal.id, 'unreachable')).toMatchObject({ detail: 'all-failed' });
      const rows = await world.rows<{ id: string; channel: string; state: string }>(
        'SELECT id, channel, state FROM notification WHERE proposal_id = $1',
        [proposal.id],
      );
      expect(rows.filter(({ channel }) => channel === 'sms')).toMatchObject([{ state: 'failed' }]);
      expect(rows.map(({ channel }) => channel).toSorted()).toEqual(['kiosk', 'sms', 'staff']);
      const keys = rows.filter(({ channel }) => channel === 'sms').map(({ id }) => id);
      expect((await messagesTo('13900003333')).filter(({ key }) => keys.includes(key))).toHaveLength(1);
    } finally {
      await world.channels.sms.control('/fault', { mode: 'none' });
    }
  });
});

let people = 0;

/** A person whom nobody has heard of, with a good check character. */
function newPerson(): { name: string; idNumber: string } {
  people += 1;
  const digits = `37020219800101${String(100 + people)}`;
  return { name: `新人${people}`, idNumber: digits + idNumberCheckCharacter(digits) };
}

async function messagesTo(address: string) {
  return (await world.messages()).filter((message) => message.address === address);
}

/** Whose matters the messages to a number were about. */
async function partiesTold(phone: string): Promise<string[]> {
  const keys = (await messagesTo(phone)).map(({ key }) => key);
  const rows = await world.rows<{ uscc: string }>(
    'SELECT DISTINCT p.uscc FROM notification AS n JOIN party AS p USING (party_key) WHERE n.id = ANY($1::uuid[])',
    [keys],
  );
  return rows.map(({ uscc }) => uscc);
}

/** The open proposal that is due to a name. */
async function proposalNamed(of: Unit, name: string) {
  return eventually('the proposal for the new name', async () => {
    const [found] = await world.rows<{ id: string }>(
      `SELECT r.id FROM proposal AS r JOIN party AS p USING (party_key)
       WHERE p.uscc = $1 AND p.facts->>'name' = $2 AND r.item_id = $3 AND r.state IN ('judged', 'queued', 'sent', 'unreachable')`,
      [of.organisation.uscc, name, item],
    );
    return found;
  });
}
