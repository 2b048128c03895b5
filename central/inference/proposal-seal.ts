import { createCipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { ProposalOffer, SealedProposal } from '#contracts/approval/proposal.ts';
import { proposalSealing } from '#contracts/approval/sealing.ts';

const derive = promisify<string, string, number, object, Buffer>(scrypt);

/** Derived once per person and process: it is dear on purpose. */
const remembered = 2_000;

export interface ProposalSealer {
  /** @param district of the item's place, for terminals that keep a part of the stream. */
  seal(idNumber: string, offer: ProposalOffer, district: string): Promise<SealedProposal>;
}

export function openProposalSealer(): ProposalSealer {
  const derived = new Map<string, Promise<Buffer>>();

  function keyOf(idNumber: string): Promise<Buffer> {
    const number = idNumber.trim().toUpperCase();
    const known = derived.get(number);
    if (known) return known;
    if (derived.size >= remembered) derived.clear();
    const made = derive(number, proposalSealing.salt, proposalSealing.derivedBytes, proposalSealing.cost);
    derived.set(number, made);
    return made;
  }

  return {
    async seal(idNumber, offer, district) {
      const bytes = await keyOf(idNumber);
      const nonce = randomBytes(proposalSealing.nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', bytes.subarray(proposalSealing.tagBytes), nonce).setAAD(Buffer.from(offer.id));
      const box = Buffer.concat([nonce, cipher.update(canonicalJson(offer), 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return {
        id: offer.id,
        district,
        tag: bytes.subarray(0, proposalSealing.tagBytes).toString('hex'),
        box: box.toString('base64url'),
        expiresAt: offer.expiresAt,
      };
    },
  };
}
