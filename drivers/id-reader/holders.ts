import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CardFields, CardLayout } from '#contracts/devices/id-reader.ts';
import { cardPlaces, cardTextBytes, typeFlagPlace, type Place } from './card-text.ts';
import { simulatedWlt } from './simulated-wlt.ts';

const fields = z.strictObject({
  name: z.string(),
  englishName: z.string().optional(),
  sex: z.enum(['1', '2', '0', '9']),
  ethnicCode: z.string().optional(),
  birth: z.string(),
  address: z.string().optional(),
  number: z.string(),
  issuer: z.string().optional(),
  validFrom: z.string(),
  validTo: z.string(),
  nationality: z.string().optional(),
  passNumber: z.string().optional(),
  issueCount: z.string().optional(),
  previousLink: z.string().optional(),
});

const holder = z.object({
  key: z.string().regex(/^[a-z0-9-]+$/),
  /** What the person is there for, in a sentence. */
  says: z.string(),
  /** Key of the face pictures. */
  face: z.string().regex(/^[a-z0-9-]+$/),
  layout: z.enum(['resident', 'J', 'I', 'Y']),
  fields,
});

/** A synthetic person who holds a card. Nobody of them exists. */
export type Holder = z.infer<typeof holder>;

/** The chip of one card, as the reader gives it out. */
export interface CardImage {
  readonly text: Uint8Array;
  readonly wlt: Uint8Array;
  /** 0, 512 or 1,024 bytes. */
  readonly fingerprint: Uint8Array;
}

const peopleFile = new URL('../../assets/demo/people.json', import.meta.url);

/** The synthetic persons of `assets/demo/people.json`, which stand-ins of other systems know too. */
export function loadHolders(file: URL = peopleFile): readonly Holder[] {
  return z.object({ people: z.array(holder) }).parse(JSON.parse(readFileSync(file, 'utf8'))).people;
}

export function getHolder(holders: readonly Holder[], key: string): Holder {
  const found = holders.find((one) => one.key === key);
  if (!found) throw new Error(`no holder ${key}`);
  return found;
}

/** Writes the card of a holder. @throws when a field is longer than its place on the card. */
export function cardOf(person: Holder, fingerprintBytes: 0 | 512 | 1024 = 0): CardImage {
  return {
    text: encodeCardText(person.layout, person.fields),
    wlt: simulatedWlt(person.face),
    fingerprint: new Uint8Array(fingerprintBytes).fill(0x46),
  };
}

function encodeCardText(layout: CardLayout, values: Holder['fields']): Uint8Array {
  const block = Buffer.alloc(cardTextBytes, ' ', 'utf16le');
  if (layout !== 'resident') block.write(layout, typeFlagPlace[0], 'utf16le');
  const places = Object.entries(cardPlaces[layout]) as [keyof CardFields, readonly Place[]][];
  for (const [field, where] of places) writeField(block, field, where, values[field] ?? '');
  return Uint8Array.from(block);
}

function writeField(block: Buffer, field: string, places: readonly Place[], text: string): void {
  let rest = text;
  for (const [offset, bytes] of places) {
    const part = rest.slice(0, bytes / 2);
    block.write(part, offset, bytes, 'utf16le');
    rest = rest.slice(part.length);
  }
  if (rest !== '') throw new Error(`${field} is too long for the card`);
}
