/**
 * A terminal that records acts as fast as it can until it is killed. Each line that it writes is a promise: `recorded ID`
 * and `settled ID` only after the journal has answered. Run by `journal-kill.ts`.
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { systemClock } from '#contracts/basics/system-clock.ts';
import type { ActId } from '#contracts/basics/ids.ts';
import { openJournal } from '#electron/journal/journal.ts';
import { newSession, optionsFor, receiptFor, registration, terminal } from '../journal/acts.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: journal-kill-child FOLDER');
const parts = { folder, clock: systemClock, random: (length: number) => randomBytes(length), log: () => {}, terminal };
const opened = openJournal(parts);
if (!opened.ok) throw new Error(`${opened.error.code} ${opened.error.raw ?? ''}`);
const journal = opened.value;

const say = (line: string) => void writeSync(1, `${line}\n`);
const waiting: ActId[] = [];
say('ready');
for (let i = 0; ; i++) {
  const session = newSession(parts);
  for (let j = 0; j < 1 + (i % 3); j++) {
    const draft = registration(parts, session, 40);
    const recorded = journal.recordAct(draft, optionsFor(journal, draft));
    if (!recorded.ok) throw new Error(recorded.error.code);
    say(`recorded ${draft.id}`);
    waiting.push(draft.id);
  }
  if (i % 10 !== 9) continue;
  const settled = waiting.splice(0, 8);
  const applied = journal.applyAnswers(
    settled.map((id) => receiptFor({ id })),
    [],
  );
  if (!applied.ok) throw new Error(applied.error.code);
  for (const id of settled) say(`settled ${id}`);
}
