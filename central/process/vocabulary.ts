import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { localizedText } from '#contracts/domain/localized.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';

const entry = z.object({ code: z.string().min(1), title: localizedText });
const typeEntry = z.object({
  code: z.string().min(1),
  title: localizedText,
  expires: z.boolean(),
  usualYears: z.number().optional(),
});

export type CertificateType = z.infer<typeof typeEntry>;

/** The words that items are made of, by code: `assets/items/*.json`. */
export interface Vocabulary {
  readonly districts: ReadonlyMap<string, LocalizedText>;
  readonly partyClasses: ReadonlyMap<string, LocalizedText>;
  readonly certificateTypes: ReadonlyMap<string, CertificateType>;
  readonly materials: ReadonlyMap<string, LocalizedText>;
  /** `market-regulation`, and `market-regulation/business-licence`. */
  readonly sources: ReadonlyMap<string, LocalizedText>;
}

/** @throws when a file is not valid: without it no item can be read by people. */
export function readVocabulary(folder: string): Vocabulary {
  const read = <T>(file: string, member: string, schema: z.ZodType<T>): T[] =>
    z.object({ [member]: z.array(schema) }).parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8')))[member] ?? [];
  const titles = (file: string, member: string): Map<string, LocalizedText> =>
    new Map(read(file, member, entry).map(({ code, title }) => [code, title]));
  return {
    districts: titles('districts.json', 'districts'),
    partyClasses: titles('party-classes.json', 'classes'),
    certificateTypes: new Map(read('certificate-types.json', 'types', typeEntry).map((type) => [type.code, type])),
    materials: titles('materials.json', 'materials'),
    sources: new Map([...titles('sources.json', 'systems'), ...titles('sources.json', 'datasets')]),
  };
}
