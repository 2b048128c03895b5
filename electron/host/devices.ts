import type { Clock } from '#contracts/basics/clock.ts';
import type { TerminalConfig } from '#contracts/domain/terminal-config.ts';
import type { Log } from '#contracts/log/events.ts';
import { createCamera } from '#drivers/camera/driver.ts';
import { createDocPrinter } from '#drivers/doc-printer/cups.ts';
import { createFolderDocPrinter } from '#drivers/doc-printer/folder.ts';
import { createIdReader } from '#drivers/id-reader/driver.ts';
import { createWltDecoder } from '#drivers/id-reader/wlt-decoder.ts';
import { createReceiptPrinter } from '#drivers/receipt-printer/driver.ts';
import { transportFactory } from '#drivers/transport/open.ts';
import type { Parts } from './parts.ts';

/** The drivers of one terminal, as its configuration names them. */
export function createDevices({ devices }: TerminalConfig, clock: Clock, log: Log): Parts['devices'] {
  const { wltDecoder, docPrinter } = devices;
  return {
    idReader: createIdReader({
      id: 'id-reader',
      openTransport: transportFactory(devices.idReader, clock),
      clock,
      log,
      ...(wltDecoder && { decoder: createWltDecoder({ command: wltDecoder.command, clock }) }),
    }),
    receiptPrinter: createReceiptPrinter({
      id: 'receipt-printer',
      openTransport: transportFactory(devices.receiptPrinter, clock),
      clock,
      log,
    }),
    docPrinter:
      'queue' in docPrinter
        ? createDocPrinter({ id: 'doc-printer', queue: docPrinter.queue, clock, log })
        : createFolderDocPrinter({ id: 'doc-printer', folder: docPrinter.folder, clock, log }),
    camera: createCamera({ id: 'camera', wantedLabel: devices.camera.label, clock, log }),
  };
}
