/**
 * How a proposal is sealed for the one person whom it concerns (`sealedProposal`): both sides derive tag and key from the identity number
 * with these parameters of scrypt (RFC 7914), so that finding a proposal by trying numbers costs that much for each number.
 */
export const proposalSealing = {
  salt: 'estation-proposals-v1',
  cost: { N: 16_384, r: 8, p: 1 },
  derivedBytes: 64,
  tagBytes: 32,
  nonceBytes: 12,
  authTagBytes: 16,
} as const;
