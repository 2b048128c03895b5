import { z } from 'zod';

/** What the centre and the city's app say to each other; bodies are JSON, `signed-webhook.ts` signs them. */
export const appPaths = { messages: '/v1/messages' } as const;
export const appClients = { centre: 'e-station-centre', app: 'city-app' } as const;

export const messageKey = z.string().regex(/^[\w-]{1,64}$/);

/** POST messages: taken once per key; the same key with another content is refused (409). */
export const appMessage = z.strictObject({
  key: messageKey,
  account: z.string().min(1).max(64),
  title: z.string().min(1).max(30),
  body: z.string().min(1).max(500),
  link: z
    .string()
    .regex(/^\/[\w/.-]*$/)
    .max(128),
});

/** Answer to POST messages and GET messages?account=…&key=… */
export const appMessageState = z.strictObject({
  id: z.string().min(1).max(64),
  state: z.enum(['waiting', 'delivered', 'failed']),
});

/** Any other status than 200. `afterMs` with 429. */
export const appRefusal = z.strictObject({ error: z.string().max(64), afterMs: z.int().min(0).optional() });

/** What the app posts to the centre. */
export const appCallback = z.strictObject({
  reports: z
    .array(
      z.strictObject({
        key: messageKey,
        id: z.string().min(1).max(64),
        state: z.enum(['delivered', 'failed']),
        at: z.iso.datetime({ precision: 3 }),
        code: z.string().max(64),
      }),
    )
    .max(100),
  consents: z.array(z.strictObject({ account: z.string().min(1).max(64), change: z.enum(['granted', 'refused']) })).max(100),
});
export type AppCallback = z.infer<typeof appCallback>;
