import type { Rig } from '../rig.ts';
import type { TerminalApp } from '../terminal-app.ts';
import type { Visitor } from '../visitor.ts';

/** What a journey has at hand; it tells one person's story and fails by throwing. */
export interface Scene {
  readonly rig: Rig;
  readonly app: TerminalApp;
  readonly visitor: Visitor;
  /** Faults that the journey switched on, for the summary. */
  readonly faults: string[];
}

export type Play = (scene: Scene) => Promise<void>;

export interface Journey {
  readonly play: Play;
  /** Needs source systems, message providers and courier. */
  readonly outside?: boolean;
}

/** From the attract screen to the person's own page: card, consent, face. */
export async function identify({ rig, visitor }: Scene, person: string): Promise<void> {
  await visitor.sees('attract', undefined, 60_000);
  await visitor.seesView(
    'all devices ready',
    ({ devices }) => devices.idReader.level === 'ok' && devices.receiptPrinter.level === 'ok',
    60_000,
  );
  await visitor.picture('attract');
  rig.present(person);
  await visitor.sees('consent');
  await visitor.picture('consent');
  await visitor.touches('screens:consent.buttonAgree');
  await visitor.sees('face', ({ challenge }) => challenge !== '');
  await visitor.page.waitForTimeout(1_500);
  await visitor.picture('face');
  await visitor.sees('home', undefined, 60_000);
  await visitor.seesView('the cases', ({ screen }) => screen.name === 'home' && screen.casesFrom !== 'loading').catch(() => {});
  await visitor.picture('home');
}

/** The goodbye: rating skipped or given, card taken, everything wiped. */
export async function sayGoodbye({ rig, visitor }: Scene, score?: string): Promise<void> {
  await visitor.touches('screens:result.buttonFinish');
  await visitor.sees('rate');
  await visitor.picture('rate');
  if (score) {
    await visitor.touches(score);
    await visitor.touches('screens:rate.buttonSend');
  } else {
    await visitor.touches('screens:rate.buttonSkip');
  }
  await visitor.sees('ended');
  await visitor.picture('ended');
  rig.reader.removeCard();
  await visitor.sees('attract');
}
