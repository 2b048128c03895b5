import type { FacePolicy } from '#contracts/domain/terminal-config.ts';
import { aggregated, cosine, type Embedding } from './embedding.ts';
import { median } from './pad.ts';

/** What was gathered in one try. */
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
 * What speaks against the person before the last step: not one face all the time (FAC-007), or not a living one (FAC-003; asked once
 * all neutral pictures are there). Undefined while nothing does.
 */
export function objection(evidence: Evidence, policy: FacePolicy): Verdict | undefined {
  const face = aggregated(evidence.neutral.map((picture) => picture.embedding));
  const pictures = [...evidence.neutral.map((picture) => picture.embedding), ...evidence.acted];
  const oneFace = pictures.every((picture) => cosine(picture, face) >= policy.continuity.cosineAtLeast);
  face.fill(0);
  if (!oneFace) return failed('FAC-007');
  if (evidence.neutral.length < policy.pad.frames) return undefined;
  return median(evidence.neutral.map((picture) => picture.real)) < policy.pad.realAtLeast ? failed('FAC-003') : undefined;
}

/** The verdict once every step is done: the objections, then whether it is the face on the card (FAC-002; between the thresholds a
 * person decides, FAC-008). */
export function decide(evidence: Evidence, policy: FacePolicy): Verdict {
  const against = objection(evidence, policy);
  if (against) return against;
  const face = aggregated(evidence.neutral.map((picture) => picture.embedding));
  const match = cosine(face, evidence.card);
  face.fill(0);
  if (match >= policy.match.pass) return { verdict: 'passed' };
  return failed(match >= policy.match.review ? 'FAC-008' : 'FAC-002');
}
