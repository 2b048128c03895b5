import { onTestFinished } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { JournalParts } from '#electron/journal/journal.ts';
import { createCentreClient } from '#electron/sync/centre-client.ts';
import { syncDelays, type SyncDelays } from '#electron/sync/delays.ts';
import { createSyncEngine } from '#electron/sync/sync-engine.ts';
import { newSession, registration } from '../journal/acts.ts';
import { createWorld, mustOpen, mustRecord, type World } from '../journal/kit.ts';
import { startTestCentre, type TestCentre } from './test-centre.ts';

/** A client on real time: sockets know no other. */
export function clientOf(centre: TestCentre, world: World, tls = centre.tls, url = centre.url) {
  const client = createCentreClient({ url, tls, clock: systemClock, log: world.parts.log });
  onTestFinished(() => client.close());
  return client;
}

/** Nothing waits long, nothing runs by itself unless a test wants it to. */
export const quickDelays: SyncDelays = {
  ...syncDelays,
  batchTimeoutMs: 10_000,
  backoff: { firstMs: 1, mostMs: 2 },
  unansweredMs: 0,
  unresolvedMs: 60_000,
  reconnectSpreadMs: 10,
};

/** A journal, a centre, and an engine between them that was not started: `flush` makes it work once. */
export async function createTerminal(options: { delays?: Partial<SyncDelays>; parts?: Partial<JournalParts> } = {}) {
  const world = createWorld(options.parts);
  const centre = await startTestCentre();
  const journal = mustOpen(world.parts);
  const client = clientOf(centre, world);
  const { receiptKeys } = centre;
  const delays = { ...quickDelays, ...options.delays };
  const { clock, random, parts } = world;
  const engine = createSyncEngine({ journal, centre: client, receiptKeys, clock, random, log: parts.log, delays });
  onTestFinished(() => engine.stop());
  const record = (session = newSession(world), points?: number) => mustRecord(journal, registration(world, session, points)).act;
  return { world, centre, journal, engine, record };
}

export function logged(world: World, event: World['lines'][number]['event']) {
  return world.lines.filter((line) => line.event === event).map(({ fields }) => fields);
}
