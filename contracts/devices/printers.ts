import type { CommandOptions, DeviceResult, Driver } from './device.ts';

/**
 * A receipt as the printer driver takes it: lines of an 80 mm slip (576 dots at 203 dpi, 48 half-width columns).
 * The driver turns it into ESC/POS; characters that the printer's GB18030 font cannot be trusted with come as `raster`.
 */
export type ReceiptLine =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align?: 'left' | 'center' | 'right';
      readonly bold?: boolean;
      /** 2 = double width and height. */
      readonly scale?: 1 | 2;
    }
  /** One line from the left at normal size whose pieces differ in weight only: a plain label before a bold value. */
  | { readonly kind: 'spans'; readonly spans: readonly { readonly text: string; readonly bold?: boolean }[] }
  | { readonly kind: 'rule'; readonly style: 'solid' | 'dashed' }
  | { readonly kind: 'qr'; readonly data: string; readonly moduleDots: number }
  /** One bit a dot, most significant bit first, rows padded to whole bytes; 1 prints. Width at most 576 dots. */
  | { readonly kind: 'raster'; readonly widthDots: number; readonly heightDots: number; readonly bits: Uint8Array }
  | { readonly kind: 'feed'; readonly lines: number }
  | { readonly kind: 'cut' };

export interface ReceiptPrinter extends Driver<'receiptPrinter'> {
  /**
   * Settles as printed (`success`) only after the last byte and four good DLE EOT answers, as failed with its reason, or as
   * `outcomeUnknown` when the printer stopped answering: then nobody prints again by himself.
   */
  print(lines: readonly ReceiptLine[], options: CommandOptions): Promise<DeviceResult<{ readonly bytes: number }>>;
}

export interface DocPrinter extends Driver<'docPrinter'> {
  /** Prints one PDF on A4. `jobKey` makes a repeated call after a restart find the first job instead of printing twice. */
  print(
    pdf: Uint8Array,
    options: CommandOptions & { readonly jobKey: string; readonly title: string },
  ): Promise<DeviceResult<{ readonly job: string; readonly pages: number }>>;
}
