import { z } from 'zod';
import { approvalItemId, districtCode } from '../approval/item.ts';
import { localizedText } from '../domain/localized.ts';

export const nothing = z.object({});
export const done = z.object({ done: z.literal(true) });

/** Keyed hash that names a party; nothing can be read from it. */
export const partyKey = z.string().regex(/^[0-9a-zA-Z_-]{8,128}$/);
export const caseNumberParam = z.string().regex(/^[A-Z]{2}\d{8,22}$/);
/** Where the next page begins; made by the server, opaque to the page. */
export const cursor = z.string().max(200);
export const reasonText = z.string().trim().max(400);

/** A party as lists show it: an organisation's name, a person's masked. */
export const partyLine = z.object({ key: z.string(), kind: z.enum(['organisation', 'person']), name: z.string() });
export type PartyLine = z.infer<typeof partyLine>;

export const itemLine = z.object({ id: z.string(), version: z.number(), title: localizedText });

export const itemVersion = z.object({ id: approvalItemId, version: z.coerce.number().int().min(1) });
export const itemPlaceParam = z.object({ id: approvalItemId, district: districtCode });

/** The ways of a proposal, each a part of the one before. */
export const funnel = z.object({
  judged: z.number(),
  held: z.number(),
  sent: z.number(),
  opened: z.number(),
  confirmed: z.number(),
  declined: z.number(),
  done: z.number(),
});
export type Funnel = z.infer<typeof funnel>;
