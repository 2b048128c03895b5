import { serviceItem } from '#contracts/domain/service-item.ts';
import type { ServiceItem } from '#contracts/domain/service-item.ts';
import type { Journal } from '../journal/journal.ts';

/** The items that this terminal offers, as the verified feed left them in the journal; parsed again only when they changed. */
export function createCatalogue(journal: Journal): () => readonly ServiceItem[] {
  let known = -1;
  let items: readonly ServiceItem[] = [];
  return () => {
    const cursor = journal.cursor('catalogue');
    if (cursor === known) return items;
    known = cursor;
    items = journal.feedItems('catalogue').flatMap(({ payload }) => {
      const item = serviceItem.safeParse(JSON.parse(payload));
      return item.success ? [item.data] : [];
    });
    return items;
  };
}
