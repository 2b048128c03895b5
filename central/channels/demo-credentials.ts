import { randomBytes } from 'node:crypto';
import { ensureSecret } from '../store/index.ts';

/** What the centre and the SMS stand-in share in a demo; the real provider gives its own pair. */
export function demoSmsCredentials(keyFolder: string): { readonly keyId: string; readonly secret: string } {
  return {
    keyId: 'estation-demo',
    secret: ensureSecret(keyFolder, 'sms-demo.secret', () => randomBytes(24).toString('base64url')),
  };
}
