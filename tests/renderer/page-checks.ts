import type { Page } from '@playwright/test';
import type { Language } from '#contracts/domain/localized.ts';

/** Words about everything that is cut off, runs over, lies under something, or is too small for a finger. */
export function layoutProblems(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const problems: string[] = [];
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.textContent ?? '').trim().slice(0, 30)}"`;
    const isSeen = (element: Element): boolean => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });

    for (const element of document.querySelectorAll('body *')) {
      if (
        !(element instanceof HTMLElement) ||
        !isSeen(element) ||
        element.closest('.ui-hidden, [data-react-aria-hidden], .one-line, .ui-progress-track, [aria-hidden="true"] .ui-frame')
      )
        continue;
      const style = getComputedStyle(element);
      if (style.clipPath !== 'none') continue;
      const cuts = style.overflowX !== 'visible' || style.overflowY !== 'visible';
      const over = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
      if (cuts && style.display !== 'inline' && Math.max(...over) > 1 && element.clientWidth > 1) {
        problems.push(`cut off by ${over.join(' x ')} px: ${nameOf(element)}`);
      }
      if (!hasOwnText(element)) continue;
      const box = textBox(element);
      if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) {
        problems.push(`outside the screen: ${nameOf(element)}`);
      }
      const parent = element.parentElement?.closest(
        'button, .ui-card, .ui-banner, .ui-tile, .ui-dialog, .ui-bar, .ui-top, .ui-frame-main',
      );
      if (parent) {
        const around = parent.getBoundingClientRect();
        if (
          box.left < around.left - 1 ||
          box.right > around.right + 1 ||
          box.top < around.top - 1 ||
          box.bottom > around.bottom + 1
        ) {
          problems.push(`runs out of ${nameOf(parent)}: ${nameOf(element)}`);
        }
      }
    }

    for (const target of document.querySelectorAll('button, a[href], [role="radio"], label:has(input), [role="switch"]')) {
      if (!isSeen(target)) continue;
      const { width, height } = target.getBoundingClientRect();
      if (width < 60 || height < 60)
        problems.push(`target of ${Math.round(width)} x ${Math.round(height)} px: ${nameOf(target)}`);
    }
    return problems;

    function hasOwnText(element: Element): boolean {
      return [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '');
    }
    function textBox(element: Element): DOMRect {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect();
    }
  });
}

/** Every text that a person can see or hear, without what is marked as being of another language. */
export function shownTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || element.closest('[lang]:not(html), script, style')) continue;
      const text = (node.textContent ?? '').trim();
      if (text !== '') texts.push(text);
    }
    for (const element of document.querySelectorAll('[aria-label]')) texts.push(element.getAttribute('aria-label') ?? '');
    return texts;
  });
}

const nextPage = { 'zh-CN': '下一页', en: 'Next page' } as const;

/** Presses what carries these words, turning pages until it is there. */
export async function press(page: Page, words: string, language: Language): Promise<void> {
  const target = page
    .getByRole('button', { name: words, exact: true })
    .or(page.getByText(words, { exact: true }))
    .first();
  for (let turns = 0; turns < 9 && !(await target.isVisible()); turns++) {
    await page.locator('.ui-bar').getByRole('button', { name: nextPage[language] }).click();
  }
  await target.click();
}
