import { createContext, useContext } from 'react';
import type { Action } from '#contracts/dev-dock/actions.ts';
import type { DockState } from '#contracts/dev-dock/state.ts';
import type { Language } from '#contracts/domain/localized.ts';
import type { DockTexts } from './texts.ts';

/** What every part of the dock draws from and acts through. */
export interface DockParts {
  readonly state: DockState;
  readonly texts: DockTexts;
  readonly language: Language;
  readonly send: (action: Action) => void;
}

export const DockContext = createContext<DockParts | undefined>(undefined);

export function useDock(): DockParts {
  const parts = useContext(DockContext);
  if (!parts) throw new Error('a part of the dock stands outside it');
  return parts;
}

/** The language of the browser, where the dock speaks it. */
export function firstLanguage(): Language {
  return navigator.language.startsWith('zh') ? 'zh-CN' : 'en';
}
