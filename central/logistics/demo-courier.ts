import { randomBytes } from 'node:crypto';
import { ensureSecret } from '../store/index.ts';
import type { GovernmentAccount } from './courier-port.ts';
import { governmentAccount } from './courier-port.ts';
import type { SfCredentials } from './sf-signature.ts';

export interface DemoCourier {
  readonly credentials: SfCredentials;
  readonly account: GovernmentAccount;
  /** Path of the centre's callback address, with its secret. */
  readonly callbackPath: string;
}

/** What the centre and the courier's stand-in share in a demo; the real courier gives its own, and is given our address. */
export function demoCourier(keyFolder: string): DemoCourier {
  const secret = (name: string): string => ensureSecret(keyFolder, name, () => randomBytes(24).toString('base64url'));
  const account = governmentAccount('5320000001');
  if (!account.ok) throw new Error('the demonstration has no account');
  return {
    credentials: { partnerId: 'ESTATION', checkWord: secret('courier-demo.secret') },
    account: account.value,
    callbackPath: `/v1/courier/sf/${secret('courier-callback.secret')}`,
  };
}
