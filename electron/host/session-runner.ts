import { localDateOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { FaceFrame, FaceFrameAnswer, Intent } from '#contracts/ipc/api.ts';
import type { KioskView } from '#contracts/ipc/view.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';
import type { SessionEvent, Transition, World } from '../session/events.ts';
import { snapshotOf } from '../session/snapshot.ts';
import { initialState } from '../session/state.ts';
import type { SessionState } from '../session/state.ts';
import { transition } from '../session/transition.ts';
import { sessionPart } from '../session/view.ts';
import { answerOf, isAnswered } from './answers.ts';
import type { Vault } from './effects/context.ts';
import { createVault } from './effects/context.ts';
import { runEffect } from './effects/run.ts';
import { onFaceFrame } from './effects/face.ts';
import { cameraHealth, docPrinterHealth, idReaderHealth, receiptPrinterHealth } from './health.ts';
import type { Parts } from './parts.ts';
import { createTimers } from './timers.ts';

export interface SessionRunner {
  intend(intent: Intent): void;
  dispatch(event: SessionEvent): void;
  frame(frame: FaceFrame): Promise<FaceFrameAnswer>;
  view(): KioskView;
  /** Takes over what a restart left behind. */
  takeOver(resumed: Transition): void;
  /** Says again what the screen should show: a device or the network changed. */
  refresh(): void;
  /** The line told something: perhaps the answer to the act that is on the screen. */
  lookForAnswer(): void;
  stop(): void;
}

/** Runs the pure session machine in the real world: one event at a time, its effects, one view. */
export function createSessionRunner(parts: Parts, publish: (view: KioskView) => void): SessionRunner {
  const timers = createTimers(parts.clock);
  const vault: Vault = createVault();
  let state: SessionState = initialState;
  let seq = 0;

  const runner: SessionRunner = {
    intend: (intent) => dispatch({ type: 'intent', intent }),
    dispatch,
    frame: (frame) => onFaceFrame(context, frame),
    view: () => viewOf(parts, state, seq),
    takeOver(resumed) {
      apply(resumed);
    },
    refresh() {
      tick();
    },
    lookForAnswer() {
      const shown = state.visit?.flow?.act;
      const known = shown && shown.outcome === 'queued' ? parts.journal.findAct(shown.id) : undefined;
      if (known && isAnswered(known)) dispatch({ type: 'actAnswered', act: known.id, answer: answerOf(known) });
      else tick();
    },
    stop() {
      timers.disarmAll();
      vault.clear();
    },
  };
  const context = { parts, timers, vault, dispatch, state: () => state, refresh: tick };
  return runner;

  function dispatch(event: SessionEvent): void {
    apply(transition(state, event, worldOf(parts)));
  }

  function apply(next: Transition): void {
    const before = state;
    state = next.state;
    if (before.phase.name !== state.phase.name) onScreenChange();
    for (const effect of next.effects) runEffect(context, effect, before);
    tick();
  }

  function onScreenChange(): void {
    const session = state.visit?.session;
    parts.log('session.screen', { screen: state.phase.name, ...(session && { session }) });
    const snapshot = snapshotOf(state, parts.clock.now());
    if (snapshot) parts.journal.saveSession(snapshot);
  }

  function tick(): void {
    seq += 1;
    publish(viewOf(parts, state, seq));
  }
}

/** The world as the machine may ask about it, drawn freshly for each event. */
export function worldOf(parts: Parts): World {
  const nowMs = parts.clock.now();
  return {
    nowMs,
    today: localDateOf(nowMs),
    online: parts.sync.online(),
    items: parts.items(),
    ids: { session: makeUuidV7(nowMs, parts.random), act: makeUuidV7(nowMs, parts.random) },
    faceAvailable: parts.face.available(),
    maxFaceTries: parts.policy.tries,
    unavailable: (item) => unavailable(parts, item),
    site: parts.config.site.name['zh-CN'],
  };
}

function unavailable(parts: Parts, item: FlowItem): ErrorCode | undefined {
  if (item.offline === 'onlineOnly' && !parts.sync.online()) return 'NET-001';
  const document = docPrinterHealth(parts.devices.docPrinter.status());
  return item.flow === 'certificate' && document.level === 'out' ? (document.code ?? 'DOC-001') : undefined;
}

function viewOf(parts: Parts, state: SessionState, seq: number): KioskView {
  const { config, devices } = parts;
  return {
    seq,
    terminal: { id: config.terminal, siteName: config.site.name, phone: config.site.phone },
    now: parts.clock.now(),
    network: parts.sync.online() ? 'online' : 'offline',
    devices: {
      idReader: idReaderHealth(devices.idReader.status()),
      camera: cameraHealth(devices.camera.status()),
      receiptPrinter: receiptPrinterHealth(devices.receiptPrinter.status()),
      docPrinter: docPrinterHealth(devices.docPrinter.status()),
    },
    queued: parts.journal.queued().count,
    camera: { wantedLabel: devices.camera.wantedLabel },
    ...sessionPart(state, worldOf(parts)),
  };
}
