import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { ensureSecret, ensureSigningKey } from '../store/index.ts';
import type { AlipayAccount } from './alipay/alipay-channel.ts';
import type { CityAppAccount } from './city-app/city-app-channel.ts';
import type { WechatAccount } from './wechat/wechat-channel.ts';

/**
 * What the centre and the stand-ins share in a demo; the real providers give their own. Both sides make what is missing in the same
 * folder of keys, whoever starts first.
 */

/** @param account of several at SMS providers; undefined = the first. */
export function demoSmsCredentials(keyFolder: string, account?: string): { readonly keyId: string; readonly secret: string } {
  const name = account === undefined ? 'sms-demo' : `sms-demo-${account}`;
  return {
    keyId: account === undefined ? 'estation-demo' : `estation-demo-${account}`,
    secret: demoSecret(keyFolder, `${name}.secret`),
  };
}

/** Last part of the path that the SMS provider reports to. */
export function demoCallbackToken(keyFolder: string): string {
  return demoSecret(keyFolder, 'sms-callback.token');
}

export function demoWechatAccount(keyFolder: string, baseUrl: string): WechatAccount & { readonly platformPrivatePem: string } {
  const platform = demoRsaKey(keyFolder, 'wechat-platform');
  return {
    baseUrl,
    appId: 'wx0e57a71000000001',
    account: 'gh_0e57a7100001',
    secret: demoSecret(keyFolder, 'wechat-demo.secret'),
    token: demoSecret(keyFolder, 'wechat-push.token').replaceAll(/\W/g, ''),
    aesKey: ensureSecret(keyFolder, 'wechat-push.aes', () => randomBytes(32).toString('base64').slice(0, 43)),
    symmetricKey: {
      sn: 'demo-1',
      key: Buffer.from(
        ensureSecret(keyFolder, 'wechat-api.aes', () => randomBytes(32).toString('base64')),
        'base64',
      ),
    },
    ownKeyPem: demoRsaKey(keyFolder, 'wechat-centre').privatePem,
    platformKeyPem: platform.publicPem,
    platformPrivatePem: platform.privatePem,
    programState: 'developer',
  };
}

export function demoAlipayAccount(keyFolder: string, gateway: string): AlipayAccount & AlipayPlatformSide {
  const [own, platform] = [demoRsaKey(keyFolder, 'alipay-centre'), demoRsaKey(keyFolder, 'alipay-platform')];
  return {
    gateway,
    appId: '2021000000000001',
    reportMethod: 'alipay.open.app.mini.templatemessage.reported',
    ownKeyPem: own.privatePem,
    ownPublicPem: own.publicPem,
    platformKeyPem: platform.publicPem,
    platformPrivatePem: platform.privatePem,
  };
}

interface AlipayPlatformSide {
  readonly ownPublicPem: string;
  readonly platformPrivatePem: string;
}

/** The app's own side of the agreement is under `city-app`, the centre's under `centre-city-app`. */
export function demoCityAppAccount(keyFolder: string, baseUrl: string): CityAppAccount {
  return {
    baseUrl,
    ownKey: ensureSigningKey(keyFolder, 'centre-city-app').privateKey,
    appKey: ensureSigningKey(keyFolder, 'city-app').publicKey,
  };
}

function demoSecret(keyFolder: string, name: string): string {
  return ensureSecret(keyFolder, name, () => randomBytes(24).toString('base64url'));
}

function demoRsaKey(keyFolder: string, name: string): { readonly privatePem: string; readonly publicPem: string } {
  const privatePem = ensureSecret(keyFolder, `${name}.rsa.pem`, () =>
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  return { privatePem, publicPem: createPublicKey(privatePem).export({ type: 'spki', format: 'pem' }).toString() };
}
