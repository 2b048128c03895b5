import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { createCentreClient } from '#electron/sync/centre-client.ts';
import { createSyncEngine } from '#electron/sync/sync-engine.ts';
import type { PublicKeys } from '#central/sync/index.ts';
import { openWorld, type World as Centre } from '../central/harness/world.ts';
import { newSession, person, rating, registration, terminal } from '../journal/acts.ts';
import { createWorld, mustOpen, mustRecord } from '../journal/kit.ts';
import { quickDelays } from './kit.ts';

let centre: Centre;
beforeAll(async () => {
  centre = await openWorld();
}, 120_000);
afterAll(() => centre.close());

/** A terminal on real time, as the host has it. */
function createTerminal() {
  const world = createWorld({ clock: systemClock, random: (length) => randomBytes(length) });
  const journal = mustOpen(world.parts);
  const own = centre.pki.terminals[terminal];
  if (!own) throw new Error('no certificate');
  const tls = { ca: readFileSync(centre.pki.caCertificate), cert: readFileSync(own.certificate), key: readFileSync(own.key) };
  const { clock, random, log } = world.parts;
  const client = createCentreClient({ url: `https://localhost:${centre.centre.port}`, tls, clock, log });
  const published = JSON.parse(readFileSync(path.join(centre.folder, 'data', 'public-keys.json'), 'utf8')) as PublicKeys;
  const receiptKeys = Object.fromEntries(published.keys.map(({ keyId, publicKey }) => [keyId, publicKey]));
  const engine = createSyncEngine({ journal, centre: client, receiptKeys, clock, random, log, delays: quickDelays });
  onTestFinished(async () => {
    await engine.stop();
    await client.close();
  });
  return { world, journal, client, engine, making: { clock, random } };
}

test('what a terminal records becomes a case at the real centre, with a receipt that it verified and an unbroken chain', async () => {
  const { world, journal, client, engine, making } = createTerminal();
  const session = newSession(making);
  const draft = registration(making, session, 80);
  const { act } = mustRecord(journal, draft);
  const rated = mustRecord(journal, rating(making, { ...draft, caseNumber: act.caseNumber }));
  expect(await engine.flush()).toEqual({ ok: true, value: undefined });
  expect(journal.findAct(act.id)).toMatchObject({ state: 'applied', receipt: { ref: act.caseNumber, reason: '' } });
  expect(journal.findAct(rated.act.id)).toMatchObject({ state: 'applied' });
  const [row] = (await centre.inbox()).filter(({ id }) => id === act.id);
  expect(row).toMatchObject({ epoch: journal.epoch, seq: 1, terminal_id: terminal });
  expect(centre.logged.filter(({ event }) => event === 'centre.chain-broken')).toEqual([]);
  expect(world.lines.filter(({ event }) => event === 'sync.bad-receipt')).toEqual([]);

  const verification = { method: 'face' as const, attempt: 1, at: act.at, policy: 'face-2026-10' };
  const asked = await client.query('cases', { session, actor: person, verification }, { timeoutMs: 10_000 });
  expect(asked.ok && asked.value.cases.map(({ caseNumber }) => caseNumber)).toContain(act.caseNumber);
});

test('the catalogue of the real centre is verified and taken over, and its heartbeat makes the terminal online', async () => {
  const { journal, engine } = createTerminal();
  engine.start();
  await expect.poll(() => engine.online(), { timeout: 20_000 }).toBe(true);
  await expect.poll(() => journal.cursor('catalogue'), { timeout: 20_000 }).toBeGreaterThan(0);
  expect(engine.catalogue().map(({ id }) => id)).toContain('social-insurance.flexible-employment-registration');
});
