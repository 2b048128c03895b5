import { createHash } from 'node:crypto';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { DeviceResult } from '#contracts/devices/device.ts';
import type { IdCard, IdReader } from '#contracts/devices/id-reader.ts';
import { findCardTextProblem } from '#drivers/id-reader/card-text.ts';
import { createIdReader, idReaderDelays } from '#drivers/id-reader/driver.ts';
import { transportFactory, type LineConfig } from '#drivers/transport/open.ts';
import {
  countdown,
  failureFields,
  keepReasons,
  pause,
  settledStatus,
  statusFields,
  watch,
  type BenchRun,
  type Printed,
} from './bench.ts';

/** A bench meets slow and odd readers: more patience than a kiosk has. `cardMs` is how long a card is waited for. */
const delays = {
  ...idReaderDelays,
  identifyMs: 2_000,
  shortMs: 2_000,
  readMs: 5_000,
  pollTimeoutMs: 7_000,
  /** A line that trickles may take this long for one card; a silent one is given up by the delays above. */
  commandMs: 60_000,
};
const wait = { cardMs: 3_000, betweenTriesMs: 200 };

export async function runReader(what: 'status' | 'read' | 'watch', line: LineConfig, run: BenchRun): Promise<number> {
  const reasons = keepReasons();
  const reader = createIdReader({
    id: 'id-reader',
    openTransport: transportFactory(line, systemClock),
    clock: systemClock,
    log: reasons.log,
    delays,
    acceptDoubtfulText: true,
  });
  if (what === 'watch') return watch(reader, reasons, run);
  const left = countdown(run.timeoutMs ?? delays.commandMs);
  await reader.start();
  const status = await settledStatus(reader, left(), run.stop);
  const online = status.device === 'online';
  let result: Printed;
  if (!online) {
    const code = status.device === 'hardwareError' ? 'IDR-004' : 'IDR-001';
    result = { ok: false, command: what, errorCode: code, ...statusFields(status, reasons) };
  } else if (what === 'status') {
    result = { ok: true, command: what, ...statusFields(status, reasons) };
  } else {
    result = { command: what, ...cardFields(await readWhenLaid(reader, left, run.stop)) };
  }
  run.print(result);
  await reader.stop();
  return result['ok'] === true ? 0 : 1;
}

/** Some readers find a card only at the second or third look, and a technician's hand is slow. */
async function readWhenLaid(reader: IdReader, left: () => number, signal: AbortSignal): Promise<DeviceResult<IdCard>> {
  const giveUp = countdown(Math.min(wait.cardMs, left() / 2));
  for (;;) {
    const read = await reader.read({ timeoutMs: left(), fingerprint: false, signal });
    const noCard = read.code !== 'success' && read.error === 'noMedia';
    if (!noCard || giveUp() <= 1) return read;
    await pause(wait.betweenTriesMs);
  }
}

/** Everything that the card says: that is what a bench is for. A text that fails its checks is shown, and counts as failed. */
function cardFields(read: DeviceResult<IdCard>): Printed {
  if (read.code !== 'success') return failureFields(read);
  const { layout, fields, wlt, photo, fingerprint, samId } = read.value;
  const problem = findCardTextProblem({ layout, fields });
  return {
    ok: problem === undefined,
    ...(problem === undefined ? {} : { errorCode: problem.code, doubtful: problem.raw }),
    layout,
    fields,
    photo: wlt.length === 0 ? 'absent' : 'undecodable' in photo ? `undecodable: ${photo.undecodable}` : 'decoded',
    wlt: { bytes: wlt.length, base64Length: Buffer.from(wlt).toString('base64').length, sha256: sha256(wlt) },
    fingerprint: { bytes: fingerprint?.length ?? 0 },
    samId: samId === '' ? null : samId,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
