import { readFileSync } from 'node:fs';
import path from 'node:path';

/** How staff sign in. Without `oidc` nobody can, and the console says what to set. */
export interface ConsoleSettings {
  readonly oidc:
    | {
        readonly issuer: string;
        readonly clientId: string;
        /** A confidential client's secret; absent = a public client, which PKCE alone protects. */
        readonly clientSecret?: string;
      }
    | undefined;
  /** Where staff open the console, `https://host[:port]`; what they called us by where nothing is said. */
  readonly publicUrl: string | undefined;
  /** The built pages. */
  readonly webFolder: string;
}

const builtWeb = path.resolve(import.meta.dirname, '..', '..', 'out', 'console');

/** As set from outside: `OIDC_ISSUER`, `OIDC_CLIENT_ID`, `OIDC_CLIENT_SECRET_FILE`, `CONSOLE_URL`. */
interface GivenSettings {
  readonly oidcIssuer?: string | undefined;
  readonly oidcClientId?: string | undefined;
  readonly oidcClientSecretFile?: string | undefined;
  readonly consoleUrl?: string | undefined;
}

/** @throws when the issuer is reached in the clear from elsewhere than this machine, or the secret's file cannot be read. */
export function readConsoleSettings(given: GivenSettings): ConsoleSettings {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecretFile: secretFile, consoleUrl } = given;
  const rest = { publicUrl: consoleUrl === undefined ? undefined : new URL(consoleUrl).origin, webFolder: builtWeb };
  if (issuer === undefined || clientId === undefined) return { oidc: undefined, ...rest };
  if (new URL(issuer).protocol !== 'https:' && !isOnThisMachine(issuer)) throw new Error('OIDC_ISSUER must be an https: address');
  const secret = secretFile === undefined ? {} : { clientSecret: readFileSync(secretFile, 'utf8').trim() };
  return { oidc: { issuer, clientId, ...secret }, ...rest };
}

/** An issuer of development, beside us: plain http is allowed to it alone. */
export function isOnThisMachine(url: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);
}
