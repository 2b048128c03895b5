import fs from 'node:fs/promises';
import type { CDPSession, Page } from '@playwright/test';

const sessions = new WeakMap<Page, CDPSession>();

/** A PNG of the whole panel, packed for speed: hundreds of pictures cost half of what they cost packed for size. */
export async function takePicture(page: Page, file: string): Promise<void> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  await fs.writeFile(file, Buffer.from(data, 'base64'));
}
