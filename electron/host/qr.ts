import type { ActId } from '#contracts/basics/ids.ts';
import type { Parts } from './parts.ts';

/** What the QR codes on paper say: addresses of the centre's public pages, with nothing personal in them. */

type Config = Parts['config'];

/** The act's own page: its id, and the first 16 hex digits of its record's hash in this terminal's chain. */
export function actQr(config: Config, act: ActId, hash: string): string {
  return `${config.centre.publicUrl}/acts/${act}?h=${hash.slice(0, 16)}`;
}

/** The certificate's verification page. `ref` is `<number>|<check code>` as the centre's receipt gives it. */
export function certificateQr(config: Config, ref: string): string {
  const { number, checkCode } = certificateOf(ref);
  return `${config.centre.publicUrl}/verify?n=${number}&c=${checkCode}`;
}

export function certificateOf(ref: string): { number: string; checkCode: string } {
  const [number = '', checkCode = ''] = ref.split('|');
  return { number, checkCode };
}
