import type { LocalDate } from '#contracts/basics/clock.ts';
import { maskIdNumber } from '#contracts/basics/mask.ts';
import type { ContributionStatement } from '#contracts/domain/contributions.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';
import type { Language } from '#contracts/domain/localized.ts';
import type { CertificateContent } from '../printing/certificate-content.ts';
import type { Card } from '../session/state.ts';
import type { Parts } from './parts.ts';
import { certificateOf, certificateQr } from './qr.ts';

interface Input {
  readonly config: Parts['config'];
  readonly language: Language;
  readonly ref: string;
  readonly card: Card;
  readonly item: FlowItem;
  readonly statement: ContributionStatement;
  readonly issuedOn: LocalDate;
}

/** The certificate as it is printed: the full name, the masked number, the record with its source. */
export function certificateContent({ config, language, ref, card, item, statement, issuedOn }: Input): CertificateContent {
  const { name, englishName, number } = card.fields;
  return {
    language,
    ...certificateOf(ref),
    qr: certificateQr(config, ref),
    holder: {
      name: name || (englishName ?? ''),
      ...(englishName && { englishName }),
      layout: card.layout,
      idNumberMasked: maskIdNumber(number),
    },
    city: config.site.city,
    department: item.department,
    statement,
    issuedOn,
  };
}
