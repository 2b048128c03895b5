/** 服务跟踪: what acts turn into (cases, certificates, ratings), and what becomes of them. */
import type { ActHandlers } from '../sync/index.ts';
import { caseWithdraw, proposalAct } from './approval/act-handlers.ts';
import type { ConfirmParts } from './approval/confirm.ts';
import type { DepartmentWorkParts } from './approval/department-work.ts';
import type { ErrandWorkParts } from './approval/errand-work.ts';
import type { MessageParts } from './approval/message-parts.ts';
import { certificateIssue } from './certificate-issue.ts';
import { certificateReprint } from './certificate-reprint.ts';
import { ratingGive } from './rating-give.ts';
import { registrationSubmit } from './registration-submit.ts';
import type { TrackingParts } from './tracking-parts.ts';

/** The handler of each kind of act that a terminal can send; the compiler asks for every kind of `contracts/domain/act.ts`. */
export function actHandlers(parts: TrackingParts, approval: ConfirmParts): ActHandlers {
  return {
    'certificate.issue': certificateIssue(parts),
    'certificate.reprint': certificateReprint(parts),
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
export { findCertificateCopy } from './certificate-copy.ts';
export { openCertificateNumbers } from './certificate-numbers.ts';
export type { GenuineCertificate } from './certificates.ts';
export { findGenuine } from './certificates.ts';
export type { TrackingParts } from './tracking-parts.ts';
export { itemsReader } from './tracking-parts.ts';

export type { ConfirmParts, ConfirmRefusal } from './approval/confirm.ts';
export { decideProposal } from './approval/confirm.ts';
export type { CaseState } from './approval/case-machine.ts';
export { moveCase } from './approval/case-machine.ts';
export { caseStateOf, lockCase, planOf } from './approval/case-rows.ts';
export type { ApprovalCaseRow, SealedCase } from './approval/case-rows.ts';
export { openSealedCase, writeOutcomes } from './approval/outcomes.ts';
export { moveProposalRow } from './approval/proposal-row.ts';
export type { MobileLinkRow } from './approval/mobile-link.ts';
export { findMobileLink, makeMobileLink } from './approval/mobile-link.ts';
export { startCaseClockwork } from './approval/advance.ts';
export { resumeSuspended, sweepDeadlines } from './approval/deadlines.ts';
export { moveOneCase, workDepartment } from './approval/department-work.ts';
export { scanOldCertificate, takeCourierPush, workErrand } from './approval/errand-work.ts';
export { takeChannelCallback } from './approval/message-callback.ts';
export { workCaseMessage, workProposalMessage } from './approval/message-work.ts';
export { findApprovalCase, listApprovalCases } from './approval/person-cases.ts';
export type { CaseReader } from './approval/take-back.ts';
export { mayTakeBack } from './approval/take-back.ts';
export { claimTask, decideTask, listTasks } from './approval/staff-decisions.ts';
export type { StaffMember, TaskRefusal } from './approval/staff-decisions.ts';

/** All that the approval part of tracking works with. */
export type ApprovalParts = ConfirmParts & DepartmentWorkParts & ErrandWorkParts & MessageParts;
