import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { saveContact } from './channels/index.ts';
import { readDemoPeople } from './stand-ins/demo-people.ts';
import type { Db, Pseudonyms } from './store/index.ts';
import { enrolTerminal } from './terminals/index.ts';

/** 即墨区, where the first terminal stands. */
const demoDistrict = '370282';

/** Lets in every terminal that has a certificate in the development PKI. */
export async function enrolDemoTerminals(db: Db, clock: Clock, pkiFolder: string): Promise<void> {
  const folder = path.join(pkiFolder, 'terminals');
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cert.pem'))) {
    await enrolTerminal(db, clock, readFileSync(path.join(folder, file), 'utf8'), demoDistrict);
  }
}

/** The synthetic persons follow the city's service account and agreed there to the face check for reminders. */
export async function seedDemoConsents(db: Db, clock: Clock, pseudonyms: Pseudonyms, peopleFile: string): Promise<void> {
  const rows = readDemoPeople(peopleFile).map(({ fields }) => ({
    person_key: pseudonyms.personKey(fields.number),
    purpose: 'reminder-face-check',
    dataset: 'face',
    given_at: instantOf(clock.now()),
    via: 'demo',
    withdrawn_at: null,
  }));
  await db
    .insertInto('consent')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The phones of the synthetic persons, as a register of the city would have them. */
export async function seedDemoContacts(db: Db, clock: Clock, pseudonyms: Pseudonyms, peopleFile: string): Promise<void> {
  for (const { fields, phone } of readDemoPeople(peopleFile)) {
    if (phone === undefined) continue;
    const contact = { phone, source: '青岛市政务服务中心（演示）', verifiedAt: instantOf(clock.now()) };
    await saveContact(db, pseudonyms.personKey(fields.number), contact);
  }
}
