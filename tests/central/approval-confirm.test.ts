import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseSummary } from '#contracts/domain/case.ts';
import {
  caseWhere,
  confirmAct,
  declineAct,
  openProposal,
  proposalIn,
  proposalsOf,
  receiptOf,
  send,
  withdrawAct,
} from './approval-acts.ts';
import type { ProposalSeen } from './approval-acts.ts';
import type { StaffDesk } from './approval-desk.ts';
import { openStaffDesk } from './approval-desk.ts';
import type { ApprovalWorld, CourierOrder, Unit } from './approval-world.ts';
import { eventually, openApprovalWorld } from './approval-world.ts';
import { FakeTerminal, newId } from './harness/acts.ts';

// What becomes of confirmations, the negative fixtures among them. One centre, real stand-ins; each test has units of its own.
const item = 'construction.enterprise-qualification-change';
const carried = 'construction.survey-qualification-change';
const terminal = new FakeTerminal();

let world: ApprovalWorld;
let builders: Unit[] = [];
let surveyor: Unit;

beforeAll(async () => {
  world = await openApprovalWorld({ organisations: 240 });
  builders = (await world.units('construction-qualification')).filter(({ organisation }) =>
    /^3702(0[23]|1[1-5])$/.test(organisation.district),
  );
  const [first] = await world.units('survey-qualification');
  if (!first) throw new Error('the announced example is not in the population');
  surveyor = first;
  await eventually('the registers', async () => {
    const [found] = await world.rows<{ n: string }>('SELECT count(*) AS n FROM party WHERE uscc IS NOT NULL');
    return Number(found?.n) >= 230;
  });
});
afterAll(() => world.close());

function unit(): Unit {
  const [first] = builders.splice(0, 1);
  if (!first) throw new Error('the population has no more units of this kind');
  return first;
}

/** Cases that a person may take back, as their list at a terminal says, with the version that each runs by. */
async function withdrawable(person: object): Promise<[string, number][]> {
  const verification = { method: 'face', attempt: 1, at: new Date().toISOString(), policy: 'test' };
  const ask = { session: newId(), actor: { ...person, layout: 'resident' }, verification };
  const { json } = await world.line('E0217').query('cases', ask);
  return (json['cases'] as unknown[]).flatMap((one): [string, number][] => {
    const { caseNumber, withdrawal } = caseSummary.parse(one);
    return withdrawal ? [[caseNumber, withdrawal.itemVersion]] : [];
  });
}

async function change(of: Unit, what: object): Promise<void> {
  const { seq } = await world.sources['market-regulation'].tell('/change', { uscc: of.organisation.uscc, ...what });
  await eventually('the event judged', async () => {
    const [found] = await world.rows<{ state: string }>(
      `SELECT state FROM domain_event WHERE source = 'market-regulation' AND seq = $1`,
      [seq],
    );
    return found && found.state !== 'received';
  });
}

async function offered(of: Unit, name: string, wanted = item): Promise<ProposalSeen> {
  await change(of, { name });
  return openProposal(world, of, wanted);
}

async function orderOf(caseNumber: string, direction: 'pickup' | 'deliver', notThis = ''): Promise<string> {
  return eventually(`the courier's order to ${direction}`, async () => {
    const [found] = await world.rows<{ order_key: string }>(
      'SELECT order_key FROM courier_order WHERE case_number = $1 AND direction = $2 AND waybill IS NOT NULL AND order_key <> $3',
      [caseNumber, direction, notThis],
    );
    return found?.order_key;
  });
}

describe('receipts', () => {
  test('somebody who may not act for the party, and a proposal that nobody knows: rejected', async () => {
    const one = unit();
    const proposal = await offered(one, '青岛无关之人建设有限公司');
    const stranger = { name: '孙无', idNumber: '370214200102031019' };
    expect(await send(world, terminal, confirmAct(terminal, stranger, proposal).record)).toMatchObject({
      code: 'rejected',
      reason: 'SYN-001',
      detail: 'not-an-agent',
    });
    const unknown = confirmAct(terminal, one.organisation.legalRepresentative, proposal, { proposal: newId() });
    expect(await send(world, terminal, unknown.record)).toMatchObject({ code: 'rejected', detail: 'unknown-proposal' });
    expect((await proposalsOf(world, one, item))[0]?.state).not.toBe('confirmed');
  });

  test('a way of verification that is not good enough: rejected, and the good one works afterwards', async () => {
    const one = unit();
    const { legalRepresentative } = one.organisation;
    const proposal = await offered(one, '青岛短信不够建设有限公司');
    const weak = confirmAct(terminal, legalRepresentative, proposal, { method: 'sms' });
    expect(await send(world, terminal, weak.record)).toMatchObject({ code: 'rejected', reason: 'SYN-001', detail: 'assurance' });
    const good = confirmAct(terminal, legalRepresentative, proposal, { method: 'staff' });
    expect(await send(world, terminal, good.record)).toMatchObject({ code: 'applied', ref: good.caseNumber });
  });

  test('another base version than the offer’s: superseded, nothing begins', async () => {
    const one = unit();
    const proposal = await offered(one, '青岛版本不对建设有限公司');
    const wrong = confirmAct(terminal, one.organisation.legalRepresentative, proposal, {
      baseVersion: proposal.base_version + 1,
    });
    expect(await send(world, terminal, wrong.record)).toMatchObject({
      code: 'superseded',
      reason: 'SYN-002',
      detail: 'certificate-changed',
    });
    expect(await world.rows('SELECT 1 FROM approval_case WHERE proposal_id = $1', [proposal.id])).toEqual([]);
  });

  test('twice: the same act is a duplicate, another act is late; in one batch, too; one case', async () => {
    const one = unit();
    const person = one.organisation.legalRepresentative;
    const proposal = await offered(one, '青岛确认两次建设有限公司');
    const [first, second, third] = [1, 2, 3].map(() => confirmAct(terminal, person, proposal));
    if (!first || !second || !third) throw new Error('three acts');
    const line = world.line(terminal.name);
    const reply = await line.sync([first.record, second.record]);
    line.close();
    expect(receiptOf(reply.results, first.record)).toMatchObject({ code: 'applied', ref: first.caseNumber });
    expect(receiptOf(reply.results, second.record)).toMatchObject({ code: 'superseded', reason: 'SYN-002' });
    expect(await send(world, terminal, third.record)).toMatchObject({ code: 'superseded', detail: 'decided-already' });
    expect(await send(world, terminal, first.record)).toMatchObject({ code: 'applied', duplicate: true });
    const found = await world.rows('SELECT case_number FROM approval_case WHERE proposal_id = $1', [proposal.id]);
    expect(found).toEqual([{ case_number: first.caseNumber }]);
  });

  test('after its time: superseded, though nobody has swept it yet', async () => {
    const one = unit();
    const proposal = await offered(one, '青岛已经过期建设有限公司');
    await world.rows(`UPDATE proposal SET expires_at = now() - interval '1 second' WHERE id = $1 AND state <> 'expired'`, [
      proposal.id,
    ]);
    const late = confirmAct(terminal, one.organisation.legalRepresentative, proposal);
    expect(await send(world, terminal, late.record)).toMatchObject({ code: 'superseded', reason: 'SYN-002', detail: 'expired' });
  });

  test('declined: stays declined, is not offered again for the same need, and cannot be confirmed', async () => {
    const one = unit();
    const person = one.organisation.legalRepresentative;
    const proposal = await offered(one, '青岛暂不办理建设有限公司');
    expect(await send(world, terminal, declineAct(terminal, person, proposal).record)).toMatchObject({ code: 'applied' });
    await proposalIn(world, proposal.id, 'declined');
    await change(one, { name: '青岛暂不办理建设有限公司', openCase: false });
    expect(await proposalsOf(world, one, item)).toMatchObject([{ state: 'declined' }]);
    expect(await send(world, terminal, confirmAct(terminal, person, proposal).record)).toMatchObject({
      detail: 'decided-already',
    });
  });

  test('more than three interactions are counted as three, and somebody is told', async () => {
    const one = unit();
    const proposal = await offered(one, '青岛点了四次建设有限公司');
    const four = confirmAct(terminal, one.organisation.legalRepresentative, proposal, { interactions: 4 });
    expect(await send(world, terminal, four.record)).toMatchObject({ code: 'applied' });
    expect(world.centres.at(-1)?.stderr()).toContain('proposal.interactions');
  });
});

describe('between offer and confirmation', () => {
  test('confirmed at a terminal while the line was down, and the certificate changed meanwhile: superseded, and there is a new proposal', async () => {
    const one = unit();
    const person = one.organisation.legalRepresentative;
    const before = await offered(one, '青岛离线确认建设有限公司');
    const offline = confirmAct(terminal, person, before);
    const { number, type } = one.certificate;
    const { seq } = await world.sources.construction.tell('/counter', { number, type, fields: { grade: '一级' } });
    await eventually('the counter’s event', async () => {
      const [found] = await world.rows<{ state: string }>(
        `SELECT state FROM domain_event WHERE source = 'construction' AND seq = $1`,
        [seq],
      );
      return found && found.state !== 'received';
    });
    expect(await send(world, terminal, offline.record)).toMatchObject({ code: 'superseded', reason: 'SYN-002' });
    const after = await openProposal(world, one, item, [before.id]);
    expect(after.base_version).toBe(before.base_version + 1);
    expect(await world.rows('SELECT 1 FROM approval_case WHERE party_key = $1', [after.party_key])).toEqual([]);
    const again = confirmAct(terminal, person, after);
    expect(await send(world, terminal, again.record)).toMatchObject({ code: 'applied' });
  });

  test('a need that went and came back: confirmed from the offer of before, it becomes what was offered', async () => {
    const one = unit();
    const { name, legalRepresentative } = one.organisation;
    const renamed = '青岛改回又改来有限公司';
    const before = await offered(one, renamed);
    const act = confirmAct(terminal, legalRepresentative, before);
    await change(one, { name });
    await proposalIn(world, before.id, 'withdrawn');
    await change(one, { name: renamed });
    expect(await send(world, terminal, act.record)).toMatchObject({ code: 'applied' });
    await caseWhere(world, act.caseNumber, 'done', ({ status }) => status === 'closed');
    const [version] = await world.rows<{ fields: { name: string } }>(
      'SELECT fields FROM party_certificate WHERE case_number = $1',
      [act.caseNumber],
    );
    expect(version?.fields.name).toBe(renamed);
  });

  test('a proposal that nobody can have seen yet cannot be confirmed', async () => {
    const one = unit();
    const proposal = await offered(one, '青岛还没发布有限公司');
    await world.rows(`UPDATE proposal SET sealed = '' WHERE id = $1`, [proposal.id]);
    const early = confirmAct(terminal, one.organisation.legalRepresentative, proposal);
    expect(await send(world, terminal, early.record)).toMatchObject({ code: 'rejected', detail: 'unknown-proposal' });
  });

  test('an item that is suspended: the case is opened and held, the person may withdraw it; resumed, it goes on', async () => {
    const [one, two] = [unit(), unit()];
    const first = await offered(one, '青岛暂停事项建设有限公司');
    const second = await offered(two, '青岛暂停撤回建设有限公司');
    const where = `/operator/items/${item}/suspensions/370200`;
    expect((await world.operate('PUT', where, { reason: '政策调整' })).status).toBe(200);
    const [held, taken] = [
      confirmAct(terminal, one.organisation.legalRepresentative, first),
      confirmAct(terminal, two.organisation.legalRepresentative, second),
    ];
    expect(await send(world, terminal, held.record)).toMatchObject({ code: 'applied' });
    expect(await send(world, terminal, taken.record)).toMatchObject({ code: 'applied' });
    const seen = await caseWhere(world, held.caseNumber, 'held', ({ status }) => status === 'held');
    expect(seen.state).toMatchObject({ waiting: 'hold', reason: 'suspended' });
    const mine = () => withdrawable(two.organisation.legalRepresentative);
    expect(await mine()).toEqual([[taken.caseNumber, second.item_version]]);
    const back = withdrawAct(terminal, two.organisation.legalRepresentative, taken.caseNumber, second);
    const byPhone = withdrawAct(terminal, two.organisation.legalRepresentative, taken.caseNumber, second, { method: 'sms' });
    expect(await send(world, terminal, byPhone.record)).toMatchObject({ code: 'rejected', detail: 'assurance' });
    expect(await send(world, terminal, back.record)).toMatchObject({ code: 'applied', ref: taken.caseNumber });
    expect(await mine()).toEqual([]);
    const page = await world.line().get(`/acts/${back.record.id}?h=${back.record.hash.slice(0, 16)}`);
    expect(page.text, 'what the receipt of the withdrawal leads to').toContain('已按您的意愿撤回');
    const foreign = withdrawAct(terminal, two.organisation.legalRepresentative, held.caseNumber, first);
    expect(await send(world, terminal, foreign.record)).toMatchObject({ code: 'rejected' });

    expect((await world.operate('DELETE', where)).status).toBe(200);
    await caseWhere(world, held.caseNumber, 'done', ({ status }) => status === 'closed');
    await caseWhere(world, taken.caseNumber, 'withdrawn', ({ status }) => status === 'withdrawn');
    const [version] = await world.rows<{ version: number; source: string }>(
      'SELECT version, source FROM party_certificate WHERE case_number = $1',
      [held.caseNumber],
    );
    expect(version).toEqual({ version: first.base_version + 1, source: 'construction' });
  });

  test('the second change of the same certificate is made by the system that keeps it', async () => {
    const one = unit();
    const person = one.organisation.legalRepresentative;
    const first = confirmAct(terminal, person, await offered(one, '青岛第一次办建设有限公司'));
    await send(world, terminal, first.record);
    await caseWhere(world, first.caseNumber, 'done', ({ status }) => status === 'closed');
    const second = await offered(one, '青岛第二次办建设有限公司');
    const act = confirmAct(terminal, person, second);
    expect(await send(world, terminal, act.record)).toMatchObject({ code: 'applied' });
    expect((await caseWhere(world, act.caseNumber, 'over', ({ state }) => state.outcome !== undefined)).state.outcome).toBe(
      'done',
    );
    const versions = await world.rows<{ version: number }>(
      'SELECT version, status FROM party_certificate WHERE party_key = $1 AND number = $2 ORDER BY version',
      [second.party_key, second.certificate],
    );
    expect(versions).toMatchObject([{ status: 'superseded' }, { status: 'superseded' }, { status: 'valid' }]);
  });
});

describe('certificates under way', () => {
  const member = { subject: 'zhang', roles: ['issuer'], districts: ['370200'] } as const;

  async function taskOf(caseNumber: string, kind: string): Promise<{ district: string; id: string }> {
    return eventually(`the task ${kind}`, async () => {
      const [found] = await world.rows<{ district: string; id: string }>(
        `SELECT district, id FROM staff_task WHERE case_number = $1 AND kind = $2 AND state = 'open'`,
        [caseNumber, kind],
      );
      return found;
    });
  }

  async function lose(orderId: string): Promise<void> {
    await world.courier.control('/move', { orderId });
    await world.courier.control('/move', { orderId, what: 'lose' });
  }

  /** Staff do the tasks of an exchange at a site, one after the other. */
  async function exchangeAtSite(desk: StaffDesk, caseNumber: string, tasks: readonly string[]): Promise<void> {
    for (const kind of tasks) {
      const task = await taskOf(caseNumber, kind);
      expect(await desk.decide(member, { ...task, decision: 'done', reason: '' })).toMatchObject({ ok: true });
    }
    await caseWhere(world, caseNumber, 'done', ({ status }) => status === 'closed');
  }

  test('no courier wanted: brought to the site, exchanged there against the old one, which is then scanned in', async () => {
    const desk = await openStaffDesk(world);
    try {
      const proposal = await offered(surveyor, '青岛网点换领勘察有限公司', carried);
      const handover = { way: 'site', site: '即墨蓝村站' } as const;
      const act = confirmAct(terminal, surveyor.organisation.legalRepresentative, proposal, { handover });
      expect(await send(world, terminal, act.record)).toMatchObject({ code: 'applied' });
      await exchangeAtSite(desk, act.caseNumber, ['bring-new-certificate-to-site', 'hand-over-at-site', 'scan-old-certificate']);
      expect(await world.rows('SELECT 1 FROM courier_order WHERE case_number = $1', [act.caseNumber])).toEqual([]);
    } finally {
      await desk.close();
    }
  });

  test('no courier serves the address: staff call and agree on a place', async () => {
    const desk = await openStaffDesk(world);
    try {
      const proposal = await offered(surveyor, '青岛无快递勘察有限公司', carried);
      await world.courier.control('/filter', { result: '3' });
      const act = confirmAct(terminal, surveyor.organisation.legalRepresentative, proposal);
      expect(await send(world, terminal, act.record)).toMatchObject({ code: 'applied' });
      await exchangeAtSite(desk, act.caseNumber, [
        'agree-on-site',
        'bring-new-certificate-to-site',
        'hand-over-at-site',
        'scan-old-certificate',
      ]);
    } finally {
      await desk.close();
    }
  });

  test('the courier lost the old one: staff declare it void, then the new one leaves; lost, too, it is made again', async () => {
    const desk = await openStaffDesk(world);
    try {
      const proposal = await offered(surveyor, '青岛旧证丢失勘察有限公司', carried);
      const act = confirmAct(terminal, surveyor.organisation.legalRepresentative, proposal);
      expect(await send(world, terminal, act.record)).toMatchObject({ code: 'applied' });
      await lose(await orderOf(act.caseNumber, 'pickup'));
      const task = await taskOf(act.caseNumber, 'lost-old-certificate');
      const done = { ...task, decision: 'done', reason: '已公告作废' } as const;
      expect(
        await world.rows(`SELECT 1 FROM courier_order WHERE case_number = $1 AND direction = 'deliver'`, [act.caseNumber]),
      ).toEqual([]);
      expect(await desk.decide(member, { ...done, decision: 'approve' })).toEqual({ ok: false, error: 'not-possible' });
      expect(await desk.decide({ ...member, roles: ['reviewer'] }, done)).toEqual({ ok: false, error: 'not-yours' });
      expect(await desk.decide({ ...member, districts: ['370283'] }, done)).toEqual({ ok: false, error: 'not-found' });
      expect(await desk.decide(member, done)).toMatchObject({ ok: true });
      expect(await desk.decide(member, done)).toEqual({ ok: false, error: 'settled-already' });

      const first = await orderOf(act.caseNumber, 'deliver');
      await lose(first);
      const again = await taskOf(act.caseNumber, 'lost-new-certificate');
      expect(await desk.decide(member, { ...again, decision: 'done', reason: '已重新制证' })).toMatchObject({ ok: true });
      await world.courier.carry(await orderOf(act.caseNumber, 'deliver', first));
      await caseWhere(world, act.caseNumber, 'done', ({ status }) => status === 'closed');
      const orders: readonly CourierOrder[] = await world.courier.orders();
      const own = orders.filter(({ orderId }) => orderId.startsWith(act.caseNumber));
      expect(own.map(({ creates }) => creates)).toEqual([1, 1, 1]);
    } finally {
      await desk.close();
    }
  });
});

test('a held case: staff hold it, see it again, and it goes on; what cannot go on can be refused', async () => {
  const desk = await openStaffDesk(world);
  try {
    const [one, two] = [unit(), unit()];
    const acts = [];
    for (const of of [one, two]) {
      const proposal = await offered(of, `青岛人工审查${of.organisation.uscc.slice(-4)}有限公司`);
      acts.push(confirmAct(terminal, of.organisation.legalRepresentative, proposal));
      // Between offer and confirmation a case against the party is opened: the checks do not come out.
      await world.rows(`UPDATE party SET open_case = true WHERE uscc = $1`, [of.organisation.uscc]);
    }
    const member = { subject: 'zhang', roles: ['reviewer', 'caseworker'], districts: ['370200'] } as const;
    const tasks = async (caseNumber: string) =>
      eventually('a task', async () => {
        const found = await world.rows<{ district: string; id: string }>(
          `SELECT district, id FROM staff_task WHERE case_number = $1 AND kind = 'case-step' AND state = 'open'`,
          [caseNumber],
        );
        return found.length === 1 ? found[0] : undefined;
      });
    for (const { record } of acts) expect(await send(world, terminal, record)).toMatchObject({ code: 'applied' });
    const [first, second] = acts.map(({ caseNumber }) => caseNumber);
    if (first === undefined || second === undefined) throw new Error('two cases');
    await caseWhere(world, first, 'held', ({ status }) => status === 'held');
    await caseWhere(world, second, 'held', ({ status }) => status === 'held');
    await world.rows(`UPDATE party SET open_case = false WHERE uscc = $1`, [one.organisation.uscc]);
    expect(await desk.decide(member, { ...(await tasks(first)), decision: 'resume', reason: '案件已结' })).toMatchObject({
      ok: true,
    });
    await caseWhere(world, first, 'done', ({ status }) => status === 'closed');
    expect(await desk.decide(member, { ...(await tasks(second)), decision: 'refuse', reason: ' ' })).toEqual({
      ok: false,
      error: 'reason-missing',
    });
    expect(await desk.decide(member, { ...(await tasks(second)), decision: 'refuse', reason: '案件未结' })).toMatchObject({
      ok: true,
    });
    await caseWhere(world, second, 'refused', ({ status }) => status === 'refused');
    const open = await world.rows(
      `SELECT 1 FROM staff_task WHERE case_number = ANY($1) AND kind = 'case-step' AND state = 'open'`,
      [[first, second]],
    );
    expect(open).toEqual([]);
  } finally {
    await desk.close();
  }
});
