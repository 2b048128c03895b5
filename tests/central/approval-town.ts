import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { SyncRecord } from '#contracts/sync/wire.ts';
import { randomFraction } from '#electron/sync/backoff.ts';
import { confirmAct, declineAct } from './approval-acts.ts';
import type { ProposalSeen } from './approval-acts.ts';
import { openStaffDesk } from './approval-desk.ts';
import type { ApprovalWorld, Unit } from './approval-world.ts';
import { eventually } from './approval-world.ts';
import { FakeTerminal } from './harness/acts.ts';

/** What a receipt promised. */
export interface Promised {
  readonly act: string;
  readonly proposal: string;
  readonly caseNumber: string;
  readonly kind: string;
}

/**
 * Enterprises that change their names, people who confirm at a terminal, a courier and a desk: everybody around the centre, who go on
 * whether it is there or not. What they decide follows from the seed.
 */
export interface Town {
  readonly units: readonly Unit[];
  /** Names that a unit was registered under, by USCC; the last one stands. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly promises: readonly Promised[];
  /** Receipts that were not the same when the act was sent again. */
  readonly broken: readonly string[];
  /** Registers that many changes. */
  tellNews(count: number): Promise<void>;
  /** Every unit registers one change. */
  tellEach(): Promise<void>;
  /** Everybody goes about their business until it is ended. */
  live(): { end(): Promise<void> };
  /** Until nothing is under way any more. @throws when something never ends. */
  comeToRest(): Promise<void>;
  close(): Promise<void>;
}

const certificateTypes = [
  'construction-qualification',
  'public-place-permit',
  'road-transport-permit',
  'survey-qualification',
] as const;
/** How many of a hundred decide otherwise than to confirm, and how many receipts are asked for again. */
export interface TownShares {
  readonly declined: number;
  readonly leftAlone: number;
  readonly resent: number;
  /** Items that people care about; absent = all. */
  readonly wants?: (item: string) => boolean;
}
const usual: TownShares = { declined: 0.1, leftAlone: 0.05, resent: 0.2 };
const mostUnits = 12;
const restWithinMs = 240_000;

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

export async function openTown(world: ApprovalWorld, random: RandomBytes, shares: TownShares = usual): Promise<Town> {
  await eventually('the registers', () => registersTaken(world));
  const found = await Promise.all(certificateTypes.map((type) => world.units(type)));
  // County-level cities do not offer all of this.
  const inCity = ({ organisation }: Unit): boolean => /^3702(0\d|1[1-5])$/.test(organisation.district);
  const units = found.flatMap((list) => list.filter(inCity).slice(0, 4)).slice(0, mostUnits);
  const byKey = await unitsByKey(world, units);
  const desk = await openStaffDesk(world);
  const terminal = new FakeTerminal();
  const names = new Map<string, string[]>();
  const promises: Promised[] = [];
  const broken: string[] = [];
  const decided = new Set<string>();
  const leftAlone = new Set<string>();
  const pending = new Map<string, { readonly record: SyncRecord; readonly promise: Promised }>();
  const settled: { readonly record: SyncRecord; readonly receipt: string }[] = [];
  let changes = 0;

  async function rename({ organisation: { uscc } }: Unit): Promise<void> {
    changes += 1;
    const name = `青岛第${changes}次更名${uscc.slice(-4)}有限公司`;
    await world.sources['market-regulation'].tell('/change', { uscc, name });
    names.set(uscc, [...(names.get(uscc) ?? []), name]);
  }

  async function tellNews(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const one = units[Math.floor(randomFraction(random) * units.length)];
      if (!one) throw new Error('a town without enterprises');
      await rename(one);
    }
  }

  /** Whoever finds a proposal decides about it; one that came back is decided anew. */
  async function visit(): Promise<void> {
    const open = await world.rows<ProposalSeen>(
      `SELECT party_key, id, item_id, item_version, state, detail, certificate, base_version, due_on::text, true AS is_published FROM proposal
       WHERE party_key = ANY($1) AND state IN ('judged', 'queued', 'sent', 'opened', 'unreachable')
         AND EXISTS (SELECT 1 FROM proposal_offer AS o WHERE o.party_key = proposal.party_key AND o.proposal_id = proposal.id)`,
      [[...byKey.keys()]],
    );
    for (const proposal of open) {
      const one = byKey.get(proposal.party_key);
      if (!one || decided.has(proposal.id) || leftAlone.has(proposal.id)) continue;
      const draw = randomFraction(random);
      if (draw < shares.leftAlone || shares.wants?.(proposal.item_id) === false) {
        leftAlone.add(proposal.id);
        continue;
      }
      decided.add(proposal.id);
      const person = one.organisation.legalRepresentative;
      const isDeclined = draw < shares.leftAlone + shares.declined;
      const { record, caseNumber } = isDeclined ? declineAct(terminal, person, proposal) : confirmAct(terminal, person, proposal);
      pending.set(record.id, { record, promise: { act: record.id, proposal: proposal.id, caseNumber, kind: record.kind } });
    }
  }

  /** As a terminal does: the same bytes until the answer is final, and some of them again. */
  async function sync(): Promise<void> {
    const again = settled.filter(() => randomFraction(random) < shares.resent).slice(0, 5);
    const batch = [...pending.values()].slice(0, 50);
    if (batch.length + again.length === 0) return;
    const line = world.line(terminal.name, anyCentre());
    try {
      const reply = await line.sync([...batch.map(({ record }) => record), ...again.map(({ record }) => record)]);
      for (const result of reply.results) {
        if (result.answer !== 'final') continue;
        const before = settled.find(({ record }) => record.id === result.id);
        const receipt = JSON.stringify(result.receipt);
        if (before && before.receipt !== receipt) broken.push(result.id);
        const sent = pending.get(result.id);
        if (!sent) continue;
        pending.delete(result.id);
        settled.push({ record: sent.record, receipt });
        if (result.receipt.code === 'applied') promises.push(sent.promise);
        else decided.delete(sent.promise.proposal);
      }
    } finally {
      line.close();
    }
  }

  function anyCentre() {
    return world.centres[Math.floor(randomFraction(random) * world.centres.length)];
  }

  /** Parcels go their way; the desk scans what arrived. */
  async function carry(): Promise<void> {
    for (const { orderId, cancelled } of await world.courier.orders()) {
      if (!cancelled) await world.courier.control('/move', { orderId });
    }
    const waiting = await world.rows<{ case_number: string }>(
      `SELECT case_number FROM delivery WHERE errand->>'old' IN ('atDesk', 'deposited')`,
    );
    for (const { case_number: caseNumber } of waiting) await world.operate('POST', '/operator/desk/scans', { caseNumber });
  }

  /** Staff approve whatever lies before them and can be approved. */
  async function decideTasks(): Promise<void> {
    const tasks = await world.rows<{ district: string; id: string }>(
      `SELECT district, id FROM staff_task WHERE kind = 'case-step' AND state = 'open'`,
    );
    const roles = ['acceptor', 'reviewer', 'approver', 'issuer', 'caseworker'] as const;
    const member = { subject: 'zhang', roles, districts: ['370200'] };
    for (const { district, id } of tasks) {
      const approved = await desk.decide(member, { district, id, decision: 'approve', reason: '' });
      // A case whose certificate became another one meanwhile: it ends here, and the need is offered anew.
      if (!approved.ok && approved.error === 'not-possible')
        await desk.decide(member, { district, id, decision: 'refuse', reason: '证照已变更' });
    }
  }

  async function sleepUntilMorning(): Promise<void> {
    const nights = async (): Promise<number> =>
      Number((await world.rows<{ n: string }>(`SELECT count(*) AS n FROM judgement_run WHERE kind = 'nightly'`))[0]?.n);
    const before = await nights();
    await desk.night();
    await eventually('the night', async () => (await nights()) > before);
  }

  async function turn(): Promise<void> {
    for (const part of [visit, sync, decideTasks, carry]) await part().catch(() => undefined); // the centre may be away just now
  }

  /** What is under way yet, by ids. */
  async function underWay(): Promise<string[]> {
    const [open] = await world.rows<{ proposals: string[]; cases: string[]; sending: string[] }>(
      `SELECT
         (SELECT coalesce(array_agg(id::text), '{}') FROM proposal
          WHERE party_key = ANY($1) AND state IN ('judged', 'queued', 'sent', 'opened', 'unreachable')) AS proposals,
         (SELECT coalesce(array_agg(concat_ws(' ', c.case_number, c.item_id, c.step, c.state->>'waiting', c.state->>'reason', d.status)), '{}')
          FROM approval_case AS c LEFT JOIN delivery AS d USING (party_key, case_number)
          WHERE c.status IN ('open', 'held', 'returned')) AS cases,
         (SELECT coalesce(array_agg(concat_ws(' ', channel, template, at::text)), '{}') FROM notification WHERE state = 'sending') AS sending`,
      [[...byKey.keys()]],
    );
    return [
      ...[...pending.keys()].map((act) => `act ${act}`),
      ...((await registersTaken(world)) ? [] : ['events']),
      ...(open?.proposals ?? []).filter((id) => !leftAlone.has(id)).map((id) => `proposal ${id}`),
      ...(open?.cases ?? []).map((text) => `case ${text}`),
      ...(open?.sending ?? []).map((text) => `message ${text}`),
    ];
  }

  /** What works on it, for whoever has to find out why something never ends. */
  async function jobsLeft(): Promise<string> {
    const jobs = await world.rows<{ job: string }>(
      `SELECT concat_ws(' ', name, state, retry_count, start_after::text, started_on::text, data::text) AS job FROM jobs.job
       WHERE state IN ('created', 'retry', 'active') AND data->>'do' IS DISTINCT FROM 'routes' ORDER BY created_on DESC LIMIT 20`,
    );
    return jobs.map(({ job }) => job).join('; ');
  }

  return {
    units,
    names,
    promises,
    broken,
    tellNews,
    async tellEach() {
      for (const one of units) await rename(one);
    },
    live() {
      let ended = false;
      const running = (async () => {
        while (!ended) {
          await turn();
          await pause(20);
        }
      })();
      return {
        async end() {
          ended = true;
          await running;
        },
      };
    },
    async comeToRest() {
      let left: readonly string[] = [];
      const look = async (): Promise<boolean> => {
        await turn();
        // Reports that fell into a gap are pushed once more, as couriers do.
        for (const { orderId } of await world.courier.orders())
          await world.courier.control('/push', { orderId, how: 'backwards' });
        left = await underWay();
        return left.length === 0;
      };
      for (let night = 0; night < 3; night += 1) {
        await eventually('everything to come to its end', look, restWithinMs).catch(async (error: unknown) => {
          throw new Error(`${String(error)}: ${left.join('; ')} | jobs: ${await jobsLeft()}`);
        });
        await sleepUntilMorning();
        left = await underWay();
        if (left.length === 0) return;
      }
      throw new Error(`every night brings something new: ${left.join('; ')}`);
    },
    close: () => desk.close(),
  };
}

/** Every source's last event is here and judged. */
export async function registersTaken(world: ApprovalWorld): Promise<boolean> {
  const counts = await world.rows<{ source: string; n: string; waiting: string }>(
    `SELECT source, count(*) AS n, count(*) FILTER (WHERE state = 'received') AS waiting FROM domain_event GROUP BY source`,
  );
  for (const [name, source] of Object.entries(world.sources)) {
    const { last } = await source.read<{ last: number }>('/state');
    const here = counts.find((one) => one.source === name);
    if (Number(here?.n) !== last || Number(here?.waiting) !== 0) return false;
  }
  return true;
}

async function unitsByKey(world: ApprovalWorld, units: readonly Unit[]): Promise<ReadonlyMap<string, Unit>> {
  const rows = await world.rows<{ party_key: string; uscc: string }>('SELECT party_key, uscc FROM party WHERE uscc = ANY($1)', [
    units.map(({ organisation }) => organisation.uscc),
  ]);
  return new Map(
    rows.flatMap(({ party_key, uscc }) => {
      const one = units.find(({ organisation }) => organisation.uscc === uscc);
      return one ? [[party_key, one] as const] : [];
    }),
  );
}
