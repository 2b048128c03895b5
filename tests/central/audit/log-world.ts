import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AuditFault, AuditLog, NoteKey, Verification } from '#central/audit/index.ts';
import { auditKeyName, defaultOrigin, openAuditLog, readKept, verifyLog } from '#central/audit/index.ts';
import type { Db } from '#central/store/index.ts';
import { auditRow, ensureSigningKey, insertAudit, migrate, openDatabase } from '#central/store/index.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { newId } from '../harness/acts.ts';
import { freshDatabase } from '../harness/postgres.ts';

export const person = 'ab'.repeat(32);

/** A database with the audit log in it, and logs that work on it, as many as a test wants. */
export interface LogWorld {
  /** The role that serves requests. */
  readonly app: Db;
  /** May do everything, as somebody who has broken in. */
  readonly owner: Db;
  readonly urls: { readonly owner: string; readonly app: string };
  readonly folder: string;
  readonly keys: string;
  readonly file: string;
  readonly clock: Clock & { aheadMs: number };
  /** Timers of an hour, which the test lets go off; short ones run as they are. */
  readonly hourly: (() => void)[];
  readonly faults: readonly AuditFault[];
  open(file?: string): AuditLog;
  /** Writes entries in transactions of `each`; gives back their ids. */
  write(count: number, each?: number, terminal?: string): Promise<string[]>;
  key(): NoteKey;
  /** @param outside checkpoints from outside the database; those of `file` where nothing is said. */
  verify(outside?: string): Promise<Verification>;
  close(): Promise<void>;
}

export async function openLogWorld(): Promise<LogWorld> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-audit-'));
  const database = await freshDatabase();
  await migrate(database.urls.owner, new URL(database.urls.app).username);
  const app = openDatabase(database.urls.app, 6);
  const owner = openDatabase(database.urls.owner, 2);
  const hourly: (() => void)[] = [];
  const clock = {
    ...systemClock,
    aheadMs: 0,
    now: () => systemClock.now() + clock.aheadMs,
    after(delayMs: number, fn: () => void) {
      if (delayMs < 60_000) return systemClock.after(delayMs, fn);
      hourly.push(fn);
      return () => void hourly.splice(0, hourly.length, ...hourly.filter((one) => one !== fn));
    },
  };
  const keys = path.join(folder, 'keys');
  const firstFile = path.join(folder, 'outside', 'checkpoints.jsonl');
  const faults: AuditFault[] = [];
  const opened: AuditLog[] = [];
  const key = (): NoteKey => ({ name: defaultOrigin, publicKey: ensureSigningKey(keys, auditKeyName).publicKey });
  return {
    app,
    owner,
    urls: database.urls,
    folder,
    keys,
    file: firstFile,
    clock,
    hourly,
    faults,
    open(file = firstFile) {
      const log = openAuditLog({
        db: app,
        clock,
        random: randomBytes,
        keyFolder: keys,
        checkpointFile: file,
        onFault: (fault) => faults.push(fault),
      });
      opened.push(log);
      return log;
    },
    async write(count, each = 1, terminal = 'E0217') {
      const ids = Array.from({ length: count }, newId);
      for (let at = 0; at < count; at += each) {
        const rows = ids.slice(at, at + each).map((id) => auditRow(clock, factOf(terminal), id));
        await insertAudit(app, clock, rows);
        clock.aheadMs += 1; // tickets of one millisecond have no order
      }
      return ids;
    },
    key,
    verify: (outside = firstFile) => verifyLog(owner, key(), readKept(outside).kept),
    async close() {
      await Promise.all(opened.map((log) => log.close()));
      await Promise.all([app.destroy(), owner.destroy()]);
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function factOf(terminal: string): Parameters<typeof auditRow>[1] {
  return {
    terminal,
    action: 'contributions',
    session: newId(),
    personKey: person,
    purpose: 'social-insurance.contribution-certificate',
    verification: 'face:test',
    outcome: 'ok',
    source: 'test 1',
    subject: 'QD2026112302170001',
    dataHash: '0a'.repeat(32),
  };
}
