import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Rig } from '../rig.ts';
import { outsideOf, until, type CentreBooks } from './centre-books.ts';

export const reminderItem = 'construction.survey-qualification-change';

/** The survey enterprise of the demonstration gets this name at the registration authority. @returns id of the proposal that follows from it. */
export async function renameEnterprise(rig: Rig, books: CentreBooks, name: string): Promise<string> {
  const uscc = await books.waitFor('the enterprise in the register', async () => {
    const [party] = await books.rows<{ uscc: string }>(`SELECT uscc FROM party WHERE class = 'survey' AND district = '370200'`);
    return party?.uscc;
  });
  const known = new Set((await openProposals(books)).map(({ id }) => id));
  await outsideOf(rig).sources['market-regulation'].control('POST', '/change', { uscc, name });
  return books.waitFor('the proposal', async () => (await openProposals(books)).find(({ id }) => !known.has(id))?.id);
}

function openProposals(books: CentreBooks): Promise<{ id: string }[]> {
  return books.rows<{ id: string }>(
    `SELECT id FROM proposal WHERE item_id = '${reminderItem}' AND state IN ('sent', 'queued', 'judged')`,
  );
}

/** The terminal asks for news every few seconds; how far it has come is in its log. */
export async function reminderArrives(rig: Rig, books: CentreBooks, proposal: string): Promise<void> {
  const log = path.join(rig.folder, 'logs', 'host.log');
  const wanted = await books.waitFor('the sealed proposal on the feed', async () => {
    const [found] = await books.rows<{ pos: string }>(
      `SELECT max(pos) AS pos FROM feed WHERE stream = 'proposals' AND key LIKE '${proposal}:%'`,
    );
    return found?.pos ? Number(found.pos) : undefined;
  });
  const reached = (line: string): boolean => {
    const { event, stream, pos } = JSON.parse(line) as { event?: string; stream?: string; pos?: number };
    return event === 'feed.applied' && stream === 'proposals' && Number(pos) >= wanted;
  };
  await until('the sealed proposal on the terminal', () =>
    Promise.resolve(readFileSync(log, 'utf8').split('\n').filter(Boolean).some(reached)),
  );
}
