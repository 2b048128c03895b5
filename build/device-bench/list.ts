import { readdirSync } from 'node:fs';
import { SerialPort } from 'serialport';
import type { BenchRun, Printed } from './bench.ts';

/** Serial ports and HID devices as the operating system tells them; ptys are in neither list. */
export async function runList(run: BenchRun): Promise<number> {
  const [serial, hid] = [await listed(listSerial), await listed(listHid)];
  const good = 'found' in serial && 'found' in hid;
  run.print({ ok: good, command: 'list', serial, hid });
  return good ? 0 : 1;
}

/** serialport asks `udevadm`; where that is not installed, the nodes of adapters are at least named. */
async function listSerial(): Promise<readonly object[]> {
  try {
    return await SerialPort.list();
  } catch {
    const names = readdirSync('/dev').filter((name) => /^tty(USB|ACM|AMA)\d+$/.test(name));
    return names.map((name) => ({ path: `/dev/${name}` }));
  }
}

/** node-hid needs libudev, which a machine without HID devices may lack: loaded only here, and its absence is an answer. */
async function listHid(): Promise<readonly object[]> {
  const { default: hid } = await import('node-hid');
  return hid.devices();
}

async function listed(list: () => Promise<readonly object[]>): Promise<Printed> {
  try {
    return { found: await list() };
  } catch (cause) {
    return { failed: cause instanceof Error ? cause.message : String(cause) };
  }
}
