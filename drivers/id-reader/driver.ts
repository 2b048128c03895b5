import type { Clock } from '#contracts/basics/clock.ts';
import type { DeviceState, StatusOf } from '#contracts/devices/device.ts';
import type { IdCard, IdReader } from '#contracts/devices/id-reader.ts';
import type { Log } from '#contracts/log/events.ts';
import { connectionDelays, createConnection, type ConnectionDelays, type PollAnswer } from '../transport/connection.ts';
import type { Link } from '../transport/link.ts';
import { failure, success, type Failure } from '../transport/outcome.ts';
import type { OpenTransport } from '../transport/transport.ts';
import { createCardLane, type CardBytes } from './card-lane.ts';
import { findCardTextProblem, parseCardText, type CardText } from './card-text.ts';
import { photoBytes, wltBytes, type UndecodableReason, type WltDecoder } from './wlt-decoder.ts';
import { createSamLine, silenceOf, type SamDelays } from './sam-line.ts';

export type IdReaderDelays = ConnectionDelays & SamDelays;

/** All in ms. A poll is one short exchange, or two on a new connection. */
export const idReaderDelays: IdReaderDelays = {
  ...connectionDelays,
  pollMs: 400,
  identifyMs: 1_500,
  settleMs: 300,
  shortMs: 1_000,
  readMs: 3_000,
};

export interface IdReaderOptions {
  readonly id: string;
  readonly openTransport: OpenTransport;
  readonly clock: Clock;
  readonly log: Log;
  /** Left out = photos stay as the card has them (`undecodable: 'noDecoder'`). */
  readonly decoder?: WltDecoder;
  readonly delays?: IdReaderDelays;
  /** Give a card whose text fails its own checks all the same; for the technician's bench, never for a session. */
  readonly acceptDoubtfulText?: boolean;
}

type Detail = StatusOf['idReader'];
const unknownDetail: Detail = { media: 'unknown', sam: 'unknown' };

/**
 * The ID-card reader: keeps its line open, tells when a card comes and goes, and reads it. A reader whose SAM id differs from
 * the one met first since `start` is another device: it raises `deviceReplaced`, shows `fraudAttempt` and serves nothing
 * (`IDR-009`) until the first one is back or staff start the driver anew.
 */
export function createIdReader(options: IdReaderOptions): IdReader {
  const { clock, log, decoder, delays = idReaderDelays } = options;
  const sam = createSamLine(delays);
  const lane = createCardLane(sam, {
    onMedia(change) {
      publish();
      connection.store.raise({ name: change });
    },
  });
  let identifiedEpoch = -1;
  let firstSamId: string | undefined;
  let samId: string | undefined;
  let replaced = false;

  const connection = createConnection<'idReader'>({
    id: options.id,
    openTransport: options.openTransport,
    clock,
    log,
    delays,
    unknownDetail,
    absentCode: 'IDR-001',
    poll,
    onLost: () => lane.lost(),
  });

  function deviceState(): DeviceState {
    if (replaced) return 'fraudAttempt';
    return lane.sam() === 'failed' || lane.sam() === 'unauthorised' ? 'hardwareError' : 'online';
  }

  function detail(): Detail {
    return { media: lane.media(), sam: lane.sam(), ...(samId === undefined ? {} : { samId }) };
  }

  function publish(): void {
    connection.store.show({ device: deviceState(), detail: detail() });
  }

  async function poll(link: Link): Promise<PollAnswer<'idReader'>> {
    if (identifiedEpoch !== link.epoch || replaced) {
      const identity = await sam.identify(link);
      if (!identity.ok) return { silent: silenceOf(identity.error) };
      const { word, samId: told } = identity.value;
      if (word !== undefined) {
        lane.heard(word);
        if (told !== undefined || lane.sam() === 'ok') meet(told);
      }
    }
    const silence = replaced ? undefined : await lane.probe(link);
    if (silence) return { silent: silenceOf(silence) };
    identifiedEpoch = link.epoch;
    return { device: deviceState(), detail: detail() };
  }

  function meet(metSamId: string | undefined): void {
    samId = metSamId;
    firstSamId ??= metSamId;
    const isOther = firstSamId !== undefined && metSamId !== firstSamId;
    const isNews = isOther && !replaced;
    replaced = isOther;
    if (!isNews) return;
    publish();
    log('device.replaced', { device: options.id, errorCode: 'IDR-009' });
    connection.store.raise({ name: 'deviceReplaced' });
  }

  /** A command may come between the opening of a line and its first poll; it must not read on a reader that nobody met. */
  function refusal(link: Link): Failure | undefined {
    if (replaced) return failure('deviceNotReady', 'IDR-009', { error: 'deviceReplaced', retryable: false });
    if (identifiedEpoch === link.epoch) return undefined;
    return failure('deviceNotReady', 'IDR-001', { raw: 'not identified yet', retryable: true });
  }

  function checkedText(block: Uint8Array): CardText | Failure {
    const text = parseCardText(block);
    const problem = text.ok && !options.acceptDoubtfulText ? findCardTextProblem(text.value) : undefined;
    if (text.ok && !problem) return text.value;
    const { code, raw } = text.ok ? (problem ?? { code: 'IDR-010' as const }) : text.error;
    return failure('invalidData', code, { error: 'invalidMedia', ...(raw === undefined ? {} : { raw }), retryable: false });
  }

  async function decodedPhoto(wlt: Uint8Array, withinMs: number): Promise<IdCard['photo']> {
    if (!decoder) return { undecodable: 'noDecoder' };
    if (wlt.length !== wltBytes) return { undecodable: 'decoderFailed' };
    let cancel = (): void => undefined;
    const late = new Promise<UndecodableReason>((done) => {
      cancel = clock.after(withinMs, () => done('decoderTimeout'));
    });
    const decoded = await Promise.race([decoder.decode(wlt), late]);
    cancel();
    if (typeof decoded === 'string') return { undecodable: decoded };
    if (!decoded.ok) return { undecodable: decoded.error };
    if (decoded.value.length !== photoBytes) return { undecodable: 'decoderFailed' };
    return { width: 102, height: 126, rgb: decoded.value };
  }

  return {
    id: options.id,
    cls: 'idReader',
    start: () => connection.start(),
    async stop() {
      await connection.stop();
      firstSamId = undefined;
      samId = undefined;
      replaced = false;
      sam.forget();
    },
    status: () => connection.store.current(),
    onStatus: (listener) => connection.store.onStatus(listener),
    onEvent: (listener) => connection.store.onEvent(listener),
    find: (commandOptions) =>
      connection.run('find', commandOptions, async (link) => {
        const refused = refusal(link);
        if (refused) return refused;
        const found = await lane.find(link);
        publish();
        return found;
      }),
    async read(commandOptions) {
      const endsAt = clock.monotonic() + commandOptions.timeoutMs;
      let samIdThen = '';
      const bytes = await connection.run<CardBytes & CardText>('read', commandOptions, async (link) => {
        const refused = refusal(link);
        if (refused) return refused;
        const read = await lane.read(link, commandOptions.fingerprint === true);
        publish();
        if (read.code !== 'success') return read;
        samIdThen = samId ?? '';
        const text = checkedText(read.value.text);
        return 'code' in text ? text : success({ ...read.value, ...text });
      });
      if (bytes.code !== 'success') return bytes;
      const { layout, fields, wlt, fingerprint } = bytes.value;
      const photo = await decodedPhoto(wlt, Math.max(0, endsAt - clock.monotonic()));
      return success({ layout, fields, wlt, photo, samId: samIdThen, ...(fingerprint.length > 0 ? { fingerprint } : {}) });
    },
  };
}
