import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { Log } from '#contracts/log/events.ts';
import type { Approval } from './approval.ts';
import { openApproval } from './approval.ts';
import type { AuditLog } from './audit/index.ts';
import { openAuditLog } from './audit/index.ts';
import type { Contact, SmsPort, VerificationCodes } from './channels/index.ts';
import { aliyunSms, demoSmsCredentials, findContact, openVerificationCodes, unconnectedSms } from './channels/index.ts';
import type { CentreConfig } from './config.ts';
import { openConsole, signInLimits } from './console/index.ts';
import { enrolDemoTerminals, seedDemoConsents, seedDemoContacts } from './demo.ts';
import type { ContributionSource, DepartmentConnector } from './exchange/index.ts';
import { openPartnerClient, socialInsurance, unconnectedDepartment } from './exchange/index.ts';
import type { App, TlsFiles } from './http/index.ts';
import { openHttp, openMetrics, openRateLimit } from './http/index.ts';
import { openLog } from './log.ts';
import { addMobileRoutes, mobileLimits } from './mobile/index.ts';
import { findOwnPhone } from './parties/index.ts';
import { openCalendar, openCatalogue, openItemActors } from './process/index.ts';
import type { Db, Store } from './store/index.ts';
import { ensureSecret, ensureSigningKey, openPseudonyms, openStore, readPublicKey, startOutboxWorker } from './store/index.ts';
import { openFeed, openSigner } from './sync/index.ts';
import { ensureDevPki, openPulseBook } from './terminals/index.ts';
import {
  listApprovalCases,
  actHandlers,
  scanOldCertificate,
  caseWork,
  itemsReader,
  openCertificateNumbers,
} from './tracking/index.ts';

/** What the centre has from the machine; tests bring their own. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
}

/** A running centre. */
export interface Centre {
  readonly port: number;
  /** Ends in order: no new requests, work under way finished, then the database, if it is ours. */
  stop(): Promise<void>;
}

const version = '0.1.0';

/** Puts the parts together and begins to serve. @throws when a part cannot be had; what was started is ended again. */
export async function startCentre(config: CentreConfig, surroundings: Partial<Surroundings> = {}): Promise<Centre> {
  const env: Surroundings = { clock: systemClock, random: randomBytes, log: openLog(), ...surroundings };
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  const tls = await tlsFiles(config, env.clock);
  const store = await openStore(config.database ? { urls: config.database } : { dataFolder: config.dataFolder });
  try {
    return await serve(config, env, tls, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function serve(config: CentreConfig, env: Surroundings, tls: TlsFiles, store: Store): Promise<Centre> {
  const { clock, random, log } = env;
  const { bulk, prompt } = store;
  const pseudonyms = openPseudonyms(config.keyFolder);
  const signer = openSigner(config.keyFolder, config.dataFolder);
  if (config.demo) {
    await enrolDemoTerminals(prompt, clock, config.pkiFolder);
    await seedDemoContacts(prompt, clock, pseudonyms, config.assets.people);
    await seedDemoConsents(prompt, clock, pseudonyms, config.assets.people);
  }
  const feed = openFeed(prompt, clock, signer);
  const catalogue = await openCatalogue({ db: prompt, clock, log, feed }, config.assets.catalogue);
  const sms = openSms(config, env);
  const department = openDepartment(config, env);
  const calendar = openCalendar(config.assets.holidays);
  const approval = await openApproval(config, { clock, random, log, store, pseudonyms, calendar, feed });
  const handlers = actHandlers(
    { clock, random, pseudonyms, numbers: openCertificateNumbers(prompt), calendar, itemsOf: itemsReader(catalogue) },
    approval.parts,
  );
  const work = caseWork({ clock, random, sms, departments: new Map([[department.name, department]]) });
  const outbox = startOutboxWorker(bulk, clock, work, (row, error) => {
    log('exchange.failed', { topic: row.topic, act: row.key, error: error instanceof Error ? error.name : 'unknown' });
  });
  const pulse = openPulseBook(prompt, clock);
  const audit = openAuditLog({
    db: bulk,
    clock,
    random,
    keyFolder: config.keyFolder,
    checkpointFile: path.join(config.dataFolder, 'audit', 'checkpoints.jsonl'),
    onFault: (fault) => log('audit.fault', { kind: fault.is, ...(fault.is === 'failed' && { error: fault.error }) }),
  });
  const phoneOf = async (personKey: string): Promise<Contact | undefined> =>
    (await findContact(prompt, personKey)) ?? findOwnPhone(prompt, approval.parts.seals, personKey);
  const codes = openVerificationCodes({ db: prompt, clock, random, pseudonyms, phoneOf, sms });
  const app = await openHttp({
    ...env,
    db: prompt,
    tls,
    version,
    operatorToken: ensureSecret(config.keyFolder, 'operator.token', () => Buffer.from(random(24)).toString('base64url')),
    metrics: openMetrics(() => pulse.size()),
    intake: { db: bulk, clock, log, signer, handlers },
    feed,
    publicKeys: signer.publicKeys,
    pseudonyms,
    catalogue,
    contributions: department,
    codes,
    phoneOf,
    pulse,
    audit,
    callbacks: approval.callbacks,
    desk: { scanOldCertificate: (caseNumber) => scanOldCertificate(approval.parts, caseNumber) },
    itemRoutes: { items: approval.items, actors: openItemActors(config.keyFolder), db: prompt },
    approvalItem: approval.parts.itemOf,
    approvalCases: (reader) => listApprovalCases({ ...approval.parts, db: prompt }, reader),
    onApplied() {
      outbox.wake();
      approval.wake();
      audit.wake();
    },
  });
  await openPages(app, config, env, { db: prompt, approval, codes, signer, audit });
  await app.listen({ port: config.port, host: config.host });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  log('centre.started', { port, items: catalogue.onOffer });
  return {
    port,
    async stop() {
      log('centre.stopping');
      await app.close();
      await approval.close();
      await outbox.close();
      await audit.close();
      await pulse.close();
      await store.close();
    },
  };
}

interface PageParts {
  readonly db: Db;
  readonly approval: Approval;
  readonly codes: VerificationCodes;
  readonly signer: ReturnType<typeof openSigner>;
  readonly audit: AuditLog;
}

/** The pages for phones and the console for staff. */
async function openPages(
  app: App,
  config: CentreConfig,
  env: Surroundings,
  { db, approval, codes, signer, audit }: PageParts,
): Promise<void> {
  const { clock, random } = env;
  await addMobileRoutes(app, {
    ...env,
    db,
    approval: { ...approval.parts, db },
    codes,
    signer,
    formSecret: ensureSecret(config.keyFolder, 'mobile-form.secret', () => Buffer.from(random(32)).toString('base64url')),
    rateLimit: openRateLimit(clock, mobileLimits),
  });
  await openConsole(app, {
    ...env,
    db,
    keyFolder: config.keyFolder,
    settings: config.console,
    approval: approval.parts,
    vocabulary: approval.parts.vocabulary,
    items: approval.items,
    audit,
    signInLimit: openRateLimit(clock, signInLimits),
  });
}

async function tlsFiles(config: CentreConfig, clock: Clock): Promise<TlsFiles> {
  if (config.demo) {
    const pki = await ensureDevPki(config.pkiFolder, ['E0217'], clock);
    return { certificate: pki.serverCertificate, key: pki.serverKey, terminalAuthority: pki.caCertificate };
  }
  const files = ['server.cert.pem', 'server.key.pem', 'ca.cert.pem'].map((name) => path.join(config.pkiFolder, name));
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0)
    throw new Error(`certificates are missing: ${missing.join(', ')} (see deploy/README.md; --demo makes development ones)`);
  const [certificate = '', key = '', terminalAuthority = ''] = files;
  return { certificate, key, terminalAuthority };
}

function openSms(config: CentreConfig, env: Surroundings): SmsPort {
  if (!config.sms) return unconnectedSms;
  const { keyId, secret } = config.sms.credentials ?? demoSmsCredentials(config.keyFolder);
  return aliyunSms({ ...env, baseUrl: config.sms.url, keyId, secret });
}

function openDepartment(config: CentreConfig, env: Surroundings): DepartmentConnector & ContributionSource {
  const partner = 'social-insurance';
  const ownKey = ensureSigningKey(config.keyFolder, 'centre-exchange');
  if (config.departmentUrl === undefined) return unconnectedDepartment(partner);
  const partnerKey = config.demo
    ? ensureSigningKey(config.keyFolder, partner).publicKey
    : readPublicKey(config.keyFolder, partner);
  return socialInsurance(openPartnerClient({ ...env, partner, baseUrl: config.departmentUrl, ownKey, partnerKey }));
}
