import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import { approvalItem, certificateType, districtCode, partyClass } from '#contracts/approval/item.ts';
import { localizedText } from '#contracts/domain/localized.ts';

const root = path.resolve(import.meta.dirname, '../../assets/items');
const code = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);

function readJson<T extends z.ZodType>(file: string, shape: T): z.infer<T> {
  return shape.parse(JSON.parse(readFileSync(path.join(root, file), 'utf8')));
}

/** The shared lists of `assets/items`, each parsed strictly. */
export const { districts } = readJson(
  'districts.json',
  z.strictObject({
    districts: z.array(
      z.strictObject({ code: districtCode, title: localizedText, level: z.enum(['city', 'district', 'county-city']) }),
    ),
  }),
);
export const { classes } = readJson(
  'party-classes.json',
  z.strictObject({
    classes: z.array(z.strictObject({ code: partyClass, title: localizedText, kind: z.enum(['organisation', 'person']) })),
  }),
);
export const { types: certificateTypes } = readJson(
  'certificate-types.json',
  z.strictObject({
    types: z.array(
      z.strictObject({
        code: certificateType,
        title: localizedText,
        expires: z.boolean(),
        usualYears: z.int().min(1).max(20).optional(),
      }),
    ),
  }),
);
export const { materials } = readJson(
  'materials.json',
  z.strictObject({ materials: z.array(z.strictObject({ code, title: localizedText })) }),
);
export const { agencies } = readJson(
  'agencies.json',
  z.strictObject({
    note: z.string(),
    agencies: z.array(z.strictObject({ kind: code, district: districtCode, name: localizedText, uscc: z.string() })),
  }),
);

export interface ItemFolder {
  readonly folder: string;
  readonly item: ApprovalItem;
  /** DMN XML. */
  readonly decision: string;
}

export const items: readonly ItemFolder[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name: folder }) => ({
    folder,
    item: readJson(`${folder}/item.json`, approvalItem),
    decision: readFileSync(path.join(root, folder, 'decision.dmn'), 'utf8'),
  }))
  .sort((a, b) => (a.folder < b.folder ? -1 : 1));

export const byId = (id: string): ItemFolder => {
  const found = items.find(({ item }) => item.id === id);
  if (!found) throw new Error(`no item ${id}`);
  return found;
};
