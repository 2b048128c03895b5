import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { CertificateRow, PartyRow } from '../../parties/index.ts';
import { placeFor } from '../judge.ts';
import { compare, followWindowMs } from './follow-ups.ts';
import type { FollowUp } from './follow-ups.ts';

/** What might be useful next. Never a proposal: nothing is filled in, nothing is sent, and no rule has judged it. */
export interface Suggestion {
  readonly itemId: string;
  readonly itemVersion: number;
  readonly title: LocalizedText;
  /** The matter of the party's own that it usually follows. */
  readonly afterItem: string;
  readonly parties: number;
  readonly followed: number;
  /** The figures in words. */
  readonly evidence: LocalizedText;
}

export interface SuggestionSources {
  readonly party: Pick<PartyRow, 'kind' | 'class' | 'district'>;
  readonly certificates: readonly Pick<CertificateRow, 'type' | 'district' | 'status'>[];
  /** What the party confirmed; ms since 1970. */
  readonly done: readonly { readonly itemId: string; readonly at: number }[];
  /** Items that are proposed to the party already, or under way. */
  readonly atHand: ReadonlySet<string>;
  readonly followUps: readonly FollowUp[];
  /** Live items, those of them that may be suggested or not. */
  readonly items: readonly ApprovalItem[];
  readonly isSuspended: (itemId: string, district: string) => boolean;
  readonly nowMs: number;
  /** Local day. */
  readonly today: string;
}

/**
 * Pure. Items that similar parties confirmed after what this one confirmed in the last 180 days, the most usual first. Only what is switched on
 * (`suggest`), serves its class at its place, and is about a certificate that it holds.
 */
export function rankSuggestions(sources: SuggestionSources): Suggestion[] {
  const { party, done, atHand, followUps, items, nowMs } = sources;
  const recent = new Map<string, number>();
  for (const { itemId, at } of done)
    if (nowMs - at <= followWindowMs) recent.set(itemId, Math.max(at, recent.get(itemId) ?? -Infinity));
  const isDone = (item: string, since: number): boolean => done.some(({ itemId, at }) => itemId === item && at >= since);
  const best = new Map<string, FollowUp>();
  for (const row of followUps.toSorted(inOrder)) {
    const since = row.class === party.class ? recent.get(row.afterItem) : undefined;
    if (since === undefined || atHand.has(row.item) || isDone(row.item, since) || best.has(row.item)) continue;
    best.set(row.item, row);
  }
  const byId = new Map(items.map((item) => [item.id as string, item]));
  return [...best.values()].flatMap((row) => {
    const item = byId.get(row.item);
    return item && isFor(item, sources) ? [suggestionOf(item, row)] : [];
  });
}

/** Greater share, then more parties, then the item's id: always the same order for the same figures. */
function inOrder(a: FollowUp, b: FollowUp): number {
  return (
    b.followed * a.parties - a.followed * b.parties ||
    b.followed - a.followed ||
    compare(a.item, b.item) ||
    compare(a.afterItem, b.afterItem)
  );
}

function isFor(item: ApprovalItem, { party, certificates, isSuspended, today }: SuggestionSources): boolean {
  if (!item.suggest || item.serves !== party.kind || !item.partyClasses.includes(party.class)) return false;
  const districts =
    item.type === 'grant'
      ? [party.district]
      : certificates
          .filter(({ type, status }) => type === item.certificateType && status === 'valid')
          .map(({ district }) => district);
  return districts.some((district) => {
    const place = placeFor(item, district, today);
    return place !== undefined && !isSuspended(item.id, place);
  });
}

function suggestionOf(item: ApprovalItem, { afterItem, parties, followed }: FollowUp): Suggestion {
  const evidence =
    item.serves === 'organisation'
      ? {
          'zh-CN': `同类单位 ${parties} 家里有 ${followed} 家接着办了这件。`,
          en: `${followed} of ${parties} similar units did this next.`,
        }
      : {
          'zh-CN': `情况相近的 ${parties} 人里有 ${followed} 人接着办了这件。`,
          en: `${followed} of ${parties} people like you did this next.`,
        };
  return { itemId: item.id, itemVersion: item.version, title: item.title, afterItem, parties, followed, evidence };
}
