import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CourierContact } from '../logistics/index.ts';
import { readContact } from '../logistics/index.ts';

const file = z.object({
  desks: z.array(
    z.strictObject({ decides: z.string(), name: z.string(), phone: z.string(), district: z.string(), street: z.string() }),
  ),
});

/**
 * 证照窗口: where an authority's certificates leave from and come back to, by the district that decides (`assets/items/desks.json`).
 * @throws when an address is not one that a courier understands; the returned function when a district has no desk.
 */
export function readDesks(path: string): (district: string) => CourierContact {
  const { desks } = file.parse(JSON.parse(readFileSync(path, 'utf8')));
  const byDistrict = new Map(
    desks.map(({ decides, ...address }) => {
      const contact = readContact({ ...address, province: '', city: '' });
      if (!contact.ok)
        throw new Error(`desk of ${decides}: ${contact.error.map(({ field, code }) => `${field} ${code}`).join(', ')}`);
      return [decides, contact.value];
    }),
  );
  return (district) => {
    const desk = byDistrict.get(district);
    if (!desk) throw new Error(`no desk for district ${district}`);
    return desk;
  };
}
