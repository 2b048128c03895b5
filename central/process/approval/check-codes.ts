import { sourceSystems } from '#contracts/approval/event.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import { isValidUscc, parseImplementationCode } from '#contracts/basics/uscc.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { ItemProblem } from './problems.ts';
import { problem, quoted } from './problems.ts';

/** Districts, materials, classes, certificate types and sources that others have named; check characters; days that make sense. */
export function checkCodes(item: ApprovalItem, vocabulary: Vocabulary): ItemProblem[] {
  return [
    ...termProblems(item),
    ...classProblems(item, vocabulary),
    ...item.places.flatMap((place, index) => placeProblems(item, place, index, vocabulary)),
    ...item.materials.flatMap((material, index) => materialProblems(material, index, vocabulary)),
    ...duplicates('places', item.places, ({ district }) => district),
    ...duplicates('materials', item.materials, ({ code }) => code),
    ...duplicates('fields', item.fields, ({ pointer }) => pointer),
    ...duplicates('partyClasses', item.partyClasses, (code) => code),
  ];
}

function termProblems({ legalDays, promisedDays }: ApprovalItem): ItemProblem[] {
  if (promisedDays <= legalDays) return [];
  const text = `${promisedDays} working days are promised, and the law allows ${legalDays}.`;
  return [problem('days', 'item.json#/promisedDays', text)];
}

function classProblems({ partyClasses, serves, certificateType }: ApprovalItem, vocabulary: Vocabulary): ItemProblem[] {
  const found: ItemProblem[] = [];
  for (const [index, code] of partyClasses.entries()) {
    const at = `item.json#/partyClasses/${index}`;
    if (!vocabulary.partyClasses.has(code))
      found.push(problem('unknown_party_class', at, `There is no class of party ${quoted(code)}.`));
    if ((code === 'person') !== (serves === 'person'))
      found.push(
        problem(
          'serves',
          at,
          `The item serves ${serves === 'person' ? 'persons' : 'organisations'}; ${quoted(code)} is not one.`,
        ),
      );
  }
  if (!vocabulary.certificateTypes.has(certificateType))
    found.push(
      problem(
        'unknown_certificate_type',
        'item.json#/certificateType',
        `There is no type of certificate ${quoted(certificateType)}.`,
      ),
    );
  return found;
}

type Place = ApprovalItem['places'][number];

function placeProblems({ basicCode }: ApprovalItem, place: Place, index: number, vocabulary: Vocabulary): ItemProblem[] {
  const at = `item.json#/places/${index}`;
  const found: ItemProblem[] = [];
  if (!vocabulary.districts.has(place.district))
    found.push(problem('unknown_district', `${at}/district`, `There is no district ${quoted(place.district)}.`));
  if (!isValidUscc(place.agency.uscc))
    found.push(
      problem(
        'uscc',
        `${at}/agency/uscc`,
        `${quoted(place.agency.uscc)} is no unified social credit code (GB 32100): its check characters do not fit.`,
      ),
    );
  const parts = parseImplementationCode(place.implementationCode);
  const fits = parts?.basicCode === basicCode && parts.district === place.district && parts.agency === place.agency.uscc;
  if (!fits)
    found.push(
      problem(
        'implementation_code',
        `${at}/implementationCode`,
        "The implementation code must be made of the item's basic code, the district and the agency's code.",
      ),
    );
  if (place.to !== undefined && place.to < place.from)
    found.push(problem('dates', `${at}/to`, `The last day ${place.to} lies before the first, ${place.from}.`));
  return found;
}

function materialProblems(
  { code, waived, source }: ApprovalItem['materials'][number],
  index: number,
  vocabulary: Vocabulary,
): ItemProblem[] {
  const at = `item.json#/materials/${index}`;
  const found: ItemProblem[] = [];
  if (!vocabulary.materials.has(code))
    found.push(problem('unknown_material', `${at}/code`, `There is no material ${quoted(code)}.`));
  if (waived !== (source !== undefined))
    found.push(
      problem(
        'material_source',
        `${at}/source`,
        waived
          ? `Nothing takes the place of ${quoted(code)}: name its source.`
          : `${quoted(code)} is handed in: it has no source.`,
      ),
    );
  const [system = ''] = source?.split('/') ?? [];
  if (source !== undefined && (!(sourceSystems as readonly string[]).includes(system) || !vocabulary.sources.has(source)))
    found.push(problem('unknown_source', `${at}/source`, `No source system gives ${quoted(source)}.`));
  return found;
}

function duplicates<T>(list: string, items: readonly T[], keyOf: (item: T) => string): ItemProblem[] {
  const keys = items.map(keyOf);
  return keys.flatMap((key, index) =>
    keys.indexOf(key) < index ? [problem('duplicate', `item.json#/${list}/${index}`, `${quoted(key)} is listed twice.`)] : [],
  );
}
