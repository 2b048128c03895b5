import type { LocalDate } from '#contracts/basics/clock.ts';
import type { CardLayout } from '#contracts/devices/id-reader.ts';
import type { ContributionStatement } from '#contracts/domain/contributions.ts';
import type { Language, LocalizedText } from '#contracts/domain/localized.ts';

/** 社会保险缴费证明 of one person. The document is Chinese; with `en` each sentence is followed by its English. */
export interface CertificateContent {
  readonly language: Language;
  /** `370282-2026-0001-8842`. */
  readonly number: string;
  /** `7K2M-9QXD`. */
  readonly checkCode: string;
  /** Text of the QR code: the verification page with number and check code. */
  readonly qr: string;
  readonly holder: {
    /** In full, as the card says; rare characters are set whole. */
    readonly name: string;
    /** As the card of a foreigner says, `MUELLER, ANNA KATHARINA`. */
    readonly englishName?: string;
    readonly layout: CardLayout;
    /** `3702**********0027`. */
    readonly idNumberMasked: string;
  };
  readonly city: LocalizedText;
  readonly department: LocalizedText;
  readonly statement: ContributionStatement;
  readonly issuedOn: LocalDate;
}
