/** 服务跟踪: what acts turn into (cases, certificates, ratings), and what becomes of them. */
import type { ActHandlers } from '../sync/index.ts';
import { caseWithdraw, proposalAct } from './approval/act-handlers.ts';
import type { ConfirmParts } from './approval/confirm.ts';
import { certificateIssue } from './certificate-issue.ts';
import { ratingGive } from './rating-give.ts';
import { registrationSubmit } from './registration-submit.ts';
import type { TrackingParts } from './tracking-parts.ts';

/** The handler of each kind of act that a terminal can send; the compiler asks for every kind of `contracts/domain/act.ts`. */
export function actHandlers(parts: TrackingParts, approval: ConfirmParts): ActHandlers {
  return {
    'certificate.issue': certificateIssue(parts),
    'registration.submit': registrationSubmit(parts),
    'rating.give': ratingGive(),
    'proposal.confirm': proposalAct(approval),
    'proposal.decline': proposalAct(approval),
    'case.withdraw': caseWithdraw(approval),
  };
}

export { caseWork } from './case-work.ts';
export type { ActProgress } from './cases.ts';
export { findActProgress, listCases } from './cases.ts';
export { openCertificateNumbers } from './certificate-numbers.ts';
export type { GenuineCertificate } from './certificates.ts';
export { findGenuine } from './certificates.ts';
export type { TrackingParts } from './tracking-parts.ts';
export { itemsReader } from './tracking-parts.ts';
