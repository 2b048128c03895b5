import type { CertificateRecord, EventSubject } from '#contracts/approval/event.ts';
import type { CertificateKind, Printed } from './certificate-kinds.ts';
import type { Draw } from './draws.ts';
import { pick } from './draws.ts';
import { daysFrom, nextHolidays, nextLeapDay, plusDays, plusYears } from './days.ts';
import { issuerOf } from './issuers.ts';
import type { District } from './words.ts';

/** Whose certificate it is, and what the registers say of them. */
export interface Holder {
  readonly subject: EventSubject;
  readonly district: District;
  /** Certificates of one type and number are never two holders'. */
  readonly serial: number;
  readonly registered: Readonly<Partial<Record<Printed, string>>>;
  /** What it was called, who represented it, where it was before: what an old print still shows. */
  readonly former: Readonly<Partial<Record<Printed, string>>>;
}

/** How many of a thousand differ from the register, by what differs. */
const stale = { name: 0.03, legalRepresentative: 0.02, address: 0.015, capital: 0.015 } as const;

/** One certificate, and its older versions before it. */
export function certificatesOf(kind: CertificateKind, holder: Holder, draw: Draw, today: string): CertificateRecord[] {
  const of = (what: string): number => draw(`${kind.type} ${what}`);
  const { district, serial, subject, registered, former } = holder;
  const { validFrom, validTo } =
    kind.years > 0 ? term(kind.years, of, today) : { validFrom: lastYears(of, today), validTo: undefined };
  const printed = kind.printed.flatMap((field) => {
    const value = of(`stale ${field}`) < stale[field] ? (former[field] ?? registered[field]) : registered[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  const current: CertificateRecord = {
    number: `${kind.mark}${validFrom.slice(0, 4)}${district.code}${String(serial).padStart(7, '0')}`,
    type: kind.type,
    holder: subject,
    district: district.code,
    issuer: issuerOf(kind, district),
    issuedOn: validFrom,
    validFrom,
    ...(validTo !== undefined && { validTo }),
    status: statusOf(of('status'), validTo, today),
    fields: { ...Object.fromEntries(printed), ...(kind.grades && { grade: pick(kind.grades, of('grade')) }) },
    version: 1,
  };
  if (of('superseded') >= 0.03 || current.status !== 'valid') return [current];
  return [
    { ...current, fields: { ...current.fields, ...olderFields(kind, former) }, status: 'superseded' },
    { ...current, version: 2 },
  ];
}

/** What the version before printed; it had been changed for a reason. */
function olderFields({ printed }: CertificateKind, { name }: Holder['former']): Readonly<Record<string, string>> {
  return printed.includes('name') && name !== undefined ? { name } : {};
}

function statusOf(draw: number, validTo: string | undefined, today: string): CertificateRecord['status'] {
  if (draw < 0.012) return 'revoked';
  return validTo !== undefined && validTo < today ? 'expired' : 'valid';
}

/**
 * A tenth end within 90 days, one in a hundred has just ended, some end on 29 February or when offices are closed; the rest anywhere in
 * their term.
 */
function term(years: number, of: Draw, today: string): { readonly validFrom: string; readonly validTo: string } {
  const validTo = lastDay(years, of, today);
  return { validTo, validFrom: plusYears(plusDays(validTo, 1), -years) };
}

function lastDay(years: number, of: Draw, today: string): string {
  const longest = daysFrom(today, plusYears(today, years)) - 1;
  const [where, when] = [of('where'), of('when')];
  if (where < 0.01) return plusDays(today, -1 - Math.floor(when * 60));
  const special = where < 0.018 ? [nextLeapDay(today)] : where < 0.026 ? nextHolidays(today) : [];
  const possible = special.filter((day) => daysFrom(today, day) <= longest);
  if (possible.length > 0) return pick(possible, when);
  if (where < 0.126) return plusDays(today, Math.floor(when * 91));
  return plusDays(today, Math.min(longest, 91 + Math.floor(when * (longest - 90))));
}

/** Some day of the last twelve years, for what never expires. */
function lastYears(of: Draw, today: string): string {
  return plusDays(today, -30 - Math.floor(of('when') * 12 * 365));
}

/** The certificate that somebody has had since a day: what came with a birthday. A yearly one was renewed on time. */
export function certificateSince(kind: CertificateKind, holder: Holder, since: string, today: string): CertificateRecord {
  const years = Math.floor(daysFrom(since, today) / 365.25);
  const validFrom = kind.years > 0 ? plusYears(since, years) : since;
  const validTo = kind.years > 0 ? plusDays(plusYears(validFrom, kind.years), -1) : undefined;
  const { name } = holder.registered;
  return {
    number: `${kind.mark}${since.slice(0, 4)}${holder.district.code}${String(holder.serial).padStart(7, '0')}`,
    type: kind.type,
    holder: holder.subject,
    district: holder.district.code,
    issuer: issuerOf(kind, holder.district),
    issuedOn: validFrom,
    validFrom,
    ...(validTo !== undefined && { validTo }),
    status: validTo !== undefined && validTo < today ? 'expired' : 'valid',
    fields: name === undefined ? {} : { name },
    version: 1,
  };
}
