import { createHash } from 'node:crypto';
import type { Act } from '#contracts/domain/act.ts';
import { act } from '#contracts/domain/act.ts';
import type { SyncRecord } from '#contracts/sync/wire.ts';
import { isStorable } from './ndjson.ts';

/** Whether a record's body is an act at all; `problem` is the word that goes to the inbox's `detail`. */
export type Reading = { readonly is: 'act'; readonly act: Act } | { readonly is: 'invalid'; readonly problem: string };

const supportedSchemaVersion = 1;
const knownKinds: ReadonlySet<string> = new Set(act.options.map((option) => option.shape.kind.value));

/** Reads the body and holds it against its envelope; a terminal speaks for itself only. */
export function readAct(record: SyncRecord, terminal: string): Reading {
  if (!knownKinds.has(record.kind)) return { is: 'invalid', problem: 'unknown-kind' };
  if (record.schemaVersion !== supportedSchemaVersion) return { is: 'invalid', problem: 'unknown-schema' };
  if (chainHash(record.prevHash, record.body) !== record.hash) return { is: 'invalid', problem: 'hash-mismatch' };
  const parsed = act.safeParse(parseJson(record.body));
  if (!parsed.success || !isStorable(record.body)) return { is: 'invalid', problem: 'invalid-body' };
  const { id, session, kind, terminal: at } = parsed.data;
  if (id !== record.id || session !== record.session || kind !== record.kind)
    return { is: 'invalid', problem: 'envelope-differs' };
  return at === terminal ? { is: 'act', act: parsed.data } : { is: 'invalid', problem: 'other-terminal' };
}

/** SHA-256 over the previous hash's 32 bytes and the body's UTF-8, hex. */
function chainHash(prevHashHex: string, body: string): string {
  return createHash('sha256').update(Buffer.from(prevHashHex, 'hex')).update(body, 'utf8').digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
