import path from 'node:path';
import type { Clock } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { sourceSystems } from '#contracts/approval/event.ts';
import type { SourceSystem } from '#contracts/approval/event.ts';
import type { Log } from '#contracts/log/events.ts';
import type { ChannelPort, OutsideChannel } from './channels/index.ts';
import {
  alipayChannel,
  aliyunSmsChannel,
  cityAppChannel,
  defaultPolicy,
  demoAlipayAccount,
  demoCallbackToken,
  demoCityAppAccount,
  demoSmsCredentials,
  demoWechatAccount,
  loggedChannel,
  smsSignature,
  wechatChannel,
} from './channels/index.ts';
import type { CentreConfig } from './config.ts';
import type { SourceTrust } from './exchange/index.ts';
import { centreName, openEventSource, openPartnerClient } from './exchange/index.ts';
import type { CallbackParts, RawRequest } from './http/index.ts';
import {
  indexItems,
  openInference,
  openProposalSealer,
  publishProposal,
  recomputeSuggestions,
  startSourcePoller,
} from './inference/index.ts';
import type { ItemIndex, PublishParts } from './inference/index.ts';
import { demoCourier, sfCourier } from './logistics/index.ts';
import { forgetOldVisits } from './mobile/index.ts';
import type { ItemCentre, WorkingCalendar } from './process/index.ts';
import { openItemCentre, readDesks, readVocabulary, takeReleasedItems } from './process/index.ts';
import type { Pseudonyms, Store } from './store/index.ts';
import { ensureSigningKey, openJobs, openSeals, readPublicKey } from './store/index.ts';
import type { Feed } from './sync/index.ts';
import type { ApprovalParts } from './tracking/index.ts';
import {
  resumeSuspended,
  startCaseClockwork,
  sweepDeadlines,
  takeChannelCallback,
  takeCourierPush,
  workCaseMessage,
  workDepartment,
  workErrand,
  workProposalMessage,
} from './tracking/index.ts';

export interface ApprovalSurroundings {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly store: Store;
  readonly pseudonyms: Pseudonyms;
  readonly calendar: WorkingCalendar;
  readonly feed: Feed;
}

/** The parts of imperceptible approval, put together and at work. */
export interface Approval {
  readonly parts: ApprovalParts;
  readonly items: ItemCentre;
  readonly callbacks: CallbackParts;
  /** Looks for work at once, instead of at the next poll. */
  wake(): void;
  close(): Promise<void>;
}

const delays = { sweepMs: 30_000 } as const;
/** 02:30 in Asia/Shanghai: when the calendar's day is new and nobody waits. */
const nightly = '30 2 * * *';

export async function openApproval(config: CentreConfig, env: ApprovalSurroundings): Promise<Approval> {
  const { clock, random, log, store, pseudonyms, calendar, feed } = env;
  const seals = openSeals(config.keyFolder);
  const jobs = await openJobs(store.appUrl, clock);
  const vocabulary = readVocabulary(config.assets.items);
  const deskOf = readDesks(path.join(config.assets.items, 'desks.json'));
  const itemParts = {
    db: store.prompt,
    clock,
    log,
    key: ensureSigningKey(config.keyFolder, 'process-publish'),
    seals,
    pseudonyms,
    vocabulary,
  };
  const itemCentre = openItemCentre(itemParts);
  if (config.takesReleasedItems) await takeReleasedItems(itemParts, config.assets.items);
  const itemOf: PublishParts['itemOf'] = async (id, version) => {
    const found = await itemCentre.findItemVersion(id, version);
    if (!found) throw new Error(`item ${id}@${version} is not there or was changed`);
    return found.item;
  };
  const common = { clock, random, log, jobs, seals, pseudonyms, itemOf, db: store.bulk };
  const { sources, trusts } = openSources(config, env);
  const inference = openInference({
    ...common,
    items: itemIndex(itemCentre),
    workedOnOrBefore: (day) => calendar.workedOnOrBefore(day),
  });
  const publish: PublishParts = { ...common, feed, sealer: openProposalSealer(), vocabulary };
  const courier = openCourier(config, env);
  const parts: ApprovalParts = {
    ...common,
    calendar,
    vocabulary,
    ports: openChannels(config, env),
    policy: { ...defaultPolicy, ...(config.messageAnswerMs !== undefined && demoPolicy(config.messageAnswerMs)) },
    settings: { language: 'zh-CN', smsSignature, linkDomain: 'e-station.qingdao.example', smsMaxSegments: 4 },
    sources: new Map(sources.map((source) => [source.source, source])),
    courier: courier.port,
    account: courier.account,
    deskOf,
  };

  /** As the process centre has it; cases that waited for the item go on with it. */
  const items: ItemCentre = {
    ...itemCentre,
    async resume(id, district, by) {
      const resumed = await itemCentre.resume(id, district, by);
      if (resumed.ok) await resumeSuspended(store.bulk, parts);
      return resumed;
    },
  };

  const failed =
    (queue: string) =>
    (error: unknown): void =>
      log('job.failed', { queue, error: error instanceof Error ? error.name : 'unknown' });
  const done = { is: 'done' } as const;
  await jobs.work(
    'proposal.publish',
    async ({ data }) => {
      const [partyKey, proposalId] = [String(data['partyKey']), String(data['proposalId'])];
      await publishProposal(publish, partyKey, proposalId);
      // Nobody is told of what cannot be opened yet.
      if (data['tell'] === 1) {
        await jobs.enqueue(store.bulk, 'proposal.message', [{ data: { partyKey, proposalId } }]);
        jobs.wake('proposal.message');
      }
      return done;
    },
    failed('proposal.publish'),
  );
  await jobs.work('proposal.message', (job) => workProposalMessage(parts, job), failed('proposal.message'));
  await jobs.work('case.message', (job) => workCaseMessage(parts, job), failed('case.message'));
  await jobs.work('case.department', (job) => workDepartment(parts, job), failed('case.department'));
  await jobs.work('case.courier', (job) => workErrand(parts, job), failed('case.courier'));
  await jobs.work(
    'inference.nightly',
    async () => {
      await inference.judgeAll();
      await recomputeSuggestions(store.bulk, clock);
      await forgetOldVisits(store.bulk, clock);
      return done;
    },
    failed('inference.nightly'),
  );
  await jobs.schedule('inference.nightly', nightly);

  const poller = startSourcePoller({ ...common, inference, sources, trusts });
  const clockwork = startCaseClockwork(store.bulk, parts);
  const stopSweeping = repeat(
    clock,
    delays.sweepMs,
    async () => {
      while (await sweepDeadlines(store.bulk, parts));
    },
    failed('deadline.sweep'),
  );

  return {
    parts,
    items,
    callbacks: {
      channel: (channel, request) => takeChannelCallback(parts, channel, request),
      courierPath: courier.callbackPath,
      async courier(request) {
        const { status, reply } = await takeCourierPush(parts, {
          ...request,
          path: withQuery(request),
          body: Buffer.from(request.body).toString('utf8'),
        });
        return { status, ...reply };
      },
      async sourcePush(request) {
        const status = await poller.takePush({ ...request, path: withQuery(request) });
        return { status, contentType: 'application/json', body: '{}' };
      },
    },
    wake: () => clockwork.wake(),
    async close() {
      await Promise.all([poller.close(), clockwork.close(), stopSweeping()]);
      await jobs.close();
    },
  };
}

function withQuery({ path: where, query }: RawRequest): string {
  return query === '' ? where : `${where}?${query}`;
}

/** The index is made anew only when the live items are others. */
function itemIndex(items: ItemCentre): () => Promise<ItemIndex> {
  let made: { readonly of: object; readonly index: ItemIndex } | undefined;
  return async () => {
    const live = await items.live();
    if (made?.of !== live) made = { of: live, index: indexItems(live.items) };
    return made.index;
  };
}

function openSources(config: CentreConfig, env: ApprovalSurroundings) {
  const ownKey = ensureSigningKey(config.keyFolder, 'centre-exchange');
  const connected = sourceSystems.filter((source) => config.sources[source] !== undefined);
  const trusts = Object.fromEntries(connected.map((source) => [source, trustOf(config, source)])) as Partial<
    Record<SourceSystem, SourceTrust>
  >;
  const sources = connected.map((source) => {
    const partnerKey = config.demo
      ? ensureSigningKey(config.keyFolder, source).publicKey
      : readPublicKey(config.keyFolder, source);
    const client = openPartnerClient({ ...env, partner: source, baseUrl: config.sources[source] ?? '', ownKey, partnerKey });
    return openEventSource({ trust: trustOf(config, source), client, clock: env.clock });
  });
  return { sources, trusts };
}

function trustOf(config: CentreConfig, source: SourceSystem): SourceTrust {
  const key = ensureSigningKey(config.keyFolder, source);
  return { source, consumer: centreName, keys: new Map([[key.keyId, key.publicKey]]) };
}

function openChannels(
  config: CentreConfig,
  { clock, random, log }: ApprovalSurroundings,
): ReadonlyMap<OutsideChannel, ChannelPort> {
  const { keyFolder, providers, sms } = config;
  const ports: ChannelPort[] = [];
  if (sms) {
    const { keyId, secret } = sms.credentials ?? demoSmsCredentials(keyFolder);
    ports.push(
      aliyunSmsChannel({
        baseUrl: sms.url,
        keyId,
        secret,
        provider: 'aliyun',
        callbackToken: demoCallbackToken(keyFolder),
        clock,
      }),
    );
  }
  if (providers.wechat !== undefined) ports.push(wechatChannel(demoWechatAccount(keyFolder, providers.wechat), clock, random));
  if (providers.alipay !== undefined) ports.push(alipayChannel(demoAlipayAccount(keyFolder, providers.alipay), clock));
  if (providers.app !== undefined) ports.push(cityAppChannel(demoCityAppAccount(keyFolder, providers.app), clock, random));
  return new Map(ports.map((port) => [port.channel, loggedChannel(port, log)]));
}

function openCourier(config: CentreConfig, { clock, log }: ApprovalSurroundings) {
  const { credentials, account, callbackPath } = demoCourier(config.keyFolder);
  const baseUrl = config.providers.courier ?? 'http://127.0.0.1:9';
  return { account, callbackPath, port: sfCourier({ baseUrl, credentials, account, callbackPath, trust: 'digest', clock, log }) };
}

/** In a demonstration nobody waits for days: each channel is used soon after the one before, whatever the hour. */
function demoPolicy(answerWithinMs: number): Partial<typeof defaultPolicy> {
  return { answerWithinMs, reportWithinMs: answerWithinMs, quiet: { from: '00:00', to: '00:00' }, perPersonPerDay: 100 };
}

/** Runs something again and again, never twice at once. */
function repeat(
  clock: Clock,
  everyMs: number,
  work: () => Promise<void>,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let closed = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = (): void => undefined;
  const schedule = (): void => {
    if (closed) return;
    cancel = clock.after(everyMs, () => {
      running = work().catch(onFailure).then(schedule);
    });
  };
  schedule();
  return async () => {
    closed = true;
    cancel();
    await running;
  };
}
