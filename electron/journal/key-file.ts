import { hkdfSync } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import { syncFolder } from './durable-files.ts';

/** Bytes of the key file, nothing else is in it. */
const keyLength = 32;

/** What is derived from the key file, 32 bytes each: one leaking does not give the other away. */
export interface JournalKeys {
  readonly database: Uint8Array;
  /** Secret of the HMAC that stands for an id number in the index. */
  readonly person: Uint8Array;
}

/** Where the key lies inside the journal's folder. */
export function keyFileOf(folder: string): string {
  return join(folder, 'journal.key');
}

/**
 * Reads the key file; where it is absent and `mayCreate`, makes one that survives a power cut at any moment.
 * JRN-004: absent though a database exists, not a plain file, readable by group or others, or of the wrong length.
 */
export function readOrCreateKeys(folder: string, mayCreate: boolean, random: RandomBytes): Result<JournalKeys, CodedError> {
  const file = keyFileOf(folder);
  const read = readKey(file);
  if (read.ok || read.error.raw !== 'ENOENT' || !mayCreate) return read.ok ? ok(derive(read.value)) : read;
  const created = createKey(folder, file, random);
  return created.ok ? ok(derive(created.value)) : created;
}

function readKey(file: string): Result<Uint8Array, CodedError> {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    return refused(errnoOf(error));
  }
  try {
    const { mode, size } = fstatSync(descriptor);
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) return refused('not a file');
    if ((mode & 0o077) !== 0) return refused(`mode ${(mode & 0o777).toString(8)}`);
    if (size !== keyLength) return refused(`${size} bytes`);
    const key = new Uint8Array(keyLength);
    return readSync(descriptor, key, 0, keyLength, 0) === keyLength ? ok(key) : refused('short read');
  } catch (error) {
    return refused(errnoOf(error));
  } finally {
    closeSync(descriptor);
  }
}

/** Written under another name first: a key file is either absent or whole. */
function createKey(folder: string, file: string, random: RandomBytes): Result<Uint8Array, CodedError> {
  const key = random(keyLength);
  const draft = `${file}.new`;
  try {
    const descriptor = openSync(draft, 'w', 0o600);
    try {
      writeSync(descriptor, key);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
    syncFolder(folder);
    return ok(key);
  } catch (error) {
    return refused(errnoOf(error));
  }
}

function derive(key: Uint8Array): JournalKeys {
  const part = (use: string) => new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `estation-journal-${use}-v1`, 32));
  return { database: part('database'), person: part('person') };
}

function refused(raw: string): Result<never, CodedError> {
  return err({ code: 'JRN-004', raw });
}

function errnoOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
