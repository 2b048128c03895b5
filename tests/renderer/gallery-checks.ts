/**
 * Measurements that run inside the page, so each function stands alone. They return sentences about what is wrong; an empty list
 * is good.
 */

/** Targets smaller than a finger needs, or closer to each other than 16 px. */
export function targetFaults(): string[] {
  const rules: readonly (readonly [selector: string, width: number, height: number])[] = [
    ['.ui-key', 84, 84],
    ['.ui-bar-primary > .ui-button', 112, 152],
    ['.ui-button-tool', 72, 112],
    ['.ui-button, .ui-tile, .ui-choice-option, .ui-rating-option, .ui-field-box', 72, 72],
  ];
  const faults: string[] = [];
  const nameOf = (element: Element): string => `${element.className.split(' ').slice(0, 2).join('.')} “${element.textContent}”`;
  for (const [selector, width, height] of rules) {
    for (const element of document.querySelectorAll(selector)) {
      const box = element.getBoundingClientRect();
      if (box.width < width - 0.5 || box.height < height - 0.5) {
        faults.push(`${nameOf(element)} is ${Math.round(box.width)} × ${Math.round(box.height)}, less than ${width} × ${height}`);
      }
    }
  }
  for (const stage of document.querySelectorAll('.gallery-stage, .ui-frame, .ui-dialog')) {
    const targets = [...stage.querySelectorAll('.ui-key, .ui-button, .ui-tile, .ui-choice-option, .ui-rating-option')];
    targets.forEach((one, index) => {
      for (const other of targets.slice(index + 1)) {
        const a = one.getBoundingClientRect();
        const b = other.getBoundingClientRect();
        const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
        const down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
        if (Math.max(across, down) < 15.5) {
          faults.push(`${nameOf(one)} and ${nameOf(other)} are only ${Math.round(Math.max(across, down))} px apart`);
        }
      }
    });
  }
  return faults;
}

/** Text or boxes that are cut off, or that stick out of what they belong to. */
export function overflowFaults(): string[] {
  const faults: string[] = [];
  const boxes =
    '.ui-button, .ui-tile, .ui-key, .ui-card, .ui-tag, .ui-choice-option, .ui-rating-option, .ui-banner, .ui-dialog, .ui-field-box, .ui-top, .ui-bar, .ui-paper, .ui-frame-content, .gallery-stage';
  const isHidden = (element: Element): boolean => element.closest('.ui-hidden, [hidden], [aria-hidden="true"] svg, svg') !== null;
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push('the page is wider than the panel');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || node.textContent?.trim() === '' || isHidden(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    const box = parent.closest(boxes)?.getBoundingClientRect();
    if (!box || text.width === 0) continue;
    // A line's measured box is higher than what is drawn in it: the fonts have room for accents that Chinese does not use.
    if (text.left < box.left - 2 || text.right > box.right + 2 || text.top < box.top - 12 || text.bottom > box.bottom + 12) {
      faults.push(`“${node.textContent}” sticks out of .${parent.closest(boxes)?.className.split(' ')[0]}`);
    }
  }
  for (const frame of document.querySelectorAll('.ui-frame-content')) {
    if (frame.scrollHeight > frame.clientHeight + 1) {
      faults.push(`the content is ${frame.scrollHeight} px high and has ${frame.clientHeight} px`);
    }
  }
  return faults;
}

/** Whether what has the focus shows it: a solid ring of at least 4 px, on the element or on the box that stands for it. */
export function focusFault(): string | undefined {
  const active = document.activeElement;
  if (!active || active === document.body) return undefined;
  const bearers = [active, active.closest('[data-focus-visible]'), active.closest('.ui-field-box')];
  const isShown = bearers.some((bearer) => {
    if (!bearer) return false;
    const style = getComputedStyle(bearer);
    return style.outlineStyle === 'solid' && Number.parseFloat(style.outlineWidth) >= 4;
  });
  return isShown ? undefined : `no ring on ${active.tagName}.${active.className} “${active.textContent}”`;
}
