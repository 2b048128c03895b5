/** What the bench uses of PouchDB 9; the package brings no types. */
declare module 'pouchdb' {
  export interface PouchDatabase {
    put(document: Readonly<Record<string, unknown>>): Promise<{ readonly ok: boolean }>;
    close(): Promise<void>;
  }

  export interface LevelDown {
    (location: string): Level;
    destroy(location: string, done: (error?: Error) => void): void;
  }

  /** A LevelDB handle (abstract-leveldown 7): `_batch` is where every write of PouchDB arrives. */
  export interface Level {
    _batch(operations: readonly unknown[], options: object, done: (error?: Error) => void): void;
  }

  const PouchDB: new (location: string, options?: { readonly db: LevelDown }) => PouchDatabase;
  export default PouchDB;
}
