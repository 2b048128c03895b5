import { describe, expect, it, vi } from 'vitest';
import type { HostState, Intent, KioskAnswer, KioskBridge } from '#contracts/ipc/api.ts';
import type { KioskView } from '#contracts/ipc/view.ts';
import { createKioskStore } from '#renderer/app/kiosk-store.ts';
import { viewFixtures } from './view-fixtures.ts';

const someView = viewFixtures[0]?.view as KioskView;
const viewOf = (seq: number): KioskView => ({ ...someView, seq });

type Settle = (answer: KioskAnswer<'session.intend'>) => void;

/** A bridge whose answers the test gives. */
function makeBridge() {
  const sent: Intent[] = [];
  const open: Settle[] = [];
  let pushView: (view: KioskView) => void = () => undefined;
  let pushHost: (state: HostState) => void = () => undefined;
  const gets = vi.fn();
  const bridge = {
    call: (method: string, input: unknown) => {
      if (method === 'view.get') {
        gets();
        return Promise.resolve({ ok: false, error: { code: 'IPC-003' } });
      }
      sent.push(input as Intent);
      return new Promise((resolve) => open.push(resolve as Settle));
    },
    onView(listener: (view: KioskView) => void) {
      pushView = listener;
      return () => undefined;
    },
    onHostState(listener: (state: HostState) => void) {
      pushHost = listener;
      return () => undefined;
    },
  } as unknown as KioskBridge;
  return {
    store: createKioskStore(bridge, () => 7),
    sent,
    gets,
    view: (seq: number) => pushView(viewOf(seq)),
    host: (state: HostState) => pushHost(state),
    answer: async (seq: number) => {
      open.shift()?.({ ok: true, value: { seq } });
      await Promise.resolve();
      await Promise.resolve();
    },
    refuse: async () => {
      open.shift()?.({ ok: false, error: { code: 'IPC-003' } });
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('views', () => {
  it('are shown from the first one on, whatever was said of the host', () => {
    const { store, view } = makeBridge();
    expect(store.get().host).toBe('starting');
    view(1);
    expect(store.get()).toMatchObject({ host: 'running', view: { seq: 1 }, viewAtMs: 7 });
  });

  it('that are older than the one shown are dropped', () => {
    const { store, view } = makeBridge();
    view(5);
    view(4);
    expect(store.get().view?.seq).toBe(5);
  });

  it('of a restarted host begin again from the lowest number', () => {
    const { store, view, host, gets } = makeBridge();
    view(50);
    host('restarting');
    expect(store.get().host).toBe('restarting');
    view(1);
    expect(store.get()).toMatchObject({ host: 'running', view: { seq: 1 } });
    host('running');
    expect(gets).toHaveBeenCalledTimes(2);
  });
});

describe('a press', () => {
  it('is sent once, however often the finger comes down before the answer', async () => {
    const { store, view, sent, answer } = makeBridge();
    view(1);
    store.intend({ type: 'confirm' });
    store.intend({ type: 'confirm' });
    expect(store.get().pending).toBe(true);
    await answer(2);
    store.intend({ type: 'confirm' });
    expect(sent).toEqual([{ type: 'confirm' }]);
    view(2);
    expect(store.get().pending).toBe(false);
    store.intend({ type: 'finish' });
    expect(sent).toHaveLength(2);
  });

  it('that changed nothing lets the next one through', async () => {
    const { store, view, sent, answer } = makeBridge();
    view(3);
    store.intend({ type: 'next' });
    await answer(3);
    expect(store.get().pending).toBe(false);
    store.intend({ type: 'next' });
    expect(sent).toHaveLength(2);
  });

  it('is free again when its view came before its answer', async () => {
    const { store, view, answer } = makeBridge();
    view(1);
    store.intend({ type: 'next' });
    view(2);
    await answer(2);
    expect(store.get().pending).toBe(false);
  });

  it('that the host did not take, or that the host died on, holds nothing back', async () => {
    const { store, view, host, refuse } = makeBridge();
    view(1);
    store.intend({ type: 'next' });
    await refuse();
    expect(store.get().pending).toBe(false);
    store.intend({ type: 'next' });
    host('restarting');
    expect(store.get().pending).toBe(false);
  });

  it('never holds back typing, signing, waking or a change of language', () => {
    const { store, view, sent } = makeBridge();
    view(1);
    store.intend({ type: 'next' });
    store.intend({ type: 'setField', name: 'phone', value: '1' });
    store.intend({ type: 'touch' });
    store.intend({ type: 'setLanguage', language: 'en' });
    expect(sent.map(({ type }) => type)).toEqual(['next', 'setField', 'touch', 'setLanguage']);
  });
});
