import type { Town } from './approval-town.ts';
import type { ApprovalWorld } from './approval-world.ts';

/** What was left behind; `lost` and `doubled` name what went wrong by ids, never by what it is about. */
export interface Findings {
  readonly counts: Readonly<Record<'events' | 'proposals' | 'confirmed' | 'cases' | 'closed' | 'messages' | 'orders', number>>;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

/** Holds database, stand-ins and promises against each other. */
export async function inspectTown(world: ApprovalWorld, town: Town): Promise<Findings> {
  const lost: string[] = [];
  const doubled: string[] = town.broken.map((act) => `receipt ${act}`);
  for (const look of [events, promises, cases, certificates, messages, orders, timelines]) {
    const found = await look(world, town);
    lost.push(...found.lost);
    doubled.push(...found.doubled);
  }
  const [counts] = await world.rows<Record<keyof Findings['counts'], string>>(
    `SELECT (SELECT count(*) FROM domain_event) AS events, (SELECT count(*) FROM proposal) AS proposals,
       (SELECT count(*) FROM proposal WHERE state = 'confirmed') AS confirmed, (SELECT count(*) FROM approval_case) AS cases,
       (SELECT count(*) FROM approval_case WHERE status = 'closed') AS closed,
       (SELECT count(*) FROM notification WHERE channel NOT IN ('kiosk', 'staff') AND state <> 'refused') AS messages,
       (SELECT count(*) FROM courier_order) AS orders`,
  );
  const numbers = Object.fromEntries(Object.entries(counts ?? {}).map(([name, n]) => [name, Number(n)])) as Findings['counts'];
  return { counts: numbers, lost, doubled };
}

type Look = (world: ApprovalWorld, town: Town) => Promise<{ readonly lost: string[]; readonly doubled: string[] }>;

/** Each event judged once; each register's last word is what the centre knows, and what it proposes. */
const events: Look = async (world, { names }) => {
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const [name, source] of Object.entries(world.sources)) {
    const { last } = await source.read<{ last: number }>('/state');
    const seqs = await world.rows<{ seq: string }>('SELECT seq FROM domain_event WHERE source = $1 AND state <> $2', [
      name,
      'received',
    ]);
    const here = new Set(seqs.map(({ seq }) => Number(seq)));
    for (let seq = 1; seq <= last; seq += 1) if (!here.has(seq)) lost.push(`event ${name} ${seq}`);
    if (seqs.length > here.size) doubled.push(`events of ${name}`);
  }
  for (const [uscc, list] of names) {
    const [party] = await world.rows<{ party_key: string; name: string }>(
      `SELECT party_key, facts->>'name' AS name FROM party WHERE uscc = $1`,
      [uscc],
    );
    if (party?.name !== list.at(-1)) lost.push(`last name of ${party?.party_key ?? 'a party'}`);
    const many = await world.rows<{ item_id: string }>(
      'SELECT item_id FROM proposal WHERE party_key = $1 GROUP BY item_id, certificate, base_version HAVING count(*) > $2',
      [party?.party_key, list.length],
    );
    doubled.push(...many.map(({ item_id }) => `proposals of ${item_id} for ${party?.party_key}`));
  }
  const unmet = await world.rows<{ party_key: string; number: string }>(
    `SELECT c.party_key, c.number FROM party_certificate AS c JOIN party AS p USING (party_key)
     WHERE c.status = 'valid' AND p.uscc = ANY($1) AND c.type = ANY($2) AND c.marks->>'name' IS DISTINCT FROM p.marks->>'name'
       AND NOT EXISTS (SELECT 1 FROM proposal AS r WHERE r.party_key = c.party_key AND r.certificate = c.number AND r.base_version = c.version
         AND r.state NOT IN ('superseded', 'withdrawn', 'expired'))`,
    [[...names.keys()], ['construction-qualification', 'survey-qualification', 'road-transport-permit']],
  );
  lost.push(...unmet.map(({ number }) => `need of certificate ${number}`));
  const twice = await world.rows<{ certificate: string }>(
    `SELECT certificate FROM proposal WHERE state IN ('judged', 'queued', 'sent', 'opened', 'unreachable', 'held')
     GROUP BY party_key, item_id, certificate HAVING count(*) > 1`,
  );
  doubled.push(...twice.map(({ certificate }) => `open proposals about ${certificate}`));
  return { lost, doubled };
};

/** Everything that a receipt said is there. */
const promises: Look = async (world, town) => {
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const { act, proposal, caseNumber, kind } of town.promises) {
    const found = await world.rows<{ act_id: string }>('SELECT act_id FROM confirmation WHERE proposal_id = $1', [proposal]);
    if (found.length === 0 || found[0]?.act_id !== act) lost.push(`decision ${act}`);
    if (kind !== 'proposal.confirm') continue;
    const cases = await world.rows<{ case_number: string }>('SELECT case_number FROM approval_case WHERE act_id = $1', [act]);
    if (cases.length === 0) lost.push(`case ${caseNumber}`);
    if (cases.length > 1) doubled.push(`case ${caseNumber}`);
  }
  return { lost, doubled };
};

/** One case per confirmed proposal. */
const cases: Look = async (world) => {
  const found = await world.rows<{ id: string; n: string }>(
    `SELECT p.id, count(c.case_number) AS n FROM proposal AS p LEFT JOIN approval_case AS c ON c.proposal_id = p.id AND c.party_key = p.party_key
     WHERE p.state = 'confirmed' GROUP BY p.id HAVING count(c.case_number) <> 1`,
  );
  const strays = await world.rows<{ case_number: string }>(
    `SELECT c.case_number FROM approval_case AS c LEFT JOIN proposal AS p ON p.id = c.proposal_id AND p.state = 'confirmed' WHERE p.id IS NULL`,
  );
  const open = await world.rows<{ case_number: string }>(
    `SELECT case_number FROM approval_case WHERE status NOT IN ('closed', 'withdrawn', 'refused')`,
  );
  return {
    lost: [
      ...found.filter(({ n }) => Number(n) === 0).map(({ id }) => `case of proposal ${id}`),
      ...open.map(({ case_number }) => `end of case ${case_number}`),
    ],
    doubled: [
      ...found.filter(({ n }) => Number(n) > 1).map(({ id }) => `cases of proposal ${id}`),
      ...strays.map(({ case_number }) => `stray case ${case_number}`),
    ],
  };
};

interface KeptOrder {
  readonly effects: number;
}

/** One version per case, made once by the system that keeps the certificate. */
const certificates: Look = async (world) => {
  const lost: string[] = [];
  const doubled: string[] = [];
  const made = new Map<string, number>();
  for (const source of Object.values(world.sources)) {
    const { orders } = await source.read<{ orders: Record<string, KeptOrder> }>('/state');
    for (const [key, { effects }] of Object.entries(orders)) made.set(key, (made.get(key) ?? 0) + effects);
  }
  const rows = await world.rows<{ case_number: string; act_id: string; versions: string }>(
    `SELECT c.case_number, c.act_id, (SELECT count(*) FROM party_certificate AS v WHERE v.party_key = c.party_key AND v.case_number = c.case_number) AS versions
     FROM approval_case AS c WHERE c.status = 'closed'`,
  );
  for (const { case_number, act_id, versions } of rows) {
    const times = made.get(act_id) ?? 0;
    if (times === 0 || Number(versions) === 0) lost.push(`certificate of ${case_number}`);
    if (times > 1 || Number(versions) > 1) doubled.push(`certificate of ${case_number}`);
  }
  return { lost, doubled };
};

/** Each message's key once at the providers, and one message per proposal, text and channel. */
const messages: Look = async (world) => {
  const lost: string[] = [];
  const doubled: string[] = [];
  const kept = await world.messages();
  const keys = Map.groupBy(
    kept.filter(({ key }) => key !== ''),
    ({ key }) => key,
  );
  for (const [key, list] of keys) if (list.length > 1) doubled.push(`message ${key}`);
  const rows = await world.rows<{ id: string; proposal_id: string; channel: string; template: string; state: string }>(
    `SELECT id, proposal_id, channel, template, state FROM notification WHERE channel IN ('sms', 'app')`,
  );
  const sent = rows.filter(({ id }) => keys.has(id));
  for (const [what, list] of Map.groupBy(
    sent,
    ({ proposal_id, channel, template }) => `${template} of ${proposal_id} by ${channel}`,
  ))
    if (list.length > 1) doubled.push(`message ${what}`);
  for (const { id, state } of rows)
    if ((state === 'waiting' || state === 'delivered') && !keys.has(id)) lost.push(`message ${id}`);
  for (const key of keys.keys()) if (!rows.some(({ id }) => id === key)) doubled.push(`message that nobody wrote down ${key}`);
  const own = await world.rows<{ proposal_id: string }>(
    `SELECT proposal_id FROM notification WHERE channel IN ('kiosk', 'staff') GROUP BY proposal_id, channel HAVING count(*) > 1`,
  );
  doubled.push(...own.map(({ proposal_id }) => `inbox or call of ${proposal_id}`));
  return { lost, doubled };
};

/** Each order's key once at the courier, one parcel each way per case. */
const orders: Look = async (world) => {
  const lost: string[] = [];
  const doubled: string[] = [];
  const parcels = await world.courier.orders();
  const rows = await world.rows<{ order_key: string; case_number: string; direction: string }>(
    'SELECT order_key, case_number, direction FROM courier_order',
  );
  for (const [key, list] of Map.groupBy(parcels, ({ orderId }) => orderId)) if (list.length > 1) doubled.push(`order ${key}`);
  for (const [what, list] of Map.groupBy(rows, ({ case_number, direction }) => `${direction} of ${case_number}`))
    if (list.length > 1) doubled.push(`order ${what}`);
  for (const { orderId } of parcels)
    if (!rows.some(({ order_key }) => order_key === orderId)) doubled.push(`order that nobody wrote down ${orderId}`);
  for (const { order_key } of rows) if (!parcels.some(({ orderId }) => orderId === order_key)) lost.push(`order ${order_key}`);
  return { lost, doubled };
};

/** What happened is told once. */
const timelines: Look = async (world) => {
  const rows = await world.rows<{ case_number: string; code: string }>(
    'SELECT case_number, code FROM approval_step GROUP BY party_key, case_number, code, what HAVING count(*) > 1',
  );
  return { lost: [], doubled: rows.map(({ case_number, code }) => `line ${code} of ${case_number}`) };
};
