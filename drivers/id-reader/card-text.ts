import type { CodedError } from '#contracts/basics/error-codes.ts';
import { isValidIdNumber } from '#contracts/basics/id-number.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { CardFields, CardLayout } from '#contracts/devices/id-reader.ts';

/**
 * The 256-byte text block of a second-generation card: UTF-16LE, space padded, four layouts that share the type flag at 248.
 * Sources: GA/T 490 for the resident card; makers' notes for J (Hong Kong, Macao, Taiwan), I (foreigner, 2017) and Y
 * (foreigner, 2023) as collected in devices.md §4 (S4, S5, S7, S10-S12). Y rests on two of them only.
 */
export const cardTextBytes = 256;

/** Where a field lies, in bytes; the English name of layout Y lies in two places. */
export type Place = readonly [offset: number, bytes: number];
export type FieldPlaces = Readonly<Partial<Record<keyof CardFields, readonly Place[]>>>;

export const typeFlagPlace: Place = [248, 2];

const common = {
  name: [[0, 30]],
  sex: [[30, 2]],
  birth: [[36, 16]],
  number: [[122, 36]],
  validFrom: [[188, 16]],
  validTo: [[204, 16]],
} as const satisfies FieldPlaces;

export const cardPlaces: Readonly<Record<CardLayout, FieldPlaces>> = {
  resident: { ...common, ethnicCode: [[32, 4]], address: [[52, 70]], issuer: [[158, 30]] },
  J: {
    ...common,
    address: [[52, 70]],
    issuer: [[158, 30]],
    passNumber: [[220, 18]],
    issueCount: [[238, 4]],
  },
  I: {
    englishName: [[0, 120]],
    sex: [[120, 2]],
    number: [[122, 30]],
    nationality: [[152, 6]],
    name: [[158, 30]],
    validFrom: [[188, 16]],
    validTo: [[204, 16]],
    birth: [[220, 16]],
    issuer: [[240, 8]],
  },
  Y: {
    ...common,
    issueCount: [[32, 4]],
    englishName: [
      [52, 70],
      [220, 22],
    ],
    nationality: [[242, 6]],
    previousLink: [[250, 6]],
  },
};

/** The type flag decides; only where it is blank do the first digits of the number (81/82/83 0000, or a leading 9) tell. */
const layoutOfFlag: Readonly<Record<string, CardLayout>> = { J: 'J', I: 'I', Y: 'Y' };
const layoutOfNumber: readonly (readonly [RegExp, CardLayout])[] = [
  [/^8[123]0000/, 'J'],
  [/^9\d{16}[\dX]$/, 'Y'],
];

export interface CardText {
  readonly layout: CardLayout;
  readonly fields: CardFields;
}

/**
 * Reads a text block. An unknown type flag is `IDR-003`, never guessed to be a resident card. Fields come as the card has
 * them, trimmed; `findCardTextProblem` tells whether they can be believed.
 * @throws when `block` is not 256 bytes: the frame's own lengths were checked before.
 */
export function parseCardText(block: Uint8Array): Result<CardText, CodedError> {
  if (block.length !== cardTextBytes) throw new Error(`a card's text has ${cardTextBytes} bytes, got ${block.length}`);
  const flag = textAt(block, [typeFlagPlace]);
  const layout = flag === '' ? layoutByNumber(block) : layoutOfFlag[flag];
  if (!layout) return err({ code: 'IDR-003', raw: `flag ${flag.codePointAt(0)?.toString(16) ?? ''}` });
  return ok({ layout, fields: fieldsOf(layout, block) });
}

function layoutByNumber(block: Uint8Array): CardLayout {
  const number = textAt(block, common.number);
  return layoutOfNumber.find(([pattern]) => pattern.test(number))?.[1] ?? 'resident';
}

function fieldsOf(layout: CardLayout, block: Uint8Array): CardFields {
  const places = cardPlaces[layout];
  const textOf = (field: keyof CardFields): string => textAt(block, places[field] ?? []);
  const optional = (
    ['englishName', 'ethnicCode', 'address', 'issuer', 'nationality', 'passNumber', 'issueCount', 'previousLink'] as const
  )
    .map((field) => [field, textOf(field)] as const)
    .filter(([, text]) => text !== '');
  return {
    name: textOf('name'),
    sex: sexOf(textOf('sex')),
    birth: textOf('birth'),
    number: textOf('number').toUpperCase(),
    validFrom: textOf('validFrom'),
    validTo: textOf('validTo'),
    ...Object.fromEntries(optional),
  };
}

/** What GB/T 2261.1 does not know is "not stated". */
function sexOf(text: string): CardFields['sex'] {
  return text === '1' || text === '2' || text === '0' ? text : '9';
}

function textAt(block: Uint8Array, places: readonly Place[]): string {
  const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });
  const text = places.map(([offset, bytes]) => decoder.decode(block.subarray(offset, offset + bytes))).join('');
  return text.replaceAll('\0', ' ').trim();
}

const dayPattern = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
const longTerm = '长期';

/**
 * Why the text cannot be believed, or undefined when it can: `IDR-008` for a number that fails GB 11643 (layout I has its own
 * 15-character number without that check), `IDR-010` for another damaged field. `raw` names the field, never its value.
 */
export function findCardTextProblem(text: CardText): CodedError | undefined {
  const { layout, fields } = text;
  const numberGood = layout === 'I' ? /^[A-Z]{3}\d{12}$/.test(fields.number) : isValidIdNumber(fields.number);
  if (!numberGood) return { code: 'IDR-008', raw: 'number' };
  const damaged: readonly (readonly [string, boolean])[] = [
    ['name', fields.name === '' && (fields.englishName ?? '') === ''],
    ['birth', !dayPattern.test(fields.birth)],
    ['validFrom', !dayPattern.test(fields.validFrom)],
    ['validTo', fields.validTo !== longTerm && !dayPattern.test(fields.validTo)],
  ];
  const first = damaged.find(([, bad]) => bad);
  return first ? { code: 'IDR-010', raw: first[0] } : undefined;
}
