import pg from 'pg';
import { firstSlice } from './migrations/0001-first-slice.ts';
import { approval } from './migrations/0002-approval.ts';
import { audit } from './migrations/0003-audit.ts';
import { mobile } from './migrations/0004-mobile.ts';
import { jobSchema, migrateJobs } from './jobs.ts';
import { sqlState } from './transaction.ts';

/** In order; a version is its place in this list, from 1. What was released is never edited, only added to. */
const migrations: readonly string[] = [firstSlice, approval, audit, mobile];

/** What the serving role may not do even if its code is wrong: the record of what happened only grows. */
const insertOnly = ['audit_entry', 'audit_leaf', 'audit_node', 'audit_checkpoint', 'alarm'];
const neverDeleted = [
  'inbox',
  'certificate',
  'service_case',
  'case_step',
  'rating',
  'domain_event',
  'judgement',
  'proposal',
  'confirmation',
  'approval_case',
  'approval_step',
  'approval_item',
  'delivery_event',
];

/** SQLSTATEs of two centres that make the same thing at the same moment. */
const lostRace = new Set(['23505', '42P07', '42710', '40001', '40P01']);

/**
 * Brings the database to this version of the tables. Several centres may start at once on an empty database: the row of a
 * version is its lock, the later one waits for the earlier, then finds the work done.
 * @param ownerUrl role that owns the tables; @param appRole role to grant to, absent when one role does both.
 */
export async function migrate(ownerUrl: string, appRole?: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("SET client_min_messages = 'warning'");
    await againAfterRace(() =>
      client.query('CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, at timestamptz NOT NULL)'),
    );
    for (const [index, statements] of migrations.entries()) {
      await againAfterRace(() => migrateTo(client, index + 1, statements));
    }
    await againAfterRace(() => migrateJobs(ownerUrl));
    if (appRole !== undefined) await againAfterRace(() => grantTo(client, appRole));
  } finally {
    await client.end();
  }
}

async function migrateTo(client: pg.Client, version: number, statements: string): Promise<void> {
  const known = await client.query('SELECT 1 FROM schema_version WHERE version = $1', [version]);
  if (known.rowCount) return;
  await client.query('BEGIN');
  try {
    await client.query('INSERT INTO schema_version VALUES ($1, now())', [version]);
    await client.query(statements);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function grantTo(client: pg.Client, appRole: string): Promise<void> {
  const role = pg.escapeIdentifier(appRole);
  await client.query(`
    GRANT USAGE ON SCHEMA public TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
    REVOKE UPDATE, DELETE ON ${insertOnly.join(', ')} FROM ${role};
    REVOKE DELETE ON ${neverDeleted.join(', ')} FROM ${role};
    REVOKE INSERT, UPDATE, DELETE ON schema_version FROM ${role};
    GRANT USAGE ON SCHEMA ${jobSchema} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${jobSchema} TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${jobSchema} TO ${role};
  `);
}

async function againAfterRace(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      // XX000 "tuple concurrently updated" is what GRANT says when two run at once.
      if (attempt >= 10 || !(lostRace.has(sqlState(error)) || sqlState(error) === 'XX000')) throw error;
    }
  }
}
