import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { languages, type Language } from '#contracts/domain/localized.ts';
import { Banner } from '../ui/banner/banner.tsx';
import { Button } from '../ui/button/button.tsx';
import { Tag } from '../ui/tag/tag.tsx';
import { BeforeCamera } from './before-camera.tsx';
import { CentrePanel } from './centre-panel.tsx';
import { Options } from './controls.tsx';
import { DockContext, firstLanguage, useDock } from './dock-context.ts';
import type { DockClient, DockKnowledge } from './dock-client.ts';
import { HostPanel } from './host-panel.tsx';
import { LinePanel } from './line-panel.tsx';
import { LiveScreen } from './live-screen.tsx';
import { People } from './people.tsx';
import { Phone } from './phone.tsx';
import { Printed } from './printed.tsx';
import { PrinterPanel } from './printer-panel.tsx';
import { ReaderPanel } from './reader-panel.tsx';
import { TerminalSays } from './terminal-says.tsx';
import { textsOf } from './texts.ts';

/** Everything that surrounds a terminal, around the live picture of its screen. */
export function Dock({ client }: { readonly client: DockClient }) {
  const knowledge = useSyncExternalStore(client.subscribe, client.get);
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const texts = textsOf(language);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `E-Station · ${texts.page.titlePage}`;
  }, [language, texts]);
  const { state } = knowledge;
  const parts = useMemo(() => state && { state, texts, language, send: client.send }, [state, texts, language, client]);
  if (!parts) return <p className="dock-loading">{knowledge.isSilent ? texts.page.titleSilent : texts.page.noteLoading}</p>;
  return (
    <DockContext value={parts}>
      <div className="dock">
        <Top onLanguage={setLanguage} />
        <main className="dock-main">
          <LiveScreen onDone={client.onDone} />
          <div className="dock-around">
            <Troubles knowledge={knowledge} onClose={client.forgetRefusal} />
            <People />
            <BeforeCamera />
            <div className="dock-columns">
              <ReaderPanel />
              <LinePanel />
              <CentrePanel />
              <PrinterPanel />
              <HostPanel />
              <TerminalSays />
              <Printed />
              <Phone />
            </div>
          </div>
        </main>
      </div>
    </DockContext>
  );
}

const languageNames: Readonly<Record<Language, string>> = { 'zh-CN': '简体中文', en: 'English' };

function Top({ onLanguage }: { readonly onLanguage: (language: Language) => void }) {
  const { state, texts, language } = useDock();
  const terminal = state.terminal.state;
  return (
    <header className="dock-top">
      <h1 className="dock-title">{texts.page.titlePage}</h1>
      <p className="dock-lead">{texts.page.noteLead}</p>
      <Tag kind={terminal === 'running' ? 'ok' : 'wait'}>{texts.terminal[terminal]}</Tag>
      <Options
        label={texts.page.labelLanguage}
        isLabelHidden
        values={languages}
        labels={languageNames}
        value={language}
        onChange={onLanguage}
      />
    </header>
  );
}

function Troubles({ knowledge, onClose }: { readonly knowledge: DockKnowledge; readonly onClose: () => void }) {
  const { texts } = useDock();
  if (knowledge.isSilent) {
    return (
      <Banner kind="attention" title={texts.page.titleSilent}>
        {texts.page.noteSilent}
      </Banner>
    );
  }
  if (knowledge.refusal === undefined) return null;
  return (
    <Banner
      kind="stop"
      title={texts.page.titleNotDone}
      action={
        <Button kind="plain" onPress={onClose}>
          {texts.page.buttonClose}
        </Button>
      }
    >
      {knowledge.refusal}
    </Banner>
  );
}
