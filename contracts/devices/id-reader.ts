import type { CommandOptions, DeviceResult, Driver } from './device.ts';

/** The four text layouts of a second-generation card (devices.md §4 of the ground papers; GA/T 490 and successors). */
export type CardLayout = 'resident' | 'J' | 'I' | 'Y';

/** What the chip's text says, decoded and trimmed; absent where the layout has no such field. Strings keep rare characters whole. */
export interface CardFields {
  /** Chinese name; for layouts I and Y this may be empty. */
  readonly name: string;
  readonly englishName?: string;
  /** GB/T 2261.1: 1 male, 2 female. */
  readonly sex: '1' | '2' | '0' | '9';
  /** GB/T 3304 two-digit code; only in the resident layout. */
  readonly ethnicCode?: string;
  /** `YYYYMMDD`. */
  readonly birth: string;
  readonly address?: string;
  /** 18 characters for resident, J and Y; 15 for I. */
  readonly number: string;
  readonly issuer?: string;
  /** `YYYYMMDD`. */
  readonly validFrom: string;
  /** `YYYYMMDD` or `长期`. */
  readonly validTo: string;
  /** ISO 3166-1 alpha-3, layouts I and Y. */
  readonly nationality?: string;
  readonly passNumber?: string;
  readonly issueCount?: string;
  readonly previousLink?: string;
}

/** 102 × 126 pixels, RGB, row by row from the top left: 38,556 bytes. */
export interface CardPhoto {
  readonly width: 102;
  readonly height: 126;
  readonly rgb: Uint8Array;
}

export interface IdCard {
  readonly layout: CardLayout;
  readonly fields: CardFields;
  /** The card's own compressed photo, 1,024 bytes; undecodable without the reader maker's library. */
  readonly wlt: Uint8Array;
  readonly photo: CardPhoto | { readonly undecodable: 'noDecoder' | 'decoderFailed' | 'decoderTimeout' };
  readonly fingerprint?: Uint8Array;
  /** `%02u%02u%08u%010u%010u` of the SAM that read the card. */
  readonly samId: string;
}

export interface IdReader extends Driver<'idReader'> {
  /** Looks for a card once; `found: false` is a success. */
  find(options: CommandOptions): Promise<DeviceResult<{ readonly found: boolean }>>;
  /** Find, select, read. The photo decoder runs in its own process and cannot take the driver down. */
  read(options: CommandOptions & { readonly fingerprint?: boolean }): Promise<DeviceResult<IdCard>>;
}
