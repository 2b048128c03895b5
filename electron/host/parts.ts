import type { Clock } from '#contracts/basics/clock.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { Camera } from '#contracts/devices/camera.ts';
import type { IdReader } from '#contracts/devices/id-reader.ts';
import type { DocPrinter, ReceiptPrinter } from '#contracts/devices/printers.ts';
import type { FacePolicy, TerminalConfig } from '#contracts/domain/terminal-config.ts';
import type { Log } from '#contracts/log/events.ts';
import type { FaceService } from '../face/face-service.ts';
import type { Journal } from '../journal/journal.ts';
import type { CertificateRenderer } from '../printing/certificate-renderer.ts';
import type { CentreClient } from '../sync/centre-client.ts';
import type { SyncEngine } from '../sync/sync-engine.ts';
import type { ServiceItem } from '#contracts/domain/service-item.ts';
import type { createStaffPin } from './staff-pin.ts';

/** Everything that a visit may use, made once at start (`host.ts`). */
export interface Parts {
  readonly config: TerminalConfig;
  readonly policy: FacePolicy;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly devices: {
    readonly idReader: IdReader;
    readonly receiptPrinter: ReceiptPrinter;
    readonly docPrinter: DocPrinter;
    readonly camera: Camera;
  };
  readonly face: FaceService;
  readonly journal: Journal;
  readonly centre: CentreClient;
  readonly sync: SyncEngine;
  readonly certificates: CertificateRenderer;
  readonly staffPin: ReturnType<typeof createStaffPin>;
  /** The catalogue as it was last verified. */
  readonly items: () => readonly ServiceItem[];
}
