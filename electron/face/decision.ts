import type { FacePolicy } from '#contracts/domain/terminal-config.ts';
import { aggregated, cosine, type Embedding } from './embedding.ts';
import { median } from './pad.ts';

/** What was gathered in one try, once every step is done. */
export type Evidence = {
  readonly card: Embedding;
  /** One of each good picture of the neutral face; at least one. */
  readonly neutral: readonly { readonly embedding: Embedding; readonly real: number }[];
  /** One of each acted step. */
  readonly acted: readonly Embedding[];
};

export type FaceFailure = 'FAC-001' | 'FAC-002' | 'FAC-003' | 'FAC-005' | 'FAC-007' | 'FAC-008';
export type Verdict = { readonly verdict: 'passed' } | { readonly verdict: 'failed'; readonly code: FaceFailure };

const failed = (code: FaceFailure): Verdict => ({ verdict: 'failed', code });

/**
 * The verdict of one try. Asked in this order: was it one face all the time (FAC-007), does it live (FAC-003), is it the face on
 * the card (FAC-002; FAC-008 between the thresholds, where a person decides).
 */
export function decide(evidence: Evidence, policy: FacePolicy): Verdict {
  const face = aggregated(evidence.neutral.map((picture) => picture.embedding));
  const everyPicture = [...evidence.neutral.map((picture) => picture.embedding), ...evidence.acted];
  const oneFace = everyPicture.every((picture) => cosine(picture, face) >= policy.continuity.cosineAtLeast);
  const match = cosine(face, evidence.card);
  face.fill(0);
  if (!oneFace) return failed('FAC-007');
  if (median(evidence.neutral.map((picture) => picture.real)) < policy.pad.realAtLeast) return failed('FAC-003');
  if (match >= policy.match.pass) return { verdict: 'passed' };
  return failed(match >= policy.match.review ? 'FAC-008' : 'FAC-002');
}
