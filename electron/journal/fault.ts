import Database from 'better-sqlite3';
import type { CodedError } from '#contracts/basics/error-codes.ts';

const damaged = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];
const refusedByDisk = [
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_PERM',
  'SQLITE_NOMEM',
];
const diskFullErrnos = ['ENOSPC', 'EDQUOT'];
const diskErrnos = ['EIO', 'EROFS', 'EACCES', 'EPERM', 'ENOENT', 'EMFILE', 'ENFILE', 'ERR_CLOSED'];

/**
 * Which code stands for what the disk did; `raw` is SQLite's or the system's name of it. Anything else (a broken
 * constraint, a wrong statement) is a bug of ours and is thrown on.
 */
export function faultOf(error: unknown): CodedError {
  const raw = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (raw === undefined) throw error;
  const isOneOf = (names: readonly string[]) => names.some((name) => raw === name || raw.startsWith(`${name}_`));
  if (error instanceof Database.SqliteError) {
    if (isOneOf(['SQLITE_FULL'])) return { code: 'JRN-001', raw };
    if (isOneOf(damaged)) return { code: 'JRN-003', raw };
    if (isOneOf(refusedByDisk)) return { code: 'JRN-002', raw };
  }
  if (isOneOf(diskFullErrnos)) return { code: 'JRN-001', raw };
  if (isOneOf(diskErrnos)) return { code: 'JRN-002', raw };
  throw error;
}
