import Database from 'better-sqlite3';

export type Connection = Database.Database;

/**
 * Page cipher: AEGIS-256, authenticated, by the processor's AES instructions. One act writes five pages, so the cipher is
 * felt: with this schema a commit took 1.3-1.4 times a bare fdatasync with it, 1.9-2.1 with ChaCha20-Poly1305 and 2.0-2.5
 * with SQLCipher's AES-CBC + HMAC (`npm run bench -- enqueue` measures it again). Bodies are sealed with AES-256-GCM besides.
 */
const cipher = 'aegis';
/** With compressed bodies pages of 8 KiB hold as much per byte (1,189 against 1,193 per 2 KB act), and a commit writes them whole. */
const pageBytes = 4096;

/**
 * Opens (or creates) the encrypted database. WAL with synchronous=FULL: a commit that returned is on disk. The lock is
 * exclusive: a second host finds the journal busy instead of writing beside the first. Deleted content is overwritten.
 * Throws SqliteError: SQLITE_NOTADB for another key, SQLITE_CORRUPT for a damaged page.
 */
export function connect(file: string, key: Uint8Array): Connection {
  const connection = new Database(file, { timeout: 2_000 });
  try {
    unlock(connection, key);
    connection.pragma(`page_size = ${pageBytes}`);
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('secure_delete = ON');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Opens a copy that lies still, for one statement; leaves no side files. */
export function connectToCopy(file: string, key: Uint8Array): Connection {
  const connection = new Database(file, { fileMustExist: true, timeout: 0 });
  try {
    unlock(connection, key);
    connection.pragma('journal_mode = DELETE');
    connection.pragma('secure_delete = ON');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** The database's file and what SQLite keeps beside it. */
export function databaseFiles(file: string): readonly string[] {
  return [file, `${file}-wal`, `${file}-shm`, `${file}-journal`];
}

/** `raw:`: the key has full strength already, so no password stretching at each start. */
function unlock(connection: Connection, key: Uint8Array): void {
  connection.pragma(`cipher = '${cipher}'`);
  connection.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}'`);
}
