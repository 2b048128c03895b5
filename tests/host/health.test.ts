import { expect, test } from 'vitest';
import type { Status } from '#contracts/devices/device.ts';
import { cameraHealth, idReaderHealth, receiptPrinterHealth } from '#electron/host/health.ts';

const base = { since: 0, lastSeen: 0, epoch: 1 };
const printer = (device: Status<'receiptPrinter'>['device'], detail: Partial<Status<'receiptPrinter'>['detail']> = {}) =>
  receiptPrinterHealth({ ...base, device, detail: { paper: 'full', cover: 'closed', cutter: 'ok', ...detail } });
const reader = (device: Status<'idReader'>['device'], sam: Status<'idReader'>['detail']['sam'] = 'ok') =>
  idReaderHealth({ ...base, device, detail: { media: 'notPresent', sam } });

test('every state of a device has a level, and a code where it is not well', () => {
  expect(printer('online')).toEqual({ level: 'ok' });
  expect(printer('online', { paper: 'low' })).toEqual({ level: 'attention', code: 'PRN-007' });
  expect(printer('userError', { paper: 'out' })).toEqual({ level: 'out', code: 'PRN-002' });
  expect(printer('userError', { cover: 'open' })).toEqual({ level: 'out', code: 'PRN-004' });
  expect(printer('hardwareError', { cutter: 'fault' })).toEqual({ level: 'out', code: 'PRN-003' });
  expect(printer('hardwareError')).toEqual({ level: 'out', code: 'PRN-005' });
  expect(printer('noDevice')).toEqual({ level: 'out', code: 'PRN-001' });
  expect(reader('online')).toEqual({ level: 'ok' });
  expect(reader('online', 'unauthorised')).toEqual({ level: 'out', code: 'IDR-004' });
  expect(reader('fraudAttempt')).toEqual({ level: 'out', code: 'IDR-009' });
  expect(reader('noDevice')).toEqual({ level: 'out', code: 'IDR-001' });
  expect(cameraHealth({ ...base, device: 'online', detail: { media: 'ok', camera: 'inop' } })).toEqual({
    level: 'out',
    code: 'CAM-003',
  });
});
