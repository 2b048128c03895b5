import { z } from 'zod';
import { parseArgs } from 'node:util';
import { localDateOf } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { sourceSystem } from '#contracts/approval/event.ts';
import { announce, readStandInOptions, standInLog } from '../../stand-ins/command-line.ts';
import { readDemoPeople } from '../../stand-ins/demo-people.ts';
import { serveLoopback } from '../../stand-ins/loopback.ts';
import { generatePopulation } from '../../stand-ins/population/index.ts';
import { ensureSigningKey } from '../../store/index.ts';
import { openPartnerGate } from './partner-gate.ts';
import { sourceControl } from './source/control.ts';
import { openEventLog, openKeptState } from './source/event-log.ts';
import { openSourceFaults } from './source/faults.ts';
import { openIssueDesk } from './source/issue-desk.ts';
import { openPushLine } from './source/push-line.ts';
import { openRegister, snapshotOf } from './source/register.ts';
import { sourceService } from './source/service.ts';
import { entriesOf } from './source/units.ts';

/**
 * A stand-in for a source system (数据源): a process of its own with a register, a log of signed events, a desk that issues certificates, and
 * all the ways in which such a system fails. It keeps its part of the population of that seed, whose first are the demo's. Its public
 * key is `<keys>/<source>.pub.pem`.
 *
 *   node central/exchange/stand-ins/source-system.ts --source market-regulation|construction|approval-bureau --keys DIR
 *     [--population SEED --organisations N --persons N] [--push URL] [--state FILE] [--people FILE] [--port N] [--control-port N]
 */
const text = { type: 'string' } as const;
const ownOptions = { source: text, push: text, population: text, organisations: text, persons: text };
const own = z.looseObject({
  source: sourceSystem,
  push: z.string().optional(),
  population: z.coerce.number().int().default(1),
  organisations: z.coerce.number().int().min(1).default(12),
  persons: z.coerce.number().int().min(1).default(30),
});

if (import.meta.main) {
  const options = readStandInOptions(ownOptions);
  const { source, push, population: seed, ...sizes } = own.parse(parseArgs({ options: ownOptions, strict: false }).values);
  const clock = systemClock;
  const log = standInLog();
  const key = ensureSigningKey(options.keys, source);
  const centreKey = ensureSigningKey(options.keys, 'centre-exchange').publicKey;

  const state = openKeptState(options.state, clock.now());
  const { startedAt } = state.first;
  const { organisations, persons } = sizes;
  const today = localDateOf(Date.parse(startedAt));
  const people = readDemoPeople(options.people);
  const entries = entriesOf(source, generatePopulation({ seed, organisations, persons, today, people }), startedAt);
  const register = openRegister(entries);
  const line = openPushLine({ source, key, clock }, push);
  const save = (): void => state.save({ startedAt, tail: events.tail(), orders: desk.list() });
  const events = openEventLog({
    source,
    key,
    clock,
    register,
    snapshots: entries.map(snapshotOf),
    tail: state.first.tail,
    appended(envelope) {
      save();
      line.push(envelope);
    },
  });
  const desk = openIssueDesk({ clock, register, kept: state.first.orders, append: (draft) => void events.append(draft), save });
  save();

  const parts = {
    source,
    key,
    clock,
    log,
    register,
    events,
    desk,
    gate: openPartnerGate({ clock, ownKey: key.privateKey, centreKey }),
    faults: openSourceFaults(),
    counts: { answered: 0, refused: 0 },
  };
  const service = await serveLoopback(options.port, sourceService(parts));
  const control = await serveLoopback(
    options.controlPort,
    sourceControl({ ...parts, line, today: () => localDateOf(clock.now()) }),
  );
  log('standin.started', { partner: source, port: service.port });
  announce(source, { port: service.port, controlPort: control.port }, options.jsonReady, async () => {
    await Promise.all([service.close(), control.close()]);
  });
}
