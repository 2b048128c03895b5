import { sessionDelays } from '../delays.ts';
import type { EffectContext } from './context.ts';

/** Reads the card that lies on the reader. The photo goes to the vault, never into the session's state. */
export async function readCard({ parts, vault, dispatch, state }: EffectContext): Promise<void> {
  const session = state().visit?.session;
  const answer = await parts.devices.idReader.read({ timeoutMs: sessionDelays.cardReadMs });
  if (answer.code !== 'success') {
    parts.log('device.command-failed', { device: 'idReader', code: answer.errorCode, raw: answer.raw });
    return dispatch({ type: 'cardFailed', code: answer.errorCode });
  }
  const { layout, fields, photo } = answer.value;
  const decoded = 'rgb' in photo;
  if (decoded && state().visit?.session === session) vault.photo = photo;
  if (!decoded) parts.log('device.command-failed', { device: 'idReader', code: 'IDR-006', raw: photo.undecodable });
  return dispatch({ type: 'cardRead', card: { layout, fields, photo: decoded } });
}
