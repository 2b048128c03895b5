import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { err } from '#contracts/basics/result.ts';
import type { HostState, KioskAnswer, KioskMethod } from '#contracts/ipc/api.ts';
import { ipcChannels } from '#contracts/ipc/channels.ts';
import type { KioskView } from '#contracts/ipc/view.ts';
import type { Log } from '#contracts/log/events.ts';
import { kioskOrigin } from './asset-path.ts';
import { makeGate } from './gate.ts';

/** Who answers what the gate let through. */
export type CallHost = (method: KioskMethod, input: unknown) => Promise<KioskAnswer<KioskMethod>>;

/**
 * The one place where a page's words reach the terminal. Everything is a `Result`: IPC-001 for a sender that is not the main
 * frame of our window at `kiosk://app`, IPC-002 for what `kioskInputs` refuses, else what the host says.
 */
export function openGate(window: BrowserWindow, callHost: CallHost, clock: Clock, log: Log): void {
  const admit = makeGate(clock);
  ipcMain.handle(ipcChannels.call, async (event, method: unknown, input: unknown): Promise<KioskAnswer<KioskMethod>> => {
    if (!isOurPage(event, window)) return refuse({ code: 'IPC-001' }, log);
    const admitted = admit(method, input);
    if (!admitted.ok) return refuse(admitted.error, log);
    return callHost(admitted.value.method, admitted.value.input);
  });
}

/** Tells the page what it is waiting for; a page that is being loaded again misses it and is told on `dom-ready`. */
export function tellPage(window: BrowserWindow): { state: (state: HostState) => void; view: (view: KioskView) => void } {
  const tell = (channel: string, content: HostState | KioskView) => {
    if (!window.isDestroyed() && !window.webContents.isCrashed()) window.webContents.send(channel, content);
  };
  return {
    state: (state) => tell(ipcChannels.hostState, state),
    view: (view) => tell(ipcChannels.view, view),
  };
}

function isOurPage(event: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame;
  return (
    !window.isDestroyed() &&
    event.sender === window.webContents &&
    frame !== null &&
    frame === window.webContents.mainFrame &&
    originOf(frame.url) === kioskOrigin
  );
}

function originOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

function refuse(error: CodedError, log: Log): { readonly ok: false; readonly error: CodedError } {
  log('ipc.refused', { ...error });
  return err(error);
}
