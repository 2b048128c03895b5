import { contextBridge, ipcRenderer, webFrame } from 'electron';
import type { HostState, KioskAnswer, KioskBridge, KioskInput, KioskMethod } from '#contracts/ipc/api.ts';
import { ipcChannels } from '#contracts/ipc/channels.ts';
import type { KioskView } from '#contracts/ipc/view.ts';
import { removeWaysOut } from './ways-out.ts';

/** Main may speak before the page listens, so the last word is kept and told to whoever comes later. */
function remembered<T>(channel: string): (listener: (value: T) => void) => () => void {
  const listeners = new Set<(value: T) => void>();
  let last: { readonly value: T } | undefined;
  ipcRenderer.on(channel, (_event, value: T) => {
    last = { value };
    for (const listener of listeners) listener(value);
  });
  return (listener) => {
    listeners.add(listener);
    if (last !== undefined) listener(last.value);
    return () => listeners.delete(listener);
  };
}

/** What cannot be cloned never reaches main: refused here with the code that main would use. */
async function call<M extends KioskMethod>(method: M, input: KioskInput<M>): Promise<KioskAnswer<M>> {
  try {
    return (await ipcRenderer.invoke(ipcChannels.call, method, input)) as KioskAnswer<M>;
  } catch {
    return { ok: false, error: { code: 'IPC-002' } };
  }
}

const bridge: KioskBridge = {
  call,
  onView: remembered<KioskView>(ipcChannels.view),
  onHostState: remembered<HostState>(ipcChannels.hostState),
};

contextBridge.exposeInMainWorld('kiosk', bridge);
removeWaysOut(webFrame);
