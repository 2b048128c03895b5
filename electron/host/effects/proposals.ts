import { createDecipheriv, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { ActId } from '#contracts/basics/ids.ts';
import { proposalOffer, sealedProposal } from '#contracts/approval/proposal.ts';
import type { ProposalOffer, SealedProposal } from '#contracts/approval/proposal.ts';
import { proposalSealing } from '#contracts/approval/sealing.ts';
import type { ActDraft } from '../../journal/acts.ts';
import type { Effect } from '../../session/events.ts';
import { itemOfOffer } from '../../session/proposal.ts';
import type { SessionState } from '../../session/state.ts';
import type { Parts } from '../parts.ts';
import { commonOf, optionsOf } from './acts.ts';
import type { EffectContext } from './context.ts';

const derive = promisify<string, string, number, object, Buffer>(scrypt);

/**
 * What lies here for the holder of a card: found and opened with the card's number, which is nowhere kept. Without the line as well: the feed
 * brought it before. An entry that cannot be opened is left out; a visit never fails because of one.
 */
export async function findProposals({ parts, dispatch }: EffectContext, idNumber: string): Promise<void> {
  const offers = await openProposals(parts, idNumber).catch(() => {
    parts.log('session.fault', { where: 'proposals' });
    return [];
  });
  dispatch({ type: 'proposalsFound', offers });
}

async function openProposals({ journal, clock }: Parts, idNumber: string): Promise<ProposalOffer[]> {
  const { salt, derivedBytes, cost, tagBytes } = proposalSealing;
  const bytes = await derive(idNumber.trim().toUpperCase(), salt, derivedBytes, cost);
  const tag = bytes.subarray(0, tagBytes).toString('hex');
  const now = clock.now();
  // Confirmed or declined here already: the centre takes it back as soon as it hears of it.
  const settled = new Set(journal.settledProposals());
  const offers = journal
    .feedItemsOfTag('proposals', tag.slice(0, 16))
    .flatMap(({ payload }) => {
      const sealed = sealedProposal.safeParse(JSON.parse(payload));
      return sealed.success && sealed.data.tag === tag ? [sealed.data] : [];
    })
    .filter(({ id, expiresAt }) => Date.parse(expiresAt) > now && !settled.has(id))
    .flatMap((sealed) => open(sealed, bytes.subarray(tagBytes)) ?? []);
  bytes.fill(0);
  return offers.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
}

function open(sealed: SealedProposal, key: Uint8Array): ProposalOffer | undefined {
  const { nonceBytes, authTagBytes } = proposalSealing;
  try {
    const box = Buffer.from(sealed.box, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, nonceBytes), { authTagLength: authTagBytes });
    decipher.setAAD(Buffer.from(sealed.id)).setAuthTag(box.subarray(-authTagBytes));
    const plain = Buffer.concat([decipher.update(box.subarray(nonceBytes, -authTagBytes)), decipher.final()]);
    return proposalOffer.safeParse(JSON.parse(plain.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** 暂不办理: goes out by itself; nobody waits for it. */
export function recordDecline(
  { parts }: EffectContext,
  effect: Extract<Effect, { type: 'recordDecline' }>,
  before: SessionState,
): void {
  const session = before.visit?.session;
  if (!session) return;
  const { offer, reason, actor, verification } = effect;
  const id = makeUuidV7(parts.clock.now(), parts.random) as ActId;
  const common = commonOf(parts, id, itemOfOffer(offer), { session, actor, verification });
  const draft: ActDraft = { ...common, kind: 'proposal.decline', proposal: offer.id, declined: reason };
  const recorded = parts.journal.recordAct(draft, optionsOf(parts, actor.idNumber));
  if (!recorded.ok) return parts.log('journal.refusing', { code: recorded.error.code });
  parts.sync.wake();
}
