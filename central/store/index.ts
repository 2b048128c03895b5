/** 存储: PostgreSQL and how to use it. The other folders of the centre import this file only. */
export type { Db } from './database.ts';
export { openDatabase } from './database.ts';
export type { DatabaseUrls } from './embedded/embedded-postgres.ts';
export { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
export { migrate } from './migrate.ts';
export type { Store } from './store.ts';
export { openStore } from './store.ts';
export type { InboxState, Tables } from './tables.ts';
export type { Tx } from './transaction.ts';
export { inTransaction, isTransient, pause, sqlState, underSavepoint } from './transaction.ts';
export type { Pseudonyms, SigningKey } from './key-folder.ts';
export { ensureSecret, ensureSigningKey, openPseudonyms, readPublicKey } from './key-folder.ts';
export { writeAudit } from './audit.ts';
export type { OutboxHandler, OutboxOutcome, OutboxRow } from './outbox.ts';
export { outboxRow, startOutboxWorker } from './outbox.ts';
