import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import { sealedProposal } from '#contracts/approval/proposal.ts';
import { serviceItem, type ServiceItem } from '#contracts/domain/service-item.ts';
import type { Log } from '#contracts/log/events.ts';
import type { FeedEntry, FeedReply, feedStreams } from '#contracts/sync/wire.ts';
import type { FeedItem } from '../journal/feeds.ts';
import type { TransferError } from './centre-client.ts';
import type { LaneParts } from './record-lane.ts';

export type FeedStream = (typeof feedStreams)[number];

/** What a stream comes to once it is read. */
export interface FeedThings {
  readonly catalogue: readonly ServiceItem[];
  /** Sealed: only the holder of a card opens them. */
  readonly proposals: undefined;
}

/**
 * Takes a stream's news until there are none. What comes at cursor 0 is the whole stream and replaces what was known; the
 * cursor moves in the transaction that stores the entries. @returns whether anything was taken over.
 */
export async function pullFeed(
  parts: LaneParts,
  stream: FeedStream,
  signal: AbortSignal,
): Promise<Result<boolean, TransferError>> {
  const { journal, centre, delays } = parts;
  let after = journal.cursor(stream);
  for (let changed = false; ;) {
    const news = await centre.feed(stream, after, { timeoutMs: delays.feedTimeoutMs, signal });
    if (!news.ok) return news;
    if (news.value.is === 'gone') {
      if (after === 0) return err({ code: 'NET-005', raw: 'no snapshot' });
      after = 0;
      continue;
    }
    if (news.value.is === 'nothing' || news.value.reply.next <= after) return ok(changed);
    const stored = store(parts, stream, news.value.reply, after === 0);
    if (!stored.ok) return stored;
    after = news.value.reply.next;
    changed = true;
  }
}

/** Each entry is verified and parsed before it is stored: a bad one refuses itself and no other. */
function store(
  { journal, signatures, log }: LaneParts,
  stream: FeedStream,
  reply: FeedReply,
  snapshot: boolean,
): Result<void, TransferError> {
  const good: FeedEntry[] = [];
  for (const entry of reply.entries) {
    const problem = signatures.isGenuineEntry(stream, entry) ? contentProblem(stream, entry) : 'signature';
    if (problem) log('feed.refused', { stream, pos: entry.pos, problem });
    else good.push(entry);
  }
  const applied = journal.applyFeed(stream, good, reply.next, { snapshot });
  if (applied.ok) log('feed.applied', { stream, entries: good.length, pos: reply.next });
  return applied;
}

function contentProblem(stream: FeedStream, { op, key, payload }: FeedEntry): string | undefined {
  if (op === 'delete') return undefined;
  const wanted = stream === 'catalogue' ? parseItem(payload)?.id : keyOfProposal(payload);
  if (wanted === undefined) return 'content';
  return wanted === key ? undefined : 'key';
}

function keyOfProposal(payload: string): string | undefined {
  const sealed = sealedProposal.safeParse(parsed(payload)).data;
  return sealed && `${sealed.id}:${sealed.tag.slice(0, 16)}`;
}

/** The stream's things as they are stored. One that this version cannot read (any more) is left out and logged. */
export function readCatalogue(items: readonly FeedItem[], log: Log): readonly ServiceItem[] {
  return items.flatMap(({ key, pos, payload }) => {
    const item = parseItem(payload);
    if (!item) log('feed.refused', { stream: 'catalogue', pos, problem: 'content', key });
    return item ? [item] : [];
  });
}

function parseItem(payload: string): ServiceItem | undefined {
  return serviceItem.safeParse(parsed(payload)).data;
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
