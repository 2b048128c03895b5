import { z } from 'zod';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text of the catalogue in every language of the terminal; zh-CN is the source. */
export const localizedText = z.strictObject({ 'zh-CN': z.string().min(1).max(400), en: z.string().min(1).max(400) });
export type LocalizedText = z.infer<typeof localizedText>;
