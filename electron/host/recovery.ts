import { itemOfBare } from '../session/bare-item.ts';
import { sessionSnapshot, resume } from '../session/snapshot.ts';
import type { Recovered, SessionSnapshot } from '../session/snapshot.ts';
import type { PrintView } from '#contracts/ipc/view.ts';
import type { PrintedMatter } from '../journal/prints.ts';
import { answerOf } from './answers.ts';
import type { Parts } from './parts.ts';
import { actQr } from './qr.ts';
import type { SessionRunner } from './session-runner.ts';

/** After a restart: takes up the visit that was under way, or ends it honestly. Nothing is printed twice, nothing is done twice. */
export function recover(parts: Parts, runner: SessionRunner): void {
  const saved = sessionSnapshot.safeParse(parts.journal.loadSession());
  if (!saved.success) return;
  const found = recoveredAct(parts, saved.data);
  const resumed = resume(saved.data, found, parts.clock.now());
  parts.log('session.recovered', { session: saved.data.session, phase: saved.data.phase, screen: resumed.state.phase.name });
  runner.takeOver(resumed);
}

/**
 * The act that the visit was writing, if it became durable; and what is known of its prints. `saved` where nobody here knows any more what
 * it is about: then no more can be said of it.
 */
function recoveredAct(parts: Parts, snapshot: SessionSnapshot): Recovered | 'saved' | undefined {
  const known = snapshot.act && parts.journal.findAct(snapshot.act);
  if (!known) return undefined;
  const named = snapshot.item && itemOfBare(snapshot.item);
  const item = named ?? parts.items().find((candidate) => candidate.id === known.itemId);
  if (!item) return 'saved';
  const answer = answerOf(known);
  const qr = actQr(parts.config, known.id, known.hash);
  const prints = parts.journal.prints(known.id);
  const lastOf = (what: PrintedMatter) => prints.findLast((print) => print.what === what)?.outcome;
  const document = printOf(lastOf('document'), 'DOC-002');
  return {
    act: { id: known.id, caseNumber: known.caseNumber, qr, ...answer },
    item,
    receipt: printOf(lastOf('receipt'), 'PRN-006'),
    ...(item.flow === 'certificate' && { document }),
  };
}

/** A print that was under way when the host died has an outcome that nobody saw. */
function printOf(last: PrintView['state'] | undefined, unknown: 'PRN-006' | 'DOC-002'): PrintView {
  if (last === 'printing') return { state: 'unknown', code: unknown };
  return { state: last ?? 'notPrinted' };
}
