import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { KioskBridge } from '#contracts/ipc/api.ts';
import type { Language } from '#contracts/domain/localized.ts';
import type { ViewSettings } from '#contracts/ipc/view.ts';
import { KioskContext, type Kiosk as KioskContextValue } from '../screens/parts/kiosk-context.ts';
import { useCamera } from '../screens/face/use-camera.ts';
import { changeLanguage, loadLanguage } from '../strings/i18n.ts';
import type { KioskState, KioskStore } from './kiosk-store.ts';
import { overlayOf, screenOf } from './screen-table.tsx';
import { Waiting } from './waiting.tsx';

/** Draws the newest view; a calm screen of its own while there is none or the host is away. Never blank. */
export function App({ store, bridge }: { readonly store: KioskStore; readonly bridge: KioskBridge }) {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const language = useShownLanguage(state.view?.settings.language);
  useDocumentSettings(language, state.view?.settings);
  usePrefetchedLanguages();
  const camera = useCamera(state.view?.camera.wantedLabel, bridge);
  const sendFrame = useSendFrame(bridge);
  if (state.host !== 'running' || !state.view) return <Waiting reason={state.host} />;
  return <Kiosk state={state} view={state.view} intend={store.intend} camera={camera} sendFrame={sendFrame} />;
}

interface KioskProps extends Pick<KioskContextValue, 'view' | 'intend' | 'camera' | 'sendFrame'> {
  readonly state: KioskState;
}

function Kiosk({ state, view, intend, camera, sendFrame }: KioskProps) {
  const { viewAtMs, pending } = state;
  const kiosk = useMemo(
    () => ({ view, viewAtMs, pending, intend, camera, sendFrame }),
    [view, viewAtMs, pending, intend, camera, sendFrame],
  );
  return (
    <KioskContext value={kiosk}>
      {screenOf(view.screen)}
      {view.overlay && overlayOf(view.overlay)}
    </KioskContext>
  );
}

/** A picture that the host did not take is as good as unused: the next one follows. */
function useSendFrame(bridge: KioskBridge): KioskContextValue['sendFrame'] {
  return useCallback(
    async (frame) => {
      const answer = await bridge.call('face.frame', frame);
      return answer.ok ? answer.value : { used: false };
    },
    [bridge],
  );
}

/** The texts change when the language's bundle is there; until then the former language stays whole. */
function useShownLanguage(wanted: Language = 'zh-CN'): Language {
  const [shown, setShown] = useState<Language>('zh-CN');
  useEffect(() => {
    let isWanted = true;
    void changeLanguage(wanted).then(() => isWanted && setShown(wanted));
    return () => {
      isWanted = false;
    };
  }, [wanted]);
  return shown;
}

function useDocumentSettings(language: Language, settings: ViewSettings | undefined): void {
  const textSize = settings?.textSize ?? 'standard';
  const contrast = settings?.contrast ?? 'standard';
  useEffect(() => {
    const html = document.documentElement;
    html.lang = language;
    html.dataset['text'] = textSize;
    html.dataset['contrast'] = contrast;
  }, [language, textSize, contrast]);
}

/** The other language is fetched when the first screen has been painted, so that switching answers at once. */
function usePrefetchedLanguages(): void {
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadLanguage('en'));
    return () => cancelIdleCallback(idle);
  }, []);
}
