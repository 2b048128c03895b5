/**
 * The audit log as a Merkle tree. Entries are written where they arise, in the transaction of what they tell of, with a ticket beside
 * them; one process at a time turns tickets into places in the log (`audit_leaf`). Entries, leaves, nodes and checkpoints only grow.
 * What there was before gets its tickets and, for acts that were settled, its entries here, so that "every settled act has its entry"
 * holds without exception. `log` is the shard key: one log lies on one machine, its entries lie with their terminals.
 */
export const audit = `
ALTER TABLE audit_entry
  ADD COLUMN actor text NOT NULL DEFAULT '',
  ADD COLUMN subject text NOT NULL DEFAULT '',
  ADD COLUMN data_hash text NOT NULL DEFAULT '';

-- Only for who read a person's data: acts, which are the most, are found by the case.
DROP INDEX audit_entry_of_person;
CREATE INDEX audit_read_of_person ON audit_entry (person_key, at) WHERE person_key <> '' AND action NOT LIKE 'act.%';

-- Entries that have no place yet: one row per transaction that wrote some, gone when they have it. digests: 32 bytes for each, so that
-- nobody need read the entries again to give them their places; null for those that were there before the log.
CREATE TABLE audit_ticket (
  terminal_id text NOT NULL,
  id uuid NOT NULL,
  entries uuid[] NOT NULL,
  digests bytea CHECK (length(digests) = 32 * cardinality(entries)),
  PRIMARY KEY (terminal_id, id)
);
-- How far the log is; who appends holds the row, and the lease until then.
CREATE TABLE audit_head (
  log text PRIMARY KEY,
  size bigint NOT NULL,
  last_leaf bytea NOT NULL,
  peaks bytea NOT NULL,
  holder text NOT NULL,
  lease_until timestamptz NOT NULL
);
INSERT INTO audit_head VALUES ('centre', 0, decode(repeat('00', 32), 'hex'), '', '', 'epoch');
CREATE TABLE audit_leaf (
  log text NOT NULL,
  leaf_index bigint NOT NULL CHECK (leaf_index >= 0),
  terminal_id text NOT NULL,
  entry_id uuid NOT NULL,
  prev_hash bytea NOT NULL,
  leaf_hash bytea NOT NULL,
  PRIMARY KEY (log, leaf_index),
  -- By the entry's id first, for who has only that; two terminals could send one id.
  UNIQUE (log, entry_id, terminal_id)
);
-- Roots of complete subtrees of 256, 65536, ... leaves: with them a proof reads a few hundred rows at most.
CREATE TABLE audit_node (
  log text NOT NULL,
  level integer NOT NULL,
  node_index bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (log, level, node_index)
);
CREATE TABLE audit_checkpoint (
  log text NOT NULL,
  size bigint NOT NULL,
  note text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (log, size)
);

INSERT INTO audit_entry
  (terminal_id, id, at, action, session, person_key, purpose, verification, outcome, source, actor, subject, data_hash)
SELECT i.terminal_id, i.id, i.received_at, 'act.' || i.kind, coalesce(i.session::text, ''), coalesce(c.person_key, ''), '', 'none',
  coalesce(nullif(i.receipt::jsonb ->> 'reason', ''), 'ok'), '',
  'terminal:' || i.terminal_id, coalesce(c.case_number, ''), i.hash
FROM inbox i LEFT JOIN service_case c ON c.act_id = i.id
WHERE i.receipt IS NOT NULL;
INSERT INTO audit_ticket SELECT terminal_id, id, ARRAY[id], null FROM audit_entry;
`;
