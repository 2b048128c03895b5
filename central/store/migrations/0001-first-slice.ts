/** Terminals, uplink, cases, certificates, channels, feed, audit. */
export const firstSlice = `
CREATE TABLE terminal (
  terminal_id text PRIMARY KEY,
  district_code text NOT NULL CHECK (district_code ~ '^[0-9]{6}$'),
  enrolled_at timestamptz NOT NULL
);
CREATE TABLE terminal_certificate (
  terminal_id text NOT NULL,
  fingerprint text NOT NULL,
  not_after timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (terminal_id, fingerprint)
);
-- Signs of life are worth nothing after a crash: they come again within seconds.
CREATE UNLOGGED TABLE terminal_pulse (
  terminal_id text PRIMARY KEY,
  at timestamptz NOT NULL,
  queue integer NOT NULL,
  devices jsonb NOT NULL,
  version text NOT NULL,
  screen text NOT NULL
);

CREATE TABLE chain_head (
  terminal_id text PRIMARY KEY,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  hash text NOT NULL
);
CREATE TABLE session_head (
  terminal_id text NOT NULL,
  session uuid NOT NULL,
  next_seq integer NOT NULL,
  PRIMARY KEY (terminal_id, session)
);
CREATE TABLE inbox (
  terminal_id text NOT NULL,
  id uuid NOT NULL,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  session uuid,
  sess_seq integer,
  kind text NOT NULL,
  schema_version integer NOT NULL,
  hlc text NOT NULL,
  expires_at timestamptz,
  hash text NOT NULL,
  body_hash text NOT NULL,
  body text NOT NULL,
  received_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('parked', 'failed', 'applied', 'superseded', 'rejected')),
  attempts integer NOT NULL,
  detail text NOT NULL,
  receipt text,
  PRIMARY KEY (terminal_id, id),
  CHECK ((receipt IS NULL) = (state IN ('parked', 'failed')))
);
CREATE INDEX inbox_waiting ON inbox (terminal_id, session, sess_seq) WHERE state = 'parked';
CREATE INDEX inbox_by_id ON inbox (id);
CREATE TABLE alarm (
  terminal_id text NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  detail jsonb NOT NULL,
  PRIMARY KEY (terminal_id, id)
);

CREATE TABLE service_item (
  item_id text NOT NULL,
  version integer NOT NULL,
  body jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (item_id, version)
);
CREATE TABLE service_case (
  person_key text NOT NULL,
  act_id uuid NOT NULL,
  terminal_id text NOT NULL,
  case_number text NOT NULL,
  item_id text NOT NULL,
  item_version integer NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'accepted', 'processing', 'done', 'rejected', 'superseded')),
  opened_at timestamptz NOT NULL,
  due_on date,
  due_provisional boolean NOT NULL,
  certificate_number text,
  PRIMARY KEY (person_key, act_id)
);
CREATE INDEX service_case_by_act ON service_case (act_id);
CREATE INDEX service_case_newest ON service_case (person_key, opened_at DESC);
CREATE TABLE case_step (
  person_key text NOT NULL,
  act_id uuid NOT NULL,
  n integer NOT NULL,
  at timestamptz NOT NULL,
  what jsonb NOT NULL,
  PRIMARY KEY (person_key, act_id, n)
);
CREATE TABLE certificate (
  number text PRIMARY KEY,
  check_code text NOT NULL,
  person_key text NOT NULL,
  act_id uuid NOT NULL,
  terminal_id text NOT NULL,
  item_id text NOT NULL,
  item_version integer NOT NULL,
  holder_masked text NOT NULL,
  issued_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('valid', 'revoked')),
  statement_hash text NOT NULL
);
CREATE TABLE number_block (
  district_code text NOT NULL,
  year integer NOT NULL,
  next integer NOT NULL,
  PRIMARY KEY (district_code, year)
);
CREATE TABLE rating (
  terminal_id text NOT NULL,
  about uuid NOT NULL,
  act_id uuid NOT NULL,
  score integer NOT NULL CHECK (score BETWEEN 1 AND 5),
  reasons jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (terminal_id, about)
);

CREATE TABLE contact (
  person_key text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('sms')),
  address text NOT NULL,
  source text NOT NULL,
  verified_at timestamptz NOT NULL,
  PRIMARY KEY (person_key, channel)
);
CREATE TABLE verification_code (
  terminal_id text NOT NULL,
  challenge text NOT NULL,
  session uuid NOT NULL,
  person_key text NOT NULL,
  code_hash text NOT NULL,
  sent_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  tries_left integer NOT NULL CHECK (tries_left >= 0),
  passed_at timestamptz,
  PRIMARY KEY (terminal_id, challenge)
);
CREATE INDEX verification_code_by_person ON verification_code (person_key, sent_at);
CREATE INDEX verification_code_by_terminal ON verification_code (terminal_id, sent_at);

CREATE TABLE outbox_central (
  shard integer NOT NULL,
  id uuid NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  next_at timestamptz NOT NULL,
  lease_until timestamptz,
  attempts integer NOT NULL,
  done_at timestamptz,
  last_code text NOT NULL,
  PRIMARY KEY (shard, id)
);
CREATE INDEX outbox_central_due ON outbox_central (shard, next_at) WHERE done_at IS NULL;

CREATE TABLE feed (
  stream text NOT NULL,
  pos bigint NOT NULL,
  key text NOT NULL,
  op text NOT NULL CHECK (op IN ('put', 'delete')),
  payload text NOT NULL,
  key_id text NOT NULL,
  sig text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (stream, pos)
);
CREATE TABLE feed_floor (
  stream text PRIMARY KEY,
  floor bigint NOT NULL
);

CREATE TABLE audit_entry (
  terminal_id text NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  action text NOT NULL,
  session text NOT NULL,
  person_key text NOT NULL,
  purpose text NOT NULL,
  verification text NOT NULL,
  outcome text NOT NULL,
  source text NOT NULL,
  PRIMARY KEY (terminal_id, id)
);
CREATE INDEX audit_entry_of_person ON audit_entry (person_key, at);
`;
