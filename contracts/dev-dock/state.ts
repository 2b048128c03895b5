import type { CardFields, CardLayout } from '../devices/id-reader.ts';
import type { KioskView, ScreenName } from '../ipc/view.ts';
import type { DepartmentMode, DockLineMode, DockPrinterFault, DockSam, ReaderFaultName } from './actions.ts';

/** Everything around one terminal, as the dev-dock's page shows it (`GET /state`). */
export interface DockState {
  /** The terminal's screen in px. */
  readonly size: { readonly width: number; readonly height: number };
  readonly terminal: TerminalReport;
  readonly people: readonly DockPerson[];
  readonly card: LyingCard;
  readonly camera: {
    /** One of `choices`. */
    readonly showing: string;
    /** Faces of people and attacks; each has a picture at `/still/NAME.jpg`. */
    readonly choices: readonly string[];
  };
  readonly reader: { readonly plugged: boolean; readonly fault: ReaderFaultName | null; readonly sam: DockSam };
  readonly printer: {
    readonly plugged: boolean;
    /** Switched on here and not repaired since; those that wait for a receipt may have come already. */
    readonly faults: readonly DockPrinterFault[];
    readonly paper: 'full' | 'low' | 'out';
    readonly cover: 'closed' | 'open';
    readonly cutter: 'ok' | 'jammed';
    readonly answers: 'atOnce' | 'late' | 'never';
    readonly paperMm: number;
    /** Bytes that no printer would understand, as sentences. */
    readonly refusals: readonly string[];
  };
  readonly line: DockLineMode;
  readonly centre: {
    /** False: it was started elsewhere, and nothing can be done to it from here. */
    readonly isOurs: boolean;
    readonly isRunning: boolean;
    readonly department: DepartmentMode;
  };
  readonly clockOffsetMs: number;
  /** Oldest first. */
  readonly messages: readonly PhoneMessage[];
  /** Newest first. */
  readonly printed: readonly PrintedMatter[];
}

/** restarting: the screen is there or coming back, and no host answers it · gone: the terminal's window was closed. */
export type TerminalReport =
  | ({ readonly state: 'running'; readonly screen: ScreenName; readonly overlay: string | null } & Pick<
      KioskView,
      'network' | 'devices' | 'queued'
    >)
  | { readonly state: 'restarting' | 'gone' };

export type LyingCard = { readonly kind: 'none' } | { readonly kind: 'two' } | { readonly kind: 'one'; readonly person: string };

/** A synthetic person; what the card says is shown unmasked, because nobody of them exists. */
export interface DockPerson {
  readonly key: string;
  /** English sentence; the page has its own words for the people it knows. */
  readonly says: string;
  /** Its picture is at `/photo/FACE.png` as on the card, at `/still/FACE.jpg` as before the camera. */
  readonly face: string;
  readonly layout: CardLayout;
  readonly fields: SyntheticFields;
}

/** As `CardFields`; what the layout does not have may be undefined as well as absent. */
type SyntheticFields = {
  readonly [K in keyof CardFields]: undefined extends CardFields[K] ? CardFields[K] | undefined : CardFields[K];
};

/** One text message, as the phone got it. `at` is an ISO instant. */
export interface PhoneMessage {
  readonly key: string;
  readonly phone: string;
  /** The provider's code of the approved text. */
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
  readonly at: string;
}

export interface PrintedMatter {
  /** Its picture is at `/printed/NAME`. */
  readonly name: string;
  /** torn: a receipt that never came to its cut. */
  readonly kind: 'receipt' | 'torn' | 'document';
  /** ms since 1970. */
  readonly at: number;
}
