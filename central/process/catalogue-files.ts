import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { ServiceItem } from '#contracts/domain/service-item.ts';
import { serviceItem } from '#contracts/domain/service-item.ts';

/** An item's file that was not taken over, and the paths in it that are wrong. */
export interface BadItemFile {
  readonly file: string;
  readonly problem: string;
}

/** Reads every `*.json` of the catalogue's folder. A bad file stops itself and nothing else. */
export function readCatalogue(folder: string): { items: ServiceItem[]; bad: BadItemFile[]; files: string[] } {
  const items: ServiceItem[] = [];
  const bad: BadItemFile[] = [];
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  for (const file of files) {
    try {
      const item = readItem(path.join(folder, file));
      if (file !== `${item.id}.json`) throw new Error('the file must be named after its item');
      items.push(item);
    } catch (error) {
      bad.push({ file, problem: error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 300) : 'unreadable' });
    }
  }
  return { items, bad, files };
}

function readItem(file: string): ServiceItem {
  const item = serviceItem.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (item.flow === 'registration' && item.form === undefined) throw new Error('form: a registration needs one');
  if (item.flow === 'certificate' && item.offline !== 'onlineOnly') throw new Error('offline: a certificate needs the centre');
  return item;
}
