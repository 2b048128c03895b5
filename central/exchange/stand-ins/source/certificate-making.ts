import { addDays } from '#contracts/basics/clock.ts';
import type { CertificateRecord } from '#contracts/approval/event.ts';
import type { IssueOrder } from '../../certificate-issuer.ts';

const usualYears = 5;
const dayMs = 86_400_000;

/**
 * The version that follows: the number stays, what the order says is printed anew, and a renewal adds the span that the certificate
 * had, from the day after its end. Pure. @param today local day.
 */
export function nextCertificate(current: CertificateRecord, order: IssueOrder, today: string): CertificateRecord {
  const printed = Object.entries(order.values).filter(([field]) => current.fields[field] !== undefined);
  const next: CertificateRecord = {
    ...current,
    version: current.version + 1,
    status: 'valid',
    issuedOn: today,
    fields: { ...current.fields, ...Object.fromEntries(printed) },
  };
  if (order.item.type !== 'renewal' || current.validTo === undefined) return next;
  const validFrom = current.validTo < today ? today : addDays(current.validTo, 1);
  return { ...next, validFrom, validTo: addDays(yearsLater(validFrom, yearsOf(current.validFrom, current.validTo)), -1) };
}

/** A first certificate (新办). @param place running number in the register, for its own number. */
export function firstCertificate(order: IssueOrder, today: string, place: number): CertificateRecord {
  return {
    number: `QD${today.slice(0, 4)}370200${String(place).padStart(6, '0')}`,
    type: order.certificateType,
    holder: order.holder,
    district: '370200',
    issuer: '青岛市行政审批服务局',
    issuedOn: today,
    validFrom: today,
    validTo: addDays(yearsLater(today, usualYears), -1),
    status: 'valid',
    fields: order.values,
    version: 1,
  };
}

/** From 29 February to 1 March where the year has none, so that a term that began on it ends on the 28th. */
function yearsLater(day: string, years: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year + years, month - 1, date)).toISOString().slice(0, 10);
}

/** Whole years of a span that ends on `to`, at least one. */
function yearsOf(from: string, to: string): number {
  return Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / (365.25 * dayMs)));
}
