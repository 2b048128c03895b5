/**
 * Records a number of acts on a disk that fails under it, and says of each what the journal answered: `recorded ID` or
 * `refused CODE ID`. Run by `tests/journal/failing-disk.test.ts` under strace's fault injection.
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { openJournal } from '#electron/journal/journal.ts';
import { newSession, optionsFor, registration, terminal } from '../journal/acts.ts';

const [folder, count] = process.argv.slice(2);
if (folder === undefined || count === undefined) throw new Error('usage: journal-refusal-child FOLDER COUNT');
const parts = { folder, clock: systemClock, random: (length: number) => randomBytes(length), log: () => {}, terminal };
const opened = openJournal(parts);
if (!opened.ok) throw new Error(`${opened.error.code} ${opened.error.raw ?? ''}`);
const journal = opened.value;
for (let i = 0; i < Number(count); i++) {
  const draft = registration(parts, newSession(parts), 40);
  const answer = journal.recordAct(draft, optionsFor(journal, draft));
  writeSync(1, answer.ok ? `recorded ${draft.id}\n` : `refused ${answer.error.code} ${draft.id}\n`);
}
process.kill(process.pid, 'SIGKILL'); // no orderly end: what counts is on the disk
