import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFiles } from './connection.ts';
import { moveDurably, writeDurably } from './durable-files.ts';
import { fileStamp } from './file-stamp.ts';

const acknowledged = 'acknowledged';

function quarantineFolder(folder: string): string {
  return join(folder, 'quarantine');
}

/** Sets a damaged database aside, whole, with all that SQLite kept beside it. Returns the name of its folder. */
export function quarantine(folder: string, database: string, nowMs: number): string {
  const name = fileStamp(nowMs);
  const target = join(quarantineFolder(folder), name);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  moveDurably(databaseFiles(database), target);
  return name;
}

/** Names of what was set aside, oldest first. */
export function listQuarantined(folder: string): readonly string[] {
  return existsSync(quarantineFolder(folder)) ? readdirSync(quarantineFolder(folder)).sort() : [];
}

/** What was set aside and nobody has answered for yet: while there is any, the journal stays closed. */
export function unacknowledged(folder: string): readonly string[] {
  return listQuarantined(folder).filter((name) => !existsSync(join(quarantineFolder(folder), name, acknowledged)));
}

/**
 * Staff have seen that a journal was set aside, and its files are in safe hands: the next start may begin an empty one.
 * What was set aside stays where it is.
 */
export function acknowledgeQuarantine(folder: string): void {
  for (const name of unacknowledged(folder)) writeDurably(join(quarantineFolder(folder), name, acknowledged), '');
}
