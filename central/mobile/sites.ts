import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { localizedText } from '#contracts/domain/localized.ts';
import { districts } from '../logistics/index.ts';

const site = z.strictObject({
  id: z.string().min(1).max(60),
  district: z.string().regex(/^\d{6}$/),
  name: localizedText,
  street: z.string(),
  hours: localizedText,
});
const file = z.object({ sites: z.array(site).min(1), neighbours: z.record(z.string(), z.array(z.string())) });

/** 网点: where a terminal stands. */
export type Site = z.infer<typeof site>;

const { sites, neighbours } = file.parse(JSON.parse(readFileSync(new URL('sites.json', import.meta.url), 'utf8')));

/**
 * Three sites near a person, as far as an address tells: those whose street or quarter it names, then those of the district that it names (else of
 * `district`), then of the districts beside it. Pure. @param district of the matter, where there is no address.
 */
export function sitesNear(district: string, address = ''): readonly Site[] {
  const named = Object.entries(districts).find(([, name]) => address.includes(name['zh-CN']))?.[0];
  const home = named ?? (district in districts ? district : '370202');
  const beside = neighbours[home] ?? [];
  const rank = (one: Site): number => {
    if (one.district === home) return address.includes(quarterOf(one)) ? 0 : 1;
    const place = beside.indexOf(one.district);
    return place < 0 ? 99 : 2 + place;
  };
  return sites.toSorted((a, b) => rank(a) - rank(b)).slice(0, 3);
}

export function findSite(id: string): Site | undefined {
  return sites.find((one) => one.id === id);
}

/** A street without its number. */
function quarterOf({ street }: Site): string {
  return street.replace(/\d.*$/, '');
}
