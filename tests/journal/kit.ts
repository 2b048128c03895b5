import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import type { LogEvent, LogFields } from '#contracts/log/events.ts';
import type { ActDraft } from '#electron/journal/acts.ts';
import { openJournal, type Journal, type JournalParts } from '#electron/journal/journal.ts';
import { handClock, optionsFor, seededRandom, terminal, type HandClock } from './acts.ts';

export interface LogLine {
  readonly event: LogEvent;
  readonly fields: LogFields;
}

export interface World {
  readonly folder: string;
  readonly clock: HandClock;
  readonly random: RandomBytes;
  readonly lines: LogLine[];
  readonly parts: JournalParts;
}

/** A folder of its own and everything that a journal needs; removed when the test is over. */
export function createWorld(more: Partial<JournalParts> = {}): World {
  const folder = mkdtempSync(join(tmpdir(), 'estation-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const clock = handClock();
  const random = seededRandom('world');
  const lines: LogLine[] = [];
  const log = (event: LogEvent, fields: LogFields = {}) => void lines.push({ event, fields });
  return { folder, clock, random, lines, parts: { folder, clock, random, log, terminal, ...more } };
}

/** Opens, or fails the test with the code; closed when the test is over. */
export function mustOpen(parts: JournalParts): Journal {
  const journal = openJournal(parts);
  if (!journal.ok) throw new Error(`the journal did not open: ${journal.error.code} ${journal.error.raw ?? ''}`);
  onTestFinished(() => journal.value.close());
  return journal.value;
}

/** Records, or fails the test with the code. */
export function mustRecord(journal: Journal, draft: ActDraft) {
  const recorded = journal.recordAct(draft, optionsFor(journal, draft));
  if (!recorded.ok) throw new Error(`not recorded: ${recorded.error.code} ${recorded.error.raw ?? ''}`);
  return recorded.value;
}
