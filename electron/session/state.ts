import type { LocalDate } from '#contracts/basics/clock.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { ActId, CaseNumber, SessionId } from '#contracts/basics/ids.ts';
import type { CardFields, CardLayout } from '#contracts/devices/id-reader.ts';
import type { Signature, Verification } from '#contracts/domain/act.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { ContributionStatement } from '#contracts/domain/contributions.ts';
import type { FieldProblem, FormValues } from '#contracts/domain/form.ts';
import type { HandoverChoice, ProposalOffer } from '#contracts/approval/proposal.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';
import type { CasesFrom, FaceStep, PrintView, ViewSettings } from '#contracts/ipc/view.ts';

/**
 * One person's visit as a value. It lives in the host's memory only; what survives a restart is the snapshot
 * (`snapshot.ts`), which holds no personal data. The card's photo is never part of it: the host keeps it apart and zeroes it.
 */
export interface SessionState {
  readonly phase: Phase;
  readonly settings: ViewSettings;
  readonly visit?: Visit;
  readonly overlay?: Overlay;
  readonly cardPresent: boolean;
}

export interface Visit {
  readonly session: SessionId;
  /** What the person touched on the attract screen, or that the card was simply laid down; where the way leads after verification. */
  readonly entry: 'card' | 'services' | 'print' | 'reminders' | 'progress';
  /** Touch, scan or look = 1 each; typing into one field counts once. */
  readonly interactions: number;
  readonly card?: Card;
  readonly faceTriesUsed: number;
  readonly verification?: Verification;
  readonly cases: { readonly list: readonly CaseSummary[]; readonly from: CasesFrom; readonly loading: boolean };
  /** What the centre holds for prefilling. */
  readonly prefill: { readonly phone?: string };
  /** What the centre has prepared for this person, as it lies here sealed; opened with the card's number. */
  readonly proposals: readonly ProposalOffer[];
  /** The person agreed to the face check in this visit; absent where a standing consent was enough. */
  readonly agreed?: boolean;
  readonly flow?: Flow;
}

export interface Card {
  readonly layout: CardLayout;
  readonly fields: CardFields;
  /** False: the photo could not be decoded here, so a face cannot be compared and a person must decide. */
  readonly photo: boolean;
}

/** One item under way. The item is pinned: a newer catalogue does not change what the person began. */
export interface Flow {
  readonly item: FlowItem;
  readonly values: FormValues;
  readonly problems: Readonly<Record<string, FieldProblem>>;
  /** Known fields that the person chose to correct: asked like any other from then on. */
  readonly opened: readonly string[];
  readonly signature?: Signature;
  readonly statement?: ContributionStatement;
  /** Where the item is a proposal: what is offered, and how certificates shall change hands. */
  readonly proposal?: { readonly offer: ProposalOffer; readonly handover: HandoverChoice };
  /** Where a case is taken back: which. */
  readonly withdrawal?: { readonly about: CaseNumber };
  /** Where a certificate is printed again: its number, and the day of its issue once the centre has told it. */
  readonly reprint?: { readonly number: string; readonly issuedOn?: LocalDate };
  readonly act?: RecordedAct;
  readonly receipt: PrintView;
  readonly document?: PrintView;
}

/** An act that is durable in the journal. */
export interface RecordedAct {
  readonly id: ActId;
  readonly caseNumber: CaseNumber;
  readonly outcome: 'queued' | 'accepted' | 'done' | 'withdrawn' | 'refused';
  /** The centre's reference: certificate number and check code for a certificate. */
  readonly ref?: string;
  readonly code?: ErrorCode;
  readonly qr: string;
  readonly dueOn?: string;
}

export type Phase =
  | { readonly name: 'attract' }
  | { readonly name: 'outOfService'; readonly code: ErrorCode }
  | { readonly name: 'identify'; readonly state: 'waiting' | 'reading' | 'failed'; readonly code?: ErrorCode }
  | { readonly name: 'consent' }
  | {
      readonly name: 'face';
      readonly state: 'preparing' | 'guiding' | 'failed';
      readonly challenge: string;
      readonly step: FaceStep;
      readonly stepNumber: number;
      readonly stepTotal: number;
      readonly code?: ErrorCode;
    }
  | { readonly name: 'otherWay'; readonly code?: ErrorCode }
  | {
      readonly name: 'sms';
      readonly state: 'sending' | 'entering' | 'checking' | 'failed';
      readonly challenge: string;
      readonly phoneMasked?: string;
      readonly triesLeft: number;
      readonly code?: ErrorCode;
    }
  | {
      readonly name: 'staff';
      readonly state: 'entering' | 'checking' | 'locked';
      readonly triesLeft: number;
      readonly code?: ErrorCode;
    }
  | { readonly name: 'home' }
  | { readonly name: 'progress' }
  | { readonly name: 'proposal'; readonly mode: 'offer' | 'handover' | 'decline' }
  | { readonly name: 'item' }
  | { readonly name: 'form'; readonly page: number }
  | { readonly name: 'review' }
  | { readonly name: 'fetching' }
  /** The act is being written, or is durable and its answer is awaited; `act` is set before the write, so that a restart can look for it. */
  | { readonly name: 'submitting'; readonly act: ActId; readonly durable: boolean }
  | { readonly name: 'printing' }
  | { readonly name: 'result' }
  | { readonly name: 'rate'; readonly after: 'end' | 'home' }
  | { readonly name: 'ended'; readonly code?: ErrorCode };

export type Overlay =
  | { readonly name: 'idle'; readonly endsAtMs: number }
  | { readonly name: 'fault'; readonly code: ErrorCode; readonly canRetry: boolean }
  /** The card was taken away after verification: put it back, or the visit ends. */
  | { readonly name: 'cardGone'; readonly endsAtMs: number }
  | { readonly name: 'leave' }
  | { readonly name: 'help' };

export const defaultSettings: ViewSettings = { language: 'zh-CN', textSize: 'standard', contrast: 'standard' };

export const initialState: SessionState = { phase: { name: 'attract' }, settings: defaultSettings, cardPresent: false };
