import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { ActId, SessionId } from '#contracts/basics/ids.ts';
import { err, ok } from '#contracts/basics/result.ts';
import { openJournal, type Journal } from '#electron/journal/journal.ts';
import type { CentreClient } from '#electron/sync/centre-client.ts';
import { createSyncEngine } from '#electron/sync/sync-engine.ts';
import { handClock, newSession, registration, seededRandom, terminal } from '../journal/acts.ts';
import { mustRecord } from '../journal/kit.ts';
import { createCentreModel, unpackBatch } from './centre-model.ts';
import { quickDelays } from './kit.ts';

/**
 * Any order of writing, sending, losing, poisoning and crashing: what was acknowledged takes effect exactly once and in the
 * order of its visit. Real journal on a real file, real engine; the line and the centre's memory are the model.
 */
type Step =
  | { readonly do: 'record'; readonly visit: number }
  | { readonly do: 'sync'; readonly fate: 'ok' | 'lostRequest' | 'lostAnswer' | 'partial' | 'error' | 'bomb' }
  | { readonly do: 'poison'; readonly pick: number }
  | { readonly do: 'heal' }
  | { readonly do: 'crash' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('record' as const), visit: fc.nat(3) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('sync' as const),
      fate: fc.constantFrom('ok', 'ok', 'lostRequest', 'lostAnswer', 'partial', 'error', 'bomb'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('poison' as const), pick: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'heal' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
);

type Fate = Extract<Step, { do: 'sync' }>['fate'];

const root = mkdtempSync(join(tmpdir(), 'estation-model-'));
afterAll(() => {
  terminalNow?.journal().close();
  rmSync(root, { recursive: true, force: true });
});
const clock = handClock();
const random = seededRandom('outbox model');
let folders = 0;

/** A terminal that outlives the runs, as long as they leave its queue empty: opening one costs more than a run. */
function createTerminal(first: Journal) {
  let journal = first;
  let folder = folderName(folders);
  const model = createCentreModel();
  let fate: Fate = 'ok';

  const centre: CentreClient = {
    postBatch(bytes) {
      const now = fate;
      fate = 'ok';
      const records = unpackBatch(bytes);
      if (!records) return Promise.resolve(err({ code: 'NET-002', status: 413 }));
      if (now === 'lostRequest') return Promise.resolve(err({ code: 'NET-001' }));
      if (now === 'error') return Promise.resolve(err({ code: 'NET-002', status: 503 }));
      if (now === 'bomb') return Promise.resolve(err({ code: 'NET-002', status: 500 }));
      const results = records.map((record) => model.apply(record));
      if (now === 'lostAnswer') return Promise.resolve(err({ code: 'NET-003' }));
      return Promise.resolve(ok({ results: now === 'partial' ? results.slice(0, results.length / 2) : results, serverTime: '' }));
    },
    query: () => Promise.resolve(err({ code: 'NET-001' })),
    feed: () => Promise.resolve(err({ code: 'NET-001' })),
    close: () => Promise.resolve(),
  };
  const engineOver = (over: Journal) =>
    createSyncEngine({
      journal: over,
      centre,
      receiptKeys: model.receiptKeys,
      clock,
      random,
      log: () => {},
      delays: quickDelays,
    });
  let engine = engineOver(journal);

  return {
    model,
    journal: () => journal,
    async sync(with_: Fate) {
      fate = with_;
      clock.advance(3);
      await engine.flush();
    },
    /** The disk as it lies at this moment goes on living; the process that wrote it does not. */
    async crash() {
      const next = folderName(++folders);
      mkdirSync(next);
      for (const name of ['journal.key', 'journal.db', 'journal.db-wal']) {
        if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(next, name));
      }
      await engine.stop();
      journal.close();
      rmSync(folder, { recursive: true });
      folder = next;
      journal = mustOpenAt(folder);
      engine = engineOver(journal);
    },
  };
}

function folderName(n: number): string {
  return join(root, String(n));
}

function mustOpenAt(folder: string): Journal {
  const opened = openJournal({ folder, clock, random, log: () => {}, terminal });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

let terminalNow: ReturnType<typeof createTerminal> | undefined;

async function play(steps: readonly Step[]): Promise<void> {
  const kiosk = (terminalNow ??= createTerminal(mustOpenAt(folderName(++folders))));
  const before = kiosk.model.effects.length;
  const sessions = Array.from({ length: 4 }, () => newSession({ clock, random }));
  const acknowledged: { id: ActId; session: SessionId }[] = [];
  for (const one of steps) {
    if (one.do === 'record') {
      const { act } = mustRecord(kiosk.journal(), registration({ clock, random }, sessions[one.visit], 3));
      acknowledged.push(act);
    } else if (one.do === 'sync') await kiosk.sync(one.fate);
    else if (one.do === 'poison') {
      const victim = acknowledged[one.pick];
      if (victim) kiosk.model.poison.add(victim.id);
    } else if (one.do === 'heal') kiosk.model.poison.clear();
    else await kiosk.crash();
  }
  await settle(kiosk);
  const effects = kiosk.model.effects.slice(before);
  const idsOf = (list: readonly { id: ActId; session: SessionId }[], session: SessionId) =>
    list.filter((act) => act.session === session).map(({ id }) => id);
  for (const session of sessions) expect(idsOf(effects, session)).toEqual(idsOf(acknowledged, session));
  expect(effects).toHaveLength(acknowledged.length);
  for (const { id } of acknowledged)
    expect(kiosk.journal().findAct(id)).toMatchObject({ state: 'applied', receipt: { reason: '' } });
}

/** The centre is well again and staff put back what was set aside: everything arrives within a few tries. */
async function settle(kiosk: ReturnType<typeof createTerminal>): Promise<void> {
  kiosk.model.poison.clear();
  for (const { id } of kiosk.journal().dead()) kiosk.journal().revive(id);
  for (let i = 0; i < 5 && kiosk.journal().queued().count > 0; i++) {
    clock.advance(60_000);
    await kiosk.sync('ok');
  }
  expect(kiosk.journal().queued().count).toBe(0);
}

test(
  'whatever happens, every acknowledged act takes effect exactly once, in the order of its visit',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 18 }), (steps) =>
        play(steps).catch((error: unknown) => {
          terminalNow = undefined; // what this run left behind must not spoil the next
          throw error;
        }),
      ),
      { numRuns: 500 },
    );
    expect(terminalNow?.journal().integrity()).toEqual({ ok: true, value: undefined });
  },
);
