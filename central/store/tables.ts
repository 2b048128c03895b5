import type { JSONColumnType } from 'kysely';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { ServiceItem } from '#contracts/domain/service-item.ts';
import type { ApprovalTables } from './approval-tables.ts';
import type { JsonObject, MaybeDay, MaybeWhen, When } from './columns.ts';

/**
 * The columns as they are read and written. Every primary key begins with its shard key: the terminal for what comes up the
 * line, the person for what concerns a person, the number for what is looked up by number. `person_key` is a keyed hash of
 * the identity number (`personKey`), never the number.
 */
export interface Tables extends ApprovalTables {
  terminal: TerminalTable;
  terminal_certificate: TerminalCertificateTable;
  terminal_pulse: TerminalPulseTable;
  chain_head: ChainHeadTable;
  session_head: SessionHeadTable;
  inbox: InboxTable;
  alarm: AlarmTable;
  service_item: ServiceItemTable;
  service_case: ServiceCaseTable;
  case_step: CaseStepTable;
  certificate: CertificateTable;
  number_block: NumberBlockTable;
  rating: RatingTable;
  contact: ContactTable;
  verification_code: VerificationCodeTable;
  outbox_central: OutboxCentralTable;
  feed: FeedTable;
  feed_floor: FeedFloorTable;
  audit_entry: AuditEntryTable;
  audit_ticket: AuditTicketTable;
  audit_head: AuditHeadTable;
  audit_leaf: AuditLeafTable;
  audit_node: AuditNodeTable;
  audit_checkpoint: AuditCheckpointTable;
}

interface TerminalTable {
  terminal_id: string;
  /** Six digits, GB/T 2260: the first group of the certificate numbers that are issued here. */
  district_code: string;
  enrolled_at: When;
}

interface TerminalCertificateTable {
  terminal_id: string;
  /** SHA-256 of the DER, lower-case hex. */
  fingerprint: string;
  not_after: When;
  revoked_at: MaybeWhen;
}

interface TerminalPulseTable {
  terminal_id: string;
  at: When;
  queue: number;
  devices: JsonObject;
  version: string;
  screen: string;
}

interface ChainHeadTable {
  terminal_id: string;
  epoch: number;
  seq: number;
  hash: string;
}

interface SessionHeadTable {
  terminal_id: string;
  session: string;
  next_seq: number;
}

/** `parked` waits for an earlier act of its session, `failed` for its handler to be mended; the others are final. */
export type InboxState = 'parked' | 'failed' | 'applied' | 'superseded' | 'rejected';

interface InboxTable {
  terminal_id: string;
  id: string;
  epoch: number;
  seq: number;
  /** Null when the envelope itself was not valid. */
  session: string | null;
  sess_seq: number | null;
  kind: string;
  schema_version: number;
  hlc: string;
  expires_at: MaybeWhen;
  hash: string;
  body_hash: string;
  body: string;
  received_at: When;
  state: InboxState;
  attempts: number;
  /** Why, for central staff: a short word of ours, never a value of the act. */
  detail: string;
  /** The signed receipt's JSON text, as it was first sent; null until final. */
  receipt: string | null;
}

interface AlarmTable {
  terminal_id: string;
  id: string;
  at: When;
  kind: string;
  detail: JsonObject;
}

interface ServiceItemTable {
  item_id: string;
  version: number;
  body: JSONColumnType<ServiceItem, string, string>;
  published_at: When;
}

interface ServiceCaseTable {
  person_key: string;
  act_id: string;
  terminal_id: string;
  case_number: string;
  item_id: string;
  item_version: number;
  state: CaseSummary['state'];
  opened_at: When;
  due_on: MaybeDay;
  /** The promised day was counted in a year whose public holidays are not published yet. */
  due_provisional: boolean;
  certificate_number: string | null;
}

interface CaseStepTable {
  person_key: string;
  act_id: string;
  n: number;
  at: When;
  what: JSONColumnType<LocalizedText, string, string>;
}

interface CertificateTable {
  number: string;
  check_code: string;
  person_key: string;
  act_id: string;
  terminal_id: string;
  item_id: string;
  item_version: number;
  holder_masked: string;
  issued_at: When;
  state: 'valid' | 'revoked';
  /** SHA-256 over the canonical statement that was printed. */
  statement_hash: string;
}

interface NumberBlockTable {
  district_code: string;
  year: number;
  next: number;
}

interface RatingTable {
  terminal_id: string;
  about: string;
  act_id: string;
  score: number;
  reasons: JSONColumnType<string[], string, string>;
  at: When;
}

interface ContactTable {
  person_key: string;
  channel: 'sms';
  address: string;
  source: string;
  verified_at: When;
}

interface VerificationCodeTable {
  terminal_id: string;
  challenge: string;
  session: string;
  person_key: string;
  /** HMAC of challenge and code with the centre's secret: six digits alone would be found by trying. */
  code_hash: string;
  sent_at: When;
  expires_at: When;
  tries_left: number;
  passed_at: MaybeWhen;
}

interface OutboxCentralTable {
  shard: number;
  id: string;
  topic: string;
  /** Idempotency key towards the outside: the act's id. */
  key: string;
  payload: JsonObject;
  created_at: When;
  next_at: When;
  lease_until: MaybeWhen;
  attempts: number;
  done_at: MaybeWhen;
  last_code: string;
}

interface FeedTable {
  stream: string;
  pos: number;
  key: string;
  op: 'put' | 'delete';
  payload: string;
  key_id: string;
  sig: string;
  at: When;
}

interface FeedFloorTable {
  stream: string;
  /** Entries up to here may be missing: a cursor below it needs a snapshot. */
  floor: number;
}

interface AuditEntryTable {
  terminal_id: string;
  id: string;
  at: When;
  action: string;
  session: string;
  person_key: string;
  purpose: string;
  verification: string;
  /** `ok` or a code of the error table. */
  outcome: string;
  /** Provenance: which system answered, in which version. */
  source: string;
  /** Who caused it: `terminal:E0217`, `staff:<id>`, `system:<part>`, `source:<system>`. */
  actor: string;
  /** Case number, act id or other key of the thing that it concerns. */
  subject: string;
  /** Hash of what it is about, hex; for an act its record's hash in the terminal's chain. */
  data_hash: string;
}

/** Entries that wait for their place in the log; `id` is a UUIDv7, so that tickets sort by age. */
interface AuditTicketTable {
  terminal_id: string;
  id: string;
  entries: string[];
  /** SHA-256 of each entry's text, 32 bytes each; null for entries that are older than the log. */
  digests: Buffer | null;
}

interface AuditHeadTable {
  log: string;
  size: number;
  last_leaf: Buffer;
  /** The roots of the complete subtrees, 32 bytes each, largest first. */
  peaks: Buffer;
  holder: string;
  lease_until: When;
}

interface AuditLeafTable {
  log: string;
  leaf_index: number;
  terminal_id: string;
  entry_id: string;
  prev_hash: Buffer;
  leaf_hash: Buffer;
}

interface AuditNodeTable {
  log: string;
  /** 8, 16, ...: a node of level L is over 2^L leaves. */
  level: number;
  node_index: number;
  hash: Buffer;
}

interface AuditCheckpointTable {
  log: string;
  size: number;
  /** C2SP signed note. */
  note: string;
  at: When;
}
