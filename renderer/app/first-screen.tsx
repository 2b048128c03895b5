import { renderToStaticMarkup } from 'react-dom/server';
import { startStrings } from '../strings/i18n.ts';
import { Waiting } from './waiting.tsx';

/** What a terminal shows while it starts, as HTML: the build writes it into the page, to be painted before any script has been read. */
export function firstScreen(): string {
  startStrings();
  return renderToStaticMarkup(<Waiting reason="starting" />);
}
