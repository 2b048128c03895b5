import { createRequire } from 'node:module';
import PouchDB, { type Level, type LevelDown, type PouchDatabase } from 'pouchdb';

/** PouchDB over LevelDB as it comes: a write is acknowledged before it is on the disk, a power cut may lose it. */
export function openPouch(location: string): PouchDatabase {
  return new PouchDB(location);
}

/** The same with LevelDB told to sync each write before it acknowledges: the durability that the journal has. */
export function openSyncedPouch(location: string): PouchDatabase {
  const leveldown = leveldownOfPouch();
  const syncedLevel = (place: string): Level => {
    const level = leveldown(place);
    const batch = level._batch.bind(level);
    level._batch = (operations, options, done) => batch(operations, { ...options, sync: true }, done);
    return level;
  };
  return new PouchDB(location, { db: Object.assign(syncedLevel, { destroy: leveldown.destroy.bind(leveldown) }) });
}

/** The copy that PouchDB itself loads: it is PouchDB's dependency, not ours. */
function leveldownOfPouch(): LevelDown {
  const here = createRequire(import.meta.url);
  return createRequire(here.resolve('pouchdb'))('leveldown') as LevelDown;
}
