/** What one party confirmed, in any order; `at` in ms since 1970. */
export interface PartyHistory {
  readonly class: string;
  readonly done: readonly { readonly itemId: string; readonly at: number }[];
}

/** Of `parties` parties of a class that confirmed `afterItem`, `followed` confirmed `item` within the window after it. */
export interface FollowUp {
  readonly class: string;
  readonly afterItem: string;
  readonly item: string;
  readonly parties: number;
  readonly followed: number;
}

/** How long after the first matter a second one counts as what came next. */
export const followWindowMs = 180 * 86_400_000;

/** Less says nothing about the next party, and might say something about a single one. */
export const leastSupport = { parties: 10, share: 0.2 } as const;

export interface FollowUpCount {
  add(history: PartyHistory): void;
  /** Those with enough support, by class, item before, item after. */
  list(): FollowUp[];
}

/**
 * Pure, party by party, so that nobody need hold all histories at once. A party counts once for each pair, however often it did either; one that
 * did the first matter only yesterday counts as not having followed yet, so that shares are never told too high.
 */
export function openFollowUpCount(): FollowUpCount {
  const parties = new Map<string, Map<string, { parties: number; followed: Map<string, number> }>>();
  return {
    add({ class: ofClass, done }) {
      const items = parties.get(ofClass) ?? new Map<string, { parties: number; followed: Map<string, number> }>();
      parties.set(ofClass, items);
      for (const [itemId, times] of Map.groupBy(done, (one) => one.itemId)) {
        const count = items.get(itemId) ?? { parties: 0, followed: new Map<string, number>() };
        items.set(itemId, count);
        count.parties += 1;
        const next = new Set(
          done.filter((one) => one.itemId !== itemId && times.some(({ at }) => isNext(at, one.at))).map((one) => one.itemId),
        );
        for (const item of next) count.followed.set(item, (count.followed.get(item) ?? 0) + 1);
      }
    },
    list() {
      const found = [...parties].flatMap(([ofClass, items]) =>
        [...items].flatMap(([afterItem, count]) =>
          [...count.followed].map(([item, followed]) => ({ class: ofClass, afterItem, item, parties: count.parties, followed })),
        ),
      );
      return found.filter(hasSupport).toSorted((a, b) => compare(keyOf(a), keyOf(b)));
    },
  };
}

function isNext(first: number, then: number): boolean {
  return then > first && then - first <= followWindowMs;
}

function hasSupport({ parties, followed }: FollowUp): boolean {
  return parties >= leastSupport.parties && followed >= parties * leastSupport.share;
}

function keyOf({ class: ofClass, afterItem, item }: FollowUp): string {
  return `${ofClass}\n${afterItem}\n${item}`;
}

/** By code units, so that every machine has the same order. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
