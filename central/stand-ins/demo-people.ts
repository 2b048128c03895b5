import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { contributionRow } from '#contracts/domain/contributions.ts';

const demoFile = z.object({
  people: z.array(
    z.object({
      key: z.string(),
      fields: z.looseObject({ name: z.string(), number: z.string() }),
      phone: z.string().optional(),
      contributions: z.array(contributionRow).optional(),
    }),
  ),
});
export type DemoPerson = z.infer<typeof demoFile>['people'][number];

/** The synthetic persons of `assets/demo/people.json`, as far as the centre's side needs them. */
export function readDemoPeople(file: string): readonly DemoPerson[] {
  return demoFile.parse(JSON.parse(readFileSync(file, 'utf8'))).people;
}
