import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';

/** draft → tested (back-test done) → approved (by a second person) → live (its day has come) → retired. */
export const versionStates = ['draft', 'tested', 'approved', 'live', 'retired'] as const;
export type VersionState = (typeof versionStates)[number];

/** One version of an item as its life sees it. Days are local days, `YYYY-MM-DD`. */
export interface ItemVersionState {
  readonly state: VersionState;
  readonly author: string;
  readonly approver?: string;
  /** Content of this moment, and the content that the last back-test was about. */
  readonly sha256: string;
  readonly tested?: { readonly sha256: string; readonly faults: number };
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
}

export type ItemEvent =
  /** Other content; whoever changes a draft is its author from then on. */
  | { readonly is: 'edit'; readonly by: string; readonly sha256: string }
  /** A back-test ran. `faults` = parties for whom the table could not be asked. */
  | { readonly is: 'test'; readonly sha256: string; readonly faults: number }
  | { readonly is: 'approve'; readonly by: string }
  | { readonly is: 'publish'; readonly from: string; readonly today: string }
  /** The day has come. */
  | { readonly is: 'begin'; readonly today: string }
  /** Another version takes its place, or it is taken back. `on` = the last day. */
  | { readonly is: 'retire'; readonly on: string };

export const refusalCodes = [
  'unknown_item',
  'unknown_version',
  'unknown_actor',
  'version_exists',
  'published',
  'same_person',
  'not_tested',
  'content_changed',
  'rules_failed',
  'not_approved',
  'not_yet',
  'in_the_past',
  'already_published',
  'already_retired',
  'draft_only',
  'not_offered_there',
  'not_suspended',
  'already_suspended',
  'signature',
] as const;
/** Why something was not done; `text` is a sentence for staff. */
export interface ItemRefusal {
  readonly code: (typeof refusalCodes)[number];
  readonly text: string;
}

type Step = Result<ItemVersionState, ItemRefusal>;

/** Pure. A published version is never edited; nobody approves their own; what was tested is what is approved. */
export function moveVersion(version: ItemVersionState, event: ItemEvent): Step {
  switch (event.is) {
    case 'edit':
      return edit(version, event);
    case 'test':
      return test(version, event);
    case 'approve':
      return approve(version, event.by);
    case 'publish':
      return publish(version, event);
    case 'begin':
      return begin(version, event.today);
    case 'retire':
      return retire(version, event.on);
  }
}

function refuse(code: ItemRefusal['code'], text: string): Step {
  return err({ code, text });
}

function edit(version: ItemVersionState, { by, sha256 }: { by: string; sha256: string }): Step {
  if (version.state !== 'draft' && version.state !== 'tested')
    return refuse('published', 'This version has been approved and stays as it is: give the change a new version number.');
  if (sha256 === version.sha256 && by === version.author) return ok(version);
  return ok({ state: 'draft', author: by, sha256 });
}

function test(version: ItemVersionState, { sha256, faults }: { sha256: string; faults: number }): Step {
  if (version.state !== 'draft' && version.state !== 'tested')
    return refuse('published', 'This version has been approved; its back-test stays as it was.');
  if (sha256 !== version.sha256) return refuse('content_changed', 'The draft was changed while it was tested: test it again.');
  return ok({ ...version, state: faults === 0 ? 'tested' : 'draft', tested: { sha256, faults } });
}

function approve(version: ItemVersionState, by: string): Step {
  if (version.state === 'approved' || version.state === 'live')
    return refuse('already_published', 'This version has been approved already.');
  if (version.state === 'retired') return refuse('already_retired', 'This version is retired.');
  if (version.tested && version.tested.faults > 0)
    return refuse('rules_failed', `The decision table failed for ${version.tested.faults} parties in the back-test.`);
  if (version.state === 'draft' || !version.tested) return refuse('not_tested', 'Run the back-test first.');
  if (version.tested.sha256 !== version.sha256) return refuse('content_changed', 'The draft is not the one that was tested.');
  if (by === version.author) return refuse('same_person', 'Whoever wrote a version cannot approve it: a second person must.');
  return ok({ ...version, state: 'approved', approver: by });
}

function publish(version: ItemVersionState, { from, today }: { from: string; today: string }): Step {
  if (version.state === 'live') return refuse('already_published', 'This version is live already.');
  if (version.state === 'retired') return refuse('already_retired', 'This version is retired: give it a new version number.');
  if (version.state !== 'approved') return refuse('not_approved', 'A second person must approve this version first.');
  if (from < today) return refuse('in_the_past', `A version cannot begin in the past (${from}).`);
  return ok({ ...version, effectiveFrom: from });
}

function begin(version: ItemVersionState, today: string): Step {
  if (version.state !== 'approved' || version.effectiveFrom === undefined)
    return refuse('not_approved', 'This version was not published.');
  if (version.effectiveFrom > today) return refuse('not_yet', `This version begins on ${version.effectiveFrom}.`);
  return ok({ ...version, state: 'live' });
}

function retire(version: ItemVersionState, on: string): Step {
  if (version.state === 'retired') return refuse('already_retired', 'This version is retired already.');
  if (version.state !== 'approved' && version.state !== 'live')
    return refuse('not_approved', 'A draft is not retired: it can be changed, or left.');
  return ok({ ...version, state: 'retired', effectiveTo: on });
}

/** Suspension of an item, district by district. Pure; a running case goes on. */
export type SuspensionEvent = { readonly is: 'suspend' | 'resume'; readonly district: string };

/** @param places districts that carry the item out. @returns the districts where it is suspended then. */
export function moveSuspension(
  suspended: ReadonlySet<string>,
  places: readonly string[],
  { is, district }: SuspensionEvent,
): Result<ReadonlySet<string>, ItemRefusal> {
  if (is === 'suspend') {
    if (!places.includes(district))
      return err({ code: 'not_offered_there', text: `The item is not carried out in ${district}.` });
    if (suspended.has(district)) return err({ code: 'already_suspended', text: `The item is suspended in ${district} already.` });
    return ok(new Set([...suspended, district]));
  }
  if (!suspended.has(district)) return err({ code: 'not_suspended', text: `The item is not suspended in ${district}.` });
  return ok(new Set([...suspended].filter((one) => one !== district)));
}
