import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import { ok } from '#contracts/basics/result.ts';
import type { Result } from '#contracts/basics/result.ts';
import { facePolicy, terminalConfig } from '#contracts/domain/terminal-config.ts';
import type { FacePolicy, TerminalConfig } from '#contracts/domain/terminal-config.ts';
import type { KioskApi } from '#contracts/ipc/api.ts';
import type { KioskView } from '#contracts/ipc/view.ts';
import type { Log } from '#contracts/log/events.ts';
import { createFaceService } from '../face/face-service.ts';
import { openJournal } from '../journal/journal.ts';
import type { Journal } from '../journal/journal.ts';
import { createCertificateRenderer } from '../printing/certificate-renderer.ts';
import { createCentreClient } from '../sync/centre-client.ts';
import { createSyncEngine } from '../sync/sync-engine.ts';
import { closedApi } from './closed.ts';
import { createDevices } from './devices.ts';
import { createLog } from './log.ts';
import type { HostOptions } from './options.ts';
import type { Parts } from './parts.ts';
import { recover } from './recovery.ts';
import { createSessionRunner } from './session-runner.ts';
import type { SessionRunner } from './session-runner.ts';
import { readSignedFile } from './signed-file.ts';
import { createStaffPin } from './staff-pin.ts';
import { watchWorld } from './watch-world.ts';

export interface Host {
  readonly api: KioskApi;
  stop(): Promise<void>;
}

/** What a development host may replace or watch; the product passes the machine's clock and nobody. */
export interface Surroundings {
  readonly clock: Clock;
  readonly observe?: Log;
}

/**
 * Puts a terminal's host together and starts it. It always answers: with a working terminal, or with one that says why it is
 * out of service (CFG-001, CFG-002, JRN-003, JRN-004).
 */
export async function startHost(
  options: HostOptions,
  { clock, observe }: Surroundings,
  publish: (view: KioskView) => void,
): Promise<Host> {
  const log = createLog(clock, 'host', options.logFile, observe);
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const signed = readSigned(options);
  if (!signed.ok) return closed(signed.error, clock, log, publish);
  const { config, policy } = signed.value;
  const journal = openJournal({ folder: options.data, clock, random, log, terminal: config.terminal, caps: config.offlineCaps });
  if (!journal.ok) return closed(journal.error, clock, log, publish, config);
  const parts = createParts(options, { config, policy, clock, log, journal: journal.value });
  return run(parts, publish);
}

/** Of the running program; the package's own. */
const version = packageVersion();

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

const random = (length: number): Uint8Array => randomBytes(length);

function readSigned(options: HostOptions): Result<{ config: TerminalConfig; policy: FacePolicy }, CodedError> {
  const keys = readKeys(options.configKeys);
  const config = readSignedFile(options.config, terminalConfig, keys);
  if (!config.ok) return config;
  const policy = readSignedFile(options.facePolicy, facePolicy, keys);
  return policy.ok ? ok({ config: config.value, policy: policy.value }) : policy;
}

function readKeys(path: string): Record<string, string> {
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** As the centre writes them. */
const centreKeyFile = z.object({ keys: z.array(z.object({ keyId: z.string(), publicKey: z.string() })) });

function readCentreKeys(path: string): Record<string, string> {
  const { keys } = centreKeyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  return Object.fromEntries(keys.map(({ keyId, publicKey }) => [keyId, publicKey]));
}

function closed(error: CodedError, clock: Clock, log: Log, publish: (view: KioskView) => void, config?: TerminalConfig): Host {
  log('host.config-refused', { code: error.code, raw: error.raw });
  const { api, view } = closedApi(error.code, clock, config);
  publish(view);
  return { api, stop: () => Promise.resolve() };
}

type Read = { config: TerminalConfig; policy: FacePolicy; clock: Clock; log: Log; journal: Journal };

function createParts(options: HostOptions, { config, policy, clock, log, journal }: Read): Parts {
  const tls = { ca: readFileSync(options.tls.ca), cert: readFileSync(options.tls.cert), key: readFileSync(options.tls.key) };
  const centre = createCentreClient({ url: config.centre.url, tls, clock, log });
  const receiptKeys = readCentreKeys(options.centreKeys);
  const devices = createDevices(config, clock, log);
  const sync = createSyncEngine({ journal, centre, receiptKeys, clock, random, log, pulse: () => pulseOf(devices) });
  return {
    config,
    policy,
    clock,
    random,
    log,
    journal,
    centre,
    devices,
    sync,
    face: createFaceService({ policy, modelsFolder: options.models, clock, random, log }),
    certificates: createCertificateRenderer(),
    staffPin: createStaffPin(config.staffPin, clock),
    items: () => sync.catalogue(),
  };
}

/** What the centre hears with each sign of life: states and codes, nothing about a visit. */
function pulseOf(devices: Parts['devices']) {
  const states = Object.entries(devices).map(([name, device]) => [name, device.status().device] as const);
  return { devices: Object.fromEntries(states), version, screen: '' };
}

async function run(parts: Parts, publish: (view: KioskView) => void): Promise<Host> {
  const runner = createSessionRunner(parts, publish);
  const { idReader, receiptPrinter, docPrinter, camera } = parts.devices;
  const unwatch = watchWorld(parts, runner);
  // Nothing here waits for a device or the centre: a terminal is up when its screen is, and says what is missing.
  void parts.face.start().then((started) => {
    if (!started.ok) parts.log('face.unavailable', { code: started.error.code, raw: started.error.raw });
    runner.refresh();
  });
  await Promise.all([idReader.start(), receiptPrinter.start(), docPrinter.start(), camera.start()]);
  parts.sync.start();
  recover(parts, runner);
  parts.log('host.started');
  return {
    api: apiOf(parts, runner),
    async stop() {
      parts.log('host.stopping');
      unwatch();
      runner.stop();
      await parts.sync.stop();
      await Promise.all([idReader.stop(), receiptPrinter.stop(), docPrinter.stop(), camera.stop(), parts.face.stop()]);
      await parts.certificates.stop();
      await parts.centre.close();
      parts.journal.close();
    },
  };
}

function apiOf(parts: Parts, runner: SessionRunner): KioskApi {
  return {
    'view.get': () => Promise.resolve(ok(runner.view())),
    'session.intend': (intent) => {
      runner.intend(intent);
      return Promise.resolve(ok({ seq: runner.view().seq }));
    },
    'face.frame': async (frame) => ok(await runner.frame(frame)),
    'camera.report': (report) => {
      parts.devices.camera.report(report);
      return Promise.resolve(ok(null));
    },
    'ui.report': ({ kind, where }) => {
      parts.log('ui.fault', { kind, where });
      return Promise.resolve(ok(null));
    },
  };
}
