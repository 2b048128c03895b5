import type { CertificateRecord, PersonRecord } from '#contracts/approval/event.ts';
import type { Holder } from './certificates.ts';
import { certificateSince, certificatesOf } from './certificates.ts';
import { kindOf } from './certificate-kinds.ts';
import { ageHoldings, personHoldings } from './classes.ts';
import type { Reach } from './contacts.ts';
import { reachOf } from './contacts.ts';
import { plusDays, plusYears } from './days.ts';
import type { Draw } from './draws.ts';
import { drawsOf } from './draws.ts';
import { identityAt } from './identities.ts';
import { districtFor, homeIn } from './places.ts';
import type { World } from './world.ts';

/** A person as all registers together know them. */
export interface PersonEntry {
  readonly index: number;
  readonly record: PersonRecord;
  readonly certificates: readonly CertificateRecord[];
  readonly reach: Reach;
}

/** The `index`-th person. */
export function personAt(world: World, index: number): PersonEntry {
  const { seed, today } = world.options;
  const draw = drawsOf(seed, 'person', index);
  const { name, idNumber, birth, age } = identityAt(world, index);
  const district = districtFor(draw('district'));
  const record: PersonRecord = {
    idNumber,
    name,
    birth,
    district: district.code,
    address: homeIn(district, draw),
    resident: draw('resident') < 0.88,
    status: draw('status') < (age >= 80 ? 0.02 : 0.001) ? 'dead' : 'normal',
  };
  const holder: Holder = {
    subject: { kind: 'person', idNumber },
    district,
    serial: index,
    registered: { name },
    former: {},
  };
  return {
    index,
    record,
    certificates: [...held(record, holder, age, draw, today), ...comeWithAge(record, holder, age, draw, today)],
    reach: reachOf(world, index, 'legal-representative'),
  };
}

function held(record: PersonRecord, holder: Holder, age: number, draw: Draw, today: string): CertificateRecord[] {
  return personHoldings
    .filter(({ from, to, who }) => age >= from && age <= to && (who === undefined || (who === 'local') === record.resident))
    .filter(({ type, share }) => draw(`holds ${type}`) < share)
    .flatMap(({ type }) => certificatesOf(kindOf(type), holder, draw, today));
}

/** Who has reached an age of the list took what comes with it some weeks later, or not yet. */
function comeWithAge(record: PersonRecord, holder: Holder, age: number, draw: Draw, today: string): CertificateRecord[] {
  return ageHoldings.flatMap(({ type, share, ages, to }) => {
    const reached = ages.findLast((one) => one <= age);
    if (reached === undefined || age > to || !record.resident || draw(`holds ${type}`) >= share) return [];
    const since = plusDays(plusYears(record.birth, reached), 5 + Math.floor(draw(`since ${type}`) * 55));
    return since > today ? [] : [certificateSince(kindOf(type), holder, since, today)];
  });
}
