import { z } from 'zod';
import type { Clock } from '#contracts/basics/clock.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { ChannelPort, DeliveryState, OutgoingMessage, SendRefusal } from '../channel-port.ts';
import { downAfter, downWithStatus } from '../provider-call.ts';
import type { AliyunAccount, AliyunClient, AliyunDetail } from './aliyun-client.ts';
import { openAliyunClient } from './aliyun-client.ts';
import { refusalOfAliyun } from './aliyun-codes.ts';
import { readSmsReport } from './sms-report.ts';

export interface AliyunSmsParts extends AliyunAccount {
  /** Our name of this account. */
  readonly provider: string;
  /** Last part of the callback's path, unguessable; the provider signs no reports. Undefined = takes none. */
  readonly callbackToken: string | undefined;
  readonly clock: Clock;
}

/**
 * 阿里云短信: SendSms, QuerySendDetails, SmsReport. OutId carries our key; the provider does not refuse the same OutId twice, so a
 * lost answer is cleared up by asking. Tried against the stand-in only; the real service has not been called.
 */
export function aliyunSmsChannel(parts: AliyunSmsParts): ChannelPort<'sms'> {
  const client = openAliyunClient(parts);

  async function query(key: string, phone: string): ReturnType<ChannelPort['query']> {
    const found = await findDetail(client, parts.clock, key, phone);
    if (found === 'down') return err('provider-down');
    return ok(found ? stateOfDetail(found) : 'unknown');
  }

  /** Nobody knows whether it was taken: ask. A message that is not listed may only not be listed yet. */
  async function clearUp(message: OutgoingMessage<'sms'>, refusal: SendRefusal): ReturnType<ChannelPort['send']> {
    if (refusal.code !== 'provider-down' || refusal.taken === 'no') return err(refusal);
    const state = await query(message.key, message.address);
    return state.ok && state.value !== 'unknown' ? ok({ providerId: undefined }) : err(refusal);
  }

  return {
    channel: 'sms',
    provider: parts.provider,
    query,
    readCallback: (request) => readSmsReport({ client, clock: parts.clock, token: parts.callbackToken }, request),
    async send(message) {
      const { content, address: phone, key: outId } = message;
      const templateCode = content.providerTemplates[parts.provider];
      if (templateCode === undefined) return err({ code: 'rejected', what: 'template', raw: 'no-template-at-provider' });
      try {
        const { signature, params } = content;
        const answer = await client.send({ phone, outId, templateCode, signature, params });
        if (answer.code === 'OK') return ok({ providerId: answer.bizId });
        return await clearUp(message, refusalOf(answer.code, answer.message, parts.clock.now()));
      } catch (error) {
        return clearUp(message, refusalOfThrown(error, parts.clock.now()));
      }
    },
  };
}

export function stateOfDetail({ sendStatus }: AliyunDetail): DeliveryState {
  return sendStatus === 3 ? 'delivered' : sendStatus === 2 ? 'failed' : 'waiting';
}

/** Looks at today and, for what was sent before midnight, at yesterday. */
async function findDetail(
  client: AliyunClient,
  clock: Clock,
  key: string,
  phone: string,
): Promise<AliyunDetail | undefined | 'down'> {
  for (const daysBack of [0, 1]) {
    try {
      const day = localDateOf(clock.now() - daysBack * 86_400_000).replaceAll('-', '');
      const { code, details } = await client.details(phone, day);
      if (code !== 'OK') return 'down';
      const found = details.find(({ outId }) => outId === key);
      if (found) return found;
    } catch {
      return 'down';
    }
  }
  return undefined;
}

function refusalOf(code: string, message: string, nowMs: number): SendRefusal {
  if (code === '' || code.startsWith('isp.SYSTEM')) return { code: 'provider-down', taken: 'unknown', raw: code };
  return refusalOfAliyun(code, message, nowMs);
}

/** What the SDK throws for an answer in JSON with a status of 400 and more. It hides the status of any other: a broken call. */
const thrownAnswer = z.object({ statusCode: z.int(), code: z.string(), message: z.string() });

function refusalOfThrown(error: unknown, nowMs: number): SendRefusal {
  const answer = thrownAnswer.safeParse(error);
  if (!answer.success) return downAfter(error);
  const { statusCode, code, message } = answer.data;
  if (code.startsWith('Throttling')) return refusalOfAliyun(code, message, nowMs);
  return statusCode >= 500 || code === 'undefined' ? downWithStatus(statusCode) : refusalOfAliyun(code, message, nowMs);
}
