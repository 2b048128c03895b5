import type { ReactNode } from 'react';

/** Picks the text of the gallery's language; examples are written in both, as every screen is. */
export type Say = (zh: string, en: string) => string;

/** One named example of a component: what the gallery shows, and what the tests check and picture. */
export interface Example {
  /** Kebab case, unique within the component; part of the page's address and of the picture's name. */
  readonly name: string;
  /** Fills a whole screen, or opens over one: shown on its own page only. */
  readonly alone?: true;
  /** The example holds its state itself: it is a component. */
  readonly Show: (props: { readonly say: Say }) => ReactNode;
}

export interface ExampleSet {
  /** Folder name of the component. */
  readonly component: string;
  readonly examples: readonly Example[];
}

/** For handlers that an example has no use for. */
export function doNothing(): void {
  // Nothing: the example only shows.
}
