import { z } from 'zod';
import type { CodedError } from '../basics/error-codes.ts';
import type { Result } from '../basics/result.ts';
import { languages } from '../domain/localized.ts';
import { declineReason } from '../approval/proposal.ts';
import { signature } from '../domain/act.ts';
import type { KioskView } from './view.ts';

/**
 * What the person wants, as the screen understood it. The session machine decides whether it means anything in its state;
 * an intent that does not fit is ignored, because a finger may be quicker than a screen.
 */
export const intent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), entry: z.enum(['services', 'print', 'reminders', 'progress']) }),
  z.strictObject({ type: z.literal('agree') }),
  z.strictObject({ type: z.literal('decline') }),
  z.strictObject({ type: z.literal('otherWay') }),
  z.strictObject({ type: z.literal('chooseWay'), way: z.enum(['face', 'staff', 'sms']) }),
  z.strictObject({ type: z.literal('smsCode'), code: z.string().regex(/^\d{6}$/) }),
  z.strictObject({ type: z.literal('smsResend') }),
  z.strictObject({ type: z.literal('staffPin'), pin: z.string().regex(/^\d{4,12}$/) }),
  z.strictObject({ type: z.literal('openItem'), itemId: z.string().max(80) }),
  z.strictObject({ type: z.literal('openProgress') }),
  /** 撤回, asked and confirmed on the screen. */
  z.strictObject({ type: z.literal('withdrawCase'), caseNumber: z.string().max(40) }),
  /** 再次打印 the certificate of a case. */
  z.strictObject({ type: z.literal('printCertificate'), caseNumber: z.string().max(40) }),
  z.strictObject({ type: z.literal('beginItem') }),
  z.strictObject({ type: z.literal('openProposal'), proposal: z.string().max(40) }),
  /** To the choices of how old and new certificate change hands, and of why not. */
  z.strictObject({ type: z.literal('chooseHandover') }),
  z.strictObject({ type: z.literal('chooseDecline') }),
  z.strictObject({ type: z.literal('setHandover'), way: z.enum(['courier', 'site']) }),
  z.strictObject({ type: z.literal('declineProposal'), reason: declineReason }),
  z.strictObject({ type: z.literal('setField'), name: z.string().max(40), value: z.string().max(400) }),
  z.strictObject({ type: z.literal('editField'), name: z.string().max(40) }),
  z.strictObject({ type: z.literal('sign'), signature }),
  z.strictObject({ type: z.literal('clearSignature') }),
  z.strictObject({ type: z.literal('next') }),
  z.strictObject({ type: z.literal('back') }),
  z.strictObject({ type: z.literal('confirm') }),
  z.strictObject({ type: z.literal('printReceipt') }),
  z.strictObject({ type: z.literal('printDocument') }),
  z.strictObject({ type: z.literal('again') }),
  z.strictObject({ type: z.literal('finish') }),
  z.strictObject({ type: z.literal('rate'), score: z.int().min(1).max(5), reasons: z.array(z.string().max(40)).max(6) }),
  z.strictObject({ type: z.literal('skipRating') }),
  z.strictObject({ type: z.literal('leave') }),
  z.strictObject({ type: z.literal('leaveConfirmed') }),
  z.strictObject({ type: z.literal('stay') }),
  z.strictObject({ type: z.literal('help') }),
  z.strictObject({ type: z.literal('closeHelp') }),
  z.strictObject({ type: z.literal('retry') }),
  z.strictObject({ type: z.literal('cancelWork') }),
  /** Any touch that changes nothing: keeps the session awake. */
  z.strictObject({ type: z.literal('touch') }),
  z.strictObject({ type: z.literal('setLanguage'), language: z.enum(languages) }),
  z.strictObject({ type: z.literal('setTextSize'), textSize: z.enum(['standard', 'elder']) }),
  z.strictObject({ type: z.literal('setContrast'), contrast: z.enum(['standard', 'high']) }),
]);
export type Intent = z.infer<typeof intent>;

/** One picture for the face decision: RGB, 8 bits, row by row; at most 1280 × 960. Lives in RAM only and is zeroed after use. */
export const faceFrame = z
  .strictObject({
    challenge: z.string().max(80),
    step: z.enum(['neutral', 'turnLeft', 'turnRight', 'openMouth']),
    width: z.int().min(160).max(1280),
    height: z.int().min(120).max(960),
    rgb: z.instanceof(Uint8Array),
  })
  .refine((frame) => frame.rgb.byteLength === frame.width * frame.height * 3, 'rgb must hold width × height × 3 bytes');
export type FaceFrame = z.infer<typeof faceFrame>;

/** What the host made of a frame; hints are for the person, never a score. */
export interface FaceFrameAnswer {
  readonly used: boolean;
  readonly hint?: 'noFace' | 'severalFaces' | 'closer' | 'farther' | 'centre' | 'brighter' | 'notYet';
}

export const cameraReport = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('ready'), label: z.string().max(300) }),
  z.strictObject({ state: z.literal('black'), label: z.string().max(300) }),
  z.strictObject({ state: z.literal('lost') }),
  z.strictObject({ state: z.literal('denied') }),
  z.strictObject({ state: z.literal('notFound') }),
]);

/** A fault of the screen process itself: where, never what was on it. */
export const uiReport = z.strictObject({
  kind: z.enum(['error', 'unhandledRejection', 'cspViolation', 'reloaded']),
  where: z.string().max(200),
});

/** Input schema of each method that the screen may call; main refuses what its schema refuses (IPC-002). */
export const kioskInputs = {
  'view.get': z.strictObject({}),
  'session.intend': intent,
  'face.frame': faceFrame,
  'camera.report': cameraReport,
  'ui.report': uiReport,
} as const;

export interface KioskOutputs {
  'view.get': KioskView;
  'session.intend': { readonly seq: number };
  'face.frame': FaceFrameAnswer;
  'camera.report': null;
  'ui.report': null;
}

export type KioskMethod = keyof typeof kioskInputs;
export type KioskInput<M extends KioskMethod> = z.output<(typeof kioskInputs)[M]>;
export type KioskAnswer<M extends KioskMethod> = Result<KioskOutputs[M], CodedError>;

/** What the host implements: `const api = {...} satisfies KioskApi`. */
export type KioskApi = { readonly [M in KioskMethod]: (input: KioskInput<M>) => Promise<KioskAnswer<M>> };

/** How main tells the screen that the host is gone or back; `view` follows by itself. */
export type HostState = 'starting' | 'running' | 'restarting' | 'failed';

/** What preload puts on `window.kiosk`: nothing else of Electron reaches the page. */
export interface KioskBridge {
  call<M extends KioskMethod>(method: M, input: KioskInput<M>): Promise<KioskAnswer<M>>;
  onView(listener: (view: KioskView) => void): () => void;
  onHostState(listener: (state: HostState) => void): () => void;
}

/** What may cross from main to the host (child process, advanced serialisation). */
export type ToHost =
  { readonly t: 'call'; readonly id: number; readonly method: KioskMethod; readonly input: unknown } | { readonly t: 'stop' };
/** What the host answers. */
export type FromHost =
  | { readonly t: 'ready' }
  | { readonly t: 'reply'; readonly id: number; readonly answer: KioskAnswer<KioskMethod> }
  | { readonly t: 'view'; readonly view: KioskView };
