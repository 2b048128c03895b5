import { z } from 'zod';
import type { ServiceItemId } from '../basics/ids.ts';
import { formSchema } from './form.ts';
import { localizedText } from './localized.ts';

/**
 * 事项: one thing that can be done at a terminal. Data with a version; a running case keeps the version it began with.
 * `flow` names the only two ways that the terminal knows so far: a certificate that is fetched, shown and printed, and a
 * registration that is filled in, signed and submitted.
 */
export const serviceItem = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    .max(80)
    .transform((id) => id as ServiceItemId),
  version: z.int().min(1),
  kind: z.enum(['convenience', 'approval']),
  flow: z.enum(['certificate', 'registration']),
  icon: z.enum(['document', 'printer', 'person', 'shield', 'house', 'coin']),
  title: localizedText,
  summary: localizedText,
  department: localizedText,
  /** How long it takes a person at the terminal, minutes. */
  minutes: z.int().min(1).max(60),
  /** Working days until the department answers; 0 = at once. */
  workingDays: z.int().min(0).max(90),
  feeFen: z.int().min(0),
  result: localizedText,
  /** What would have had to be brought, and why it need not be. */
  materials: z.array(z.strictObject({ title: localizedText, source: localizedText })).max(12),
  /** What the person agrees to when beginning: at most three short lines. */
  consent: z.array(localizedText).min(1).max(3),
  /** Ways of verification that are good enough, best first. */
  assurance: z.array(z.enum(['face', 'staff', 'sms'])).min(1),
  offline: z.enum(['onlineOnly', 'offlineAccept']),
  form: formSchema.optional(),
  /** 好差评: offered after completion. */
  rated: z.boolean(),
});
export type ServiceItem = z.infer<typeof serviceItem>;

/** What a visit works on: an item of the catalogue, or a proposal of the centre, which is offered and never looked for. */
export type FlowItem = Omit<ServiceItem, 'flow'> & { readonly flow: ServiceItem['flow'] | 'proposal' | 'withdrawal' };
