import type { Page } from '@playwright/test';
import type Axe from 'axe-core';
import axeCore from 'axe-core';

declare global {
  interface Window {
    readonly axe?: typeof Axe;
  }
}

/**
 * What axe finds on the page as it stands, a line for each rule that is broken. It is put into a page once and asked often: hundreds of looks
 * at one page cost a third of what they cost when each brings its own copy.
 */
export async function axeFindings(page: Page, options: Axe.RunOptions = {}): Promise<readonly string[]> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(axeCore.source);
  return page.evaluate(async (asked) => {
    const found = await window.axe?.run(document, { ...asked, resultTypes: ['violations'] });
    if (!found) throw new Error('axe is not in the page');
    return found.violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  }, options);
}
