import { z } from 'zod';
import { localizedText } from '#contracts/domain/localized.ts';

/** Channels that a template may have a text for. */
export const textChannels = ['sms', 'wechat', 'alipay', 'app', 'kiosk'] as const;
export type TextChannel = (typeof textChannels)[number];

const paramName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,31}$/)
  .refine((name) => name !== 'link', 'link is made, not given');
const fieldName = z.string().regex(/^[a-z][a-z_]*\d{1,2}$/);

/** Page of the mini program or the app; `{case}` is put in URL-encoded. */
const target = z.string().regex(/^[\w/.?=&{}-]{1,128}$/);

const miniProgramText = z.strictObject({
  templateId: z.string().min(1).max(64),
  page: target,
  /** By the platform's names: `thing1`, `keyword2`. */
  fields: z.record(fieldName, localizedText),
});

const titledText = z.strictObject({ title: localizedText, body: localizedText });

/**
 * A message template, as data: `{name}` in a text is a parameter of the declared list; `{link}` is the fixed domain with the case number, the only
 * link there can be, and needs the parameter `case`.
 */
export const messageTemplate = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,63}$/),
  version: z.int().min(1),
  /** Every parameter that must be given, with its greatest length in UTF-16 units. */
  params: z.record(paramName, z.strictObject({ maxLength: z.int().min(1).max(200) })),
  channels: z.strictObject({
    sms: z
      .strictObject({
        /** The texts' codes at each provider, by our name of the provider; the texts there are the same. */
        providerTemplates: z.record(z.string(), z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) })),
        text: localizedText,
      })
      .optional(),
    wechat: miniProgramText.optional(),
    alipay: miniProgramText.optional(),
    app: titledText.extend({ link: target }).optional(),
    kiosk: titledText.optional(),
  }),
});
export type MessageTemplate = z.infer<typeof messageTemplate>;
