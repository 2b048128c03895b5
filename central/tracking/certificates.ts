import { timingSafeEqual } from 'node:crypto';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { Catalogue } from '../process/index.ts';
import type { Db } from '../store/index.ts';

/** What the public page says of a genuine certificate. */
export interface GenuineCertificate {
  readonly number: string;
  readonly title: LocalizedText | undefined;
  readonly department: LocalizedText | undefined;
  readonly holderMasked: string;
  readonly issuedAt: string;
  readonly state: 'valid' | 'revoked';
}

/**
 * By number and check code together: a number alone can be guessed, so a wrong code and an unknown number look the same.
 * @param checkCode as printed, `K7MF-3QRT`; case and dash do not matter.
 */
export async function findGenuine(
  db: Db,
  catalogue: Catalogue,
  number: string,
  checkCode: string,
): Promise<GenuineCertificate | undefined> {
  const row = await db.selectFrom('certificate').selectAll().where('number', '=', number).executeTakeFirst();
  if (!row || !sameCode(row.check_code, checkCode)) return undefined;
  const item = await catalogue.findVersion(row.item_id, row.item_version);
  return {
    number: row.number,
    title: item?.title,
    department: item?.department,
    holderMasked: row.holder_masked,
    issuedAt: row.issued_at,
    state: row.state,
  };
}

function sameCode(stored: string, typed: string): boolean {
  const plain = (code: string): Buffer => Buffer.from(code.replaceAll('-', '').toUpperCase());
  return plain(stored).length === plain(typed).length && timingSafeEqual(plain(stored), plain(typed));
}
