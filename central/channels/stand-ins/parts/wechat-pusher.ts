import { randomBytes } from 'node:crypto';
import type { Clock } from '#contracts/basics/clock.ts';
import { encryptPush, pushSignature } from '../../wechat/push-crypto.ts';
import type { PushSettings } from '../../wechat/wechat-push.ts';
import type { MakePush } from './callback.ts';

/** A push of the platform in safe mode: encrypted, the encrypted text under `msg_signature`. */
export function wechatPush(settings: PushSettings, clock: Clock, openid: string, event: object): MakePush {
  return (url) => {
    const seconds = Math.floor(clock.now() / 1000);
    const [timestamp, nonce] = [String(seconds), String(randomBytes(4).readUInt32BE())];
    const message = { ToUserName: settings.account, FromUserName: openid, CreateTime: seconds, ...event };
    const Encrypt = encryptPush(settings.aesKey, settings.appId, JSON.stringify(message), randomBytes(16));
    const full = new URL(url);
    full.search = new URLSearchParams({
      signature: pushSignature(settings.token, timestamp, nonce),
      timestamp,
      nonce,
      openid,
      encrypt_type: 'aes',
      msg_signature: pushSignature(settings.token, timestamp, nonce, Encrypt),
    }).toString();
    const body = JSON.stringify({ ToUserName: settings.account, Encrypt });
    return { url: full, headers: { 'content-type': 'application/json' }, body };
  };
}
