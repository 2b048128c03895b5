import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { Status } from '#contracts/devices/device.ts';
import type { DeviceHealth } from '#contracts/ipc/view.ts';

/** What a device's status means for the people before it: a level and, where it is not well, a code that has its four sentences. */

const well: DeviceHealth = { level: 'ok' };
const out = (code: ErrorCode): DeviceHealth => ({ level: 'out', code });

export function idReaderHealth({ device, detail }: Status<'idReader'>): DeviceHealth {
  if (device === 'starting') return { level: 'attention' };
  if (device === 'fraudAttempt' || device === 'potentialFraud') return out('IDR-009');
  if (detail.sam === 'unauthorised' || detail.sam === 'failed') return out('IDR-004');
  return device === 'online' || device === 'deviceBusy' ? well : out('IDR-001');
}

export function receiptPrinterHealth({ device, detail }: Status<'receiptPrinter'>): DeviceHealth {
  if (device === 'starting') return { level: 'attention' };
  if (device === 'offline' || device === 'noDevice' || device === 'powerOff') return out('PRN-001');
  if (detail.cover === 'open') return out('PRN-004');
  if (detail.paper === 'out') return out('PRN-002');
  if (detail.cutter === 'fault') return out('PRN-003');
  if (device === 'hardwareError') return out('PRN-005');
  return detail.paper === 'low' ? { level: 'attention', code: 'PRN-007' } : well;
}

export function docPrinterHealth({ device, detail }: Status<'docPrinter'>): DeviceHealth {
  if (device === 'starting') return { level: 'attention' };
  if (device !== 'online' && device !== 'deviceBusy') return out('DOC-001');
  if (detail.paper === 'out' || detail.paper === 'jammed' || detail.toner === 'out') return out('DOC-003');
  return detail.paper === 'low' || detail.toner === 'low' ? { level: 'attention', code: 'DOC-003' } : well;
}

export function cameraHealth({ device, detail }: Status<'camera'>): DeviceHealth {
  if (device === 'starting') return { level: 'attention' };
  if (device !== 'online') return out('CAM-001');
  return detail.camera === 'inop' ? out('CAM-003') : well;
}
