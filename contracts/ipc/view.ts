import type { ErrorCode } from '../basics/error-codes.ts';
import type { CaseSummary } from '../domain/case.ts';
import type { ContributionStatement } from '../domain/contributions.ts';
import type { FieldProblem, FormField } from '../domain/form.ts';
import type { Language } from '../domain/localized.ts';
import type { DeclineReason, HandoverChoice, ProposalOffer } from '../approval/proposal.ts';
import type { FlowItem } from '../domain/service-item.ts';

/**
 * Everything that the screen may know, made by the host and pushed whole on each change. The renderer draws it and sends
 * intents; it keeps nothing of its own but what the finger is doing. No id number, card photo, score or key is ever in it.
 */
export interface KioskView {
  /** Rises by one with each view of one host; a view with a lower number is old. */
  readonly seq: number;
  readonly terminal: { readonly id: string; readonly siteName: Readonly<Record<Language, string>>; readonly phone: string };
  /** ms since 1970 of the host's clock when the view was made. */
  readonly now: number;
  readonly network: 'online' | 'offline';
  readonly devices: Readonly<Record<'idReader' | 'camera' | 'receiptPrinter' | 'docPrinter', DeviceHealth>>;
  /** Acts that are durable here and not yet confirmed by the centre. */
  readonly queued: number;
  readonly settings: ViewSettings;
  readonly camera: { readonly wantedLabel: string };
  readonly session?: SessionView;
  readonly screen: ScreenView;
  readonly overlay?: OverlayView;
}

export interface DeviceHealth {
  readonly level: 'ok' | 'attention' | 'out';
  /** Why it is not `ok`. */
  readonly code?: ErrorCode;
}

export interface ViewSettings {
  readonly language: Language;
  readonly textSize: 'standard' | 'elder';
  readonly contrast: 'standard' | 'high';
}

export interface SessionView {
  readonly person?: { readonly nameMasked: string; readonly numberMasked: string };
  /** Step dots: 第 current 步, 共 total 步; absent where no flow is under way. */
  readonly steps?: { readonly current: number; readonly total: number };
  readonly interactions: number;
}

export type ItemView = Pick<
  FlowItem,
  | 'id'
  | 'kind'
  | 'flow'
  | 'icon'
  | 'title'
  | 'summary'
  | 'department'
  | 'minutes'
  | 'workingDays'
  | 'feeFen'
  | 'result'
  | 'materials'
  | 'consent'
  | 'offline'
> & {
  /** Undefined when it can be done now. */
  readonly unavailable?: ErrorCode;
};

export type FaceStep = 'neutral' | 'turnLeft' | 'turnRight' | 'openMouth';

export type ScreenView =
  /** S1 待机. */
  | { readonly name: 'attract'; readonly itemCount: number }
  /** S3: waiting for the card, reading it, or telling why it could not be read. */
  | { readonly name: 'identify'; readonly state: 'waiting' | 'reading' | 'failed'; readonly code?: ErrorCode }
  /** Consent to the use of card and face, before any of it is used. */
  | { readonly name: 'consent' }
  /** S3 face: `challenge` names the run; frames for another one are refused. */
  | {
      readonly name: 'face';
      readonly state: 'guiding' | 'deciding' | 'failed';
      readonly challenge: string;
      readonly step: FaceStep;
      readonly stepNumber: number;
      readonly stepTotal: number;
      readonly triesLeft: number;
      /** The person agreed to the face check for reminders before, and was not asked again: the screen says so. */
      readonly hasStandingConsent: boolean;
      readonly code?: ErrorCode;
    }
  /** The other ways: chosen, after three tries, or where the photo cannot be decoded. */
  | { readonly name: 'otherWay'; readonly code?: ErrorCode; readonly ways: readonly ('face' | 'staff' | 'sms')[] }
  | {
      readonly name: 'sms';
      readonly state: 'sending' | 'entering' | 'checking' | 'failed';
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
  /** S4 我的首页. `cases` are the newest three. */
  | {
      readonly name: 'home';
      /** What the centre has prepared for this person, the most urgent first; at most three. */
      readonly proposals: readonly ProposalTile[];
      readonly items: readonly ItemView[];
      readonly cases: readonly CaseSummary[];
      readonly casesFrom: CasesFrom;
    }
  /** S5 主动提醒: what will happen, why, from old to new, until when; `mode` = which choice is open over it. */
  | {
      readonly name: 'proposal';
      readonly offer: OfferView;
      readonly mode: 'offer' | 'handover' | 'decline';
      readonly handover: HandoverView;
      /** Reasons that may be given for declining; the screen has the words. */
      readonly reasons: readonly DeclineReason[];
      readonly position: { readonly current: number; readonly total: number };
      readonly offline: boolean;
      readonly unavailable?: ErrorCode;
    }
  /** S14 进度. */
  | {
      readonly name: 'progress';
      readonly state: 'loading' | 'ready';
      readonly cases: readonly CaseSummary[];
      readonly casesFrom: CasesFrom;
    }
  /** S7 办事说明. */
  | { readonly name: 'item'; readonly item: ItemView }
  /** S8: only what is missing is asked; `known` is shown as done with its source. */
  | {
      readonly name: 'form';
      readonly item: ItemView;
      readonly known: readonly KnownField[];
      readonly fields: readonly { readonly field: FormField; readonly value: string; readonly problem?: FieldProblem }[];
      readonly page: number;
      readonly pages: number;
    }
  /** S10 核对 (and signature where the flow has one), or the certificate's preview. */
  | {
      readonly name: 'review';
      readonly item: ItemView;
      readonly rows: readonly {
        readonly name: string;
        readonly label: Readonly<Record<Language, string>>;
        readonly value: string;
        readonly editable: boolean;
      }[];
      readonly statement?: ContributionStatement;
      /** Of a certificate that is printed again. */
      readonly certificateNumber?: string;
      readonly signature: 'notNeeded' | 'missing' | 'given';
      readonly offline: boolean;
    }
  /** Long work: what is being done, and whether it can be left. */
  | {
      readonly name: 'working';
      readonly what: 'fetching' | 'submitting' | 'printing';
      readonly canCancel: boolean;
    }
  /** S12. `outcome` never says more than is true: queued is not submitted, submitted is not approved. */
  | {
      readonly name: 'result';
      readonly item: ItemView;
      readonly outcome: 'done' | 'accepted' | 'queued' | 'withdrawn' | 'refused';
      readonly code?: ErrorCode;
      readonly caseNumber: string;
      readonly dueOn?: string;
      /** Content of the QR code that checks the act. */
      readonly qr: string;
      readonly receipt: PrintView;
      readonly document?: PrintView;
      /** What the document says is not here any more, after a restart: it can be printed from its case. */
      readonly documentLater?: true;
    }
  /** S13 好差评. */
  | { readonly name: 'rate'; readonly endsInMs: number }
  /** Everything of the person is gone; take the card. */
  | { readonly name: 'ended'; readonly code?: ErrorCode; readonly cardPresent: boolean }
  /** S18 暂停服务. */
  | { readonly name: 'outOfService'; readonly code: ErrorCode; readonly nearest?: Readonly<Record<Language, string>> };

export type ScreenName = ScreenView['name'];
export type ScreenOf<N extends ScreenName> = Extract<ScreenView, { name: N }>;

export type ProposalTile = Pick<ProposalOffer, 'id' | 'title' | 'why' | 'dueOn'> & { readonly partyName: string };

/** An offer as a screen that others can see may show it: people's names and numbers masked. */
export type OfferView = Omit<ProposalOffer, 'address' | 'faceConsentAt'>;

/** How old and new certificate change hands, masked; `choices` = what else is possible here. */
export interface HandoverView {
  readonly way: HandoverChoice['way'];
  readonly address?: { readonly name: string; readonly phone: string; readonly street: string; readonly district: string };
  readonly choices: readonly ('courier' | 'site')[];
}

/** `local` = what this terminal itself still knows, because the centre cannot be reached. */
export type CasesFrom = 'centre' | 'local' | 'loading' | 'unavailable';

export interface KnownField {
  readonly name: string;
  readonly label: Readonly<Record<Language, string>>;
  /** Masked where it is a name, a number or a phone. */
  readonly value: string;
  readonly source: 'card' | 'centre';
  readonly editable: boolean;
}

export interface PrintView {
  readonly state: 'notPrinted' | 'printing' | 'printed' | 'failed' | 'unknown';
  readonly code?: ErrorCode;
}

/** S16 over any screen. */
export type OverlayView =
  | { readonly name: 'idle'; readonly secondsLeft: number }
  | { readonly name: 'fault'; readonly code: ErrorCode; readonly canRetry: boolean }
  | { readonly name: 'leave' }
  | { readonly name: 'help' };
