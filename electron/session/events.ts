import type { LocalDate } from '#contracts/basics/clock.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { ActId, CaseNumber } from '#contracts/basics/ids.ts';
import type { Actor, Signature, Verification } from '#contracts/domain/act.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { ContributionStatement } from '#contracts/domain/contributions.ts';
import type { FormValues } from '#contracts/domain/form.ts';
import type { DeclineReason, HandoverChoice, ProposalOffer } from '#contracts/approval/proposal.ts';
import type { FlowItem, ServiceItem } from '#contracts/domain/service-item.ts';
import type { Intent } from '#contracts/ipc/api.ts';
import type { CasesFrom, FaceStep, PrintView } from '#contracts/ipc/view.ts';
import type { Card, RecordedAct, SessionState } from './state.ts';

/** All that can happen to a visit. Answers of effects carry what they belong to, so that a late one changes nothing. */
export type SessionEvent =
  | { readonly type: 'intent'; readonly intent: Intent }
  | { readonly type: 'cardInserted' }
  | { readonly type: 'cardRemoved' }
  | { readonly type: 'cardRead'; readonly card: Card }
  | { readonly type: 'cardFailed'; readonly code: ErrorCode }
  /** What lies here for the holder of the card; empty when there is nothing. */
  | { readonly type: 'proposalsFound'; readonly offers: readonly ProposalOffer[] }
  | { readonly type: 'faceBegun'; readonly challenge: string; readonly steps: readonly FaceStep[] }
  | {
      readonly type: 'faceStep';
      readonly challenge: string;
      readonly step: FaceStep;
      readonly stepNumber: number;
      readonly stepTotal: number;
    }
  | { readonly type: 'facePassed'; readonly challenge: string; readonly policy: string }
  | { readonly type: 'faceFailed'; readonly challenge: string; readonly code: ErrorCode }
  | { readonly type: 'smsSent'; readonly challenge: string; readonly phoneMasked: string; readonly triesLeft: number }
  | { readonly type: 'smsFailed'; readonly code: ErrorCode }
  | { readonly type: 'smsPassed' }
  | { readonly type: 'smsWrong'; readonly code: ErrorCode }
  | { readonly type: 'staffPassed' }
  | { readonly type: 'staffWrong'; readonly triesLeft: number }
  | { readonly type: 'casesLoaded'; readonly cases: readonly CaseSummary[]; readonly from: CasesFrom }
  | { readonly type: 'prefillLoaded'; readonly phone?: string }
  | { readonly type: 'statementFetched'; readonly statement: ContributionStatement }
  /** The centre's copy of a certificate that is printed again. */
  | { readonly type: 'copyFetched'; readonly statement: ContributionStatement; readonly issuedOn: LocalDate }
  | { readonly type: 'statementFailed'; readonly code: ErrorCode }
  | { readonly type: 'actRecorded'; readonly act: ActId; readonly caseNumber: CaseNumber; readonly qr: string }
  | { readonly type: 'actRefused'; readonly act: ActId; readonly code: ErrorCode }
  /** The centre's verified answer, or `queued` when it did not come in time. */
  | {
      readonly type: 'actAnswered';
      readonly act: ActId;
      readonly answer: Pick<RecordedAct, 'outcome' | 'ref' | 'code' | 'dueOn'>;
    }
  | { readonly type: 'receiptSettled'; readonly act: ActId; readonly print: PrintView }
  | { readonly type: 'documentSettled'; readonly act: ActId; readonly print: PrintView }
  | { readonly type: 'idleWarn'; readonly endsAtMs: number }
  | { readonly type: 'idleEnd' }
  | { readonly type: 'cardGoneEnd' }
  | { readonly type: 'screenTimeout' }
  | { readonly type: 'cameraLost'; readonly code: ErrorCode }
  | { readonly type: 'readerLost'; readonly code: ErrorCode }
  | { readonly type: 'serviceClosed'; readonly code: ErrorCode }
  | { readonly type: 'serviceOpened' };

/** What the host has to do for a transition. Each answers with one of the events above. */
export type Effect =
  | { readonly type: 'readCard' }
  | { readonly type: 'findProposals'; readonly idNumber: string }
  | { readonly type: 'faceBegin' }
  | { readonly type: 'faceEnd' }
  | { readonly type: 'smsSend'; readonly actor: Actor }
  | { readonly type: 'smsCheck'; readonly challenge: string; readonly code: string }
  | { readonly type: 'staffCheck'; readonly pin: string }
  | { readonly type: 'loadCases'; readonly actor: Actor; readonly verification: Verification }
  | { readonly type: 'loadPrefill'; readonly actor: Actor; readonly verification: Verification }
  | { readonly type: 'fetchStatement'; readonly actor: Actor; readonly verification: Verification }
  | { readonly type: 'fetchCopy'; readonly actor: Actor; readonly verification: Verification; readonly number: string }
  | { readonly type: 'cancelFetch' }
  | {
      readonly type: 'recordAct';
      readonly act: ActId;
      readonly actor: Actor;
      readonly verification: Verification;
      readonly content: ActContent;
    }
  | {
      readonly type: 'recordDecline';
      readonly act: ActId;
      readonly actor: Actor;
      readonly verification: Verification;
      readonly offer: ProposalOffer;
      readonly reason: DeclineReason;
    }
  | { readonly type: 'awaitAnswer'; readonly act: ActId }
  | { readonly type: 'stopAwaiting' }
  | { readonly type: 'printReceipt'; readonly act: ActId }
  | { readonly type: 'printDocument'; readonly act: ActId }
  | {
      readonly type: 'recordRating';
      readonly about: ActId;
      readonly caseNumber: CaseNumber;
      readonly item: FlowItem;
      readonly actor: Actor;
      readonly verification: Verification;
      readonly score: number;
      readonly reasons: readonly string[];
    }
  /** Forget everything of the person: card photo, face data, fields, timers. */
  | { readonly type: 'wipe'; readonly code?: ErrorCode }
  | { readonly type: 'armIdle' }
  | { readonly type: 'armCardGone' }
  | { readonly type: 'disarmCardGone' }
  | { readonly type: 'armScreen'; readonly screen: 'rate' | 'ended' | 'identify' };

export type ActContent =
  | {
      readonly kind: 'proposal.confirm';
      readonly item: FlowItem;
      readonly offer: ProposalOffer;
      readonly handover: HandoverChoice;
      readonly interactions: number;
      readonly consented: boolean;
    }
  | { readonly kind: 'certificate.issue'; readonly item: FlowItem; readonly statement: ContributionStatement }
  | { readonly kind: 'certificate.reprint'; readonly item: FlowItem; readonly certificate: string }
  | { readonly kind: 'case.withdraw'; readonly item: FlowItem; readonly about: CaseNumber }
  | {
      readonly kind: 'registration.submit';
      readonly item: FlowItem;
      readonly values: FormValues;
      readonly signature: Signature;
    };

/** What a transition may ask about the world; everything in it is a value, so that a transition stays pure. */
export interface World {
  readonly nowMs: number;
  readonly today: string;
  readonly online: boolean;
  readonly items: readonly ServiceItem[];
  /** Fresh ids for this transition: drawn by the host, used or not. */
  readonly ids: { readonly session: string; readonly act: string };
  readonly faceAvailable: boolean;
  readonly maxFaceTries: number;
  readonly unavailable: (item: FlowItem) => ErrorCode | undefined;
  /** This terminal's site, where old and new certificate may change hands. */
  readonly site: string;
}

export interface Transition {
  readonly state: SessionState;
  readonly effects: readonly Effect[];
}
