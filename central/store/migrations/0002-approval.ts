/**
 * Imperceptible approval: parties and what is known of them, events, items with their versions, judgements, proposals, messages, cases,
 * tasks, deliveries. `party_key` = keyed hash of an identity number or of a USCC (`openPseudonyms`), so that it spreads evenly and names
 * nobody. `sealed` = personal data under the subject's own key (`subject_key`): when that row is deleted, nobody can read it any more.
 */
export const approval = `
CREATE TABLE subject_key (
  party_key text PRIMARY KEY,
  salt bytea NOT NULL
);
CREATE TABLE party (
  party_key text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('organisation', 'person')),
  uscc text,
  class text NOT NULL,
  district text NOT NULL,
  status text NOT NULL,
  listed_abnormal boolean,
  open_case boolean,
  -- What a register says of an organisation: name, address, capital, established, unitType. Nothing personal.
  facts jsonb NOT NULL,
  -- Keyed hashes of name, legalRepresentative, address, capital: compared with a certificate's without opening a seal.
  marks jsonb NOT NULL,
  sealed text NOT NULL,
  record_version integer NOT NULL,
  source text NOT NULL,
  source_at timestamptz NOT NULL
);
CREATE INDEX party_by_uscc ON party (uscc) WHERE uscc IS NOT NULL;
CREATE TABLE party_agent (
  party_key text NOT NULL,
  person_key text NOT NULL,
  role text NOT NULL CHECK (role IN ('self', 'legal-representative', 'handler')),
  sealed text NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  PRIMARY KEY (party_key, person_key, role)
);
CREATE INDEX party_agent_of_person ON party_agent (person_key);
CREATE TABLE party_contact (
  party_key text NOT NULL,
  person_key text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('sms', 'wechat', 'alipay', 'app')),
  sealed text NOT NULL,
  -- Keyed hash of the address: finds whose number it is without opening anybody's seal.
  address_key text NOT NULL,
  verified_at timestamptz,
  source text NOT NULL,
  opt_out_at timestamptz,
  quota integer,
  PRIMARY KEY (party_key, person_key, channel)
);
CREATE INDEX party_contact_by_address ON party_contact (address_key);
CREATE TABLE consent (
  person_key text NOT NULL,
  purpose text NOT NULL,
  dataset text NOT NULL,
  given_at timestamptz NOT NULL,
  via text NOT NULL,
  withdrawn_at timestamptz,
  PRIMARY KEY (person_key, purpose, dataset)
);
CREATE TABLE party_certificate (
  party_key text NOT NULL,
  type text NOT NULL,
  number text NOT NULL,
  version integer NOT NULL,
  district text NOT NULL,
  issuer text NOT NULL,
  issued_on date NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  status text NOT NULL CHECK (status IN ('valid', 'superseded', 'expired', 'revoked')),
  fields jsonb NOT NULL,
  marks jsonb NOT NULL,
  sealed text NOT NULL,
  source text NOT NULL,
  source_at timestamptz NOT NULL,
  case_number text,
  PRIMARY KEY (party_key, type, number, version)
);

CREATE TABLE source_cursor (
  source text PRIMARY KEY,
  cursor bigint NOT NULL,
  polled_at timestamptz,
  fresh_at timestamptz,
  state text NOT NULL CHECK (state IN ('ok', 'down', 'gap', 'untrusted')),
  detail text NOT NULL
);
CREATE TABLE domain_event (
  source text NOT NULL,
  seq bigint NOT NULL,
  party_key text NOT NULL,
  type text NOT NULL,
  at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  sealed text NOT NULL,
  key_id text NOT NULL,
  sig text NOT NULL,
  sent_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('received', 'judged', 'stale', 'aside')),
  judged_at timestamptz,
  detail text NOT NULL,
  PRIMARY KEY (source, seq)
);
CREATE INDEX domain_event_waiting ON domain_event (source, seq) WHERE state = 'received';
CREATE INDEX domain_event_of_party ON domain_event (party_key, at);

CREATE TABLE approval_item (
  item_id text NOT NULL,
  version integer NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'tested', 'approved', 'live', 'retired')),
  body jsonb NOT NULL,
  decision text NOT NULL,
  sha256 text NOT NULL,
  author text NOT NULL,
  approver text,
  effective_from date,
  effective_to date,
  backtest jsonb,
  key_id text,
  sig text,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (item_id, version),
  CHECK (approver IS NULL OR approver <> author),
  CHECK ((state IN ('approved', 'live', 'retired')) = (approver IS NOT NULL AND sig IS NOT NULL))
);
CREATE INDEX approval_item_live ON approval_item (state, item_id);
CREATE TABLE item_place (
  item_id text NOT NULL,
  version integer NOT NULL,
  district text NOT NULL,
  implementation_code text NOT NULL,
  agency jsonb NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  PRIMARY KEY (item_id, version, district)
);
CREATE TABLE item_material (
  item_id text NOT NULL,
  version integer NOT NULL,
  code text NOT NULL,
  waived boolean NOT NULL,
  source text,
  PRIMARY KEY (item_id, version, code)
);
CREATE TABLE item_field (
  item_id text NOT NULL,
  version integer NOT NULL,
  pointer text NOT NULL,
  prefill_from text,
  editable boolean NOT NULL,
  PRIMARY KEY (item_id, version, pointer)
);
CREATE TABLE item_suspension (
  item_id text NOT NULL,
  district text NOT NULL,
  since timestamptz NOT NULL,
  by_whom text NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (item_id, district)
);

CREATE INDEX feed_by_key ON feed (stream, key, pos DESC);

CREATE TABLE judgement_run (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('event', 'nightly')),
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  parties integer NOT NULL,
  evaluated integer NOT NULL,
  proposed integer NOT NULL,
  held integer NOT NULL
);
CREATE TABLE judgement (
  party_key text NOT NULL,
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  item_id text NOT NULL,
  item_version integer NOT NULL,
  certificate text NOT NULL,
  facts jsonb NOT NULL,
  facts_hash text NOT NULL,
  hits jsonb NOT NULL,
  action text NOT NULL CHECK (action IN ('propose', 'hold', 'ignore')),
  reason text NOT NULL,
  missing jsonb NOT NULL,
  due_in_days integer,
  at timestamptz NOT NULL,
  PRIMARY KEY (party_key, id)
);
CREATE INDEX judgement_of_item ON judgement (item_id, item_version, action);
CREATE TABLE proposal (
  party_key text NOT NULL,
  id uuid NOT NULL,
  item_id text NOT NULL,
  item_version integer NOT NULL,
  district text NOT NULL,
  judgement_id uuid NOT NULL,
  certificate text NOT NULL,
  base_version integer NOT NULL,
  -- What caused it, for one proposal per (party, item, trigger): certificate and, for a change, what it is changed to.
  dedup_key text NOT NULL,
  sealed text NOT NULL,
  due_on date NOT NULL,
  expires_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('judged', 'queued', 'sent', 'opened', 'unreachable', 'held', 'confirmed', 'declined', 'expired', 'superseded', 'withdrawn')),
  detail text NOT NULL,
  interactions integer NOT NULL CHECK (interactions BETWEEN 0 AND 3),
  score double precision NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (party_key, id),
  UNIQUE (party_key, dedup_key)
);
CREATE INDEX proposal_by_id ON proposal (id);
CREATE INDEX proposal_open ON proposal (state, expires_at) WHERE state IN ('judged', 'queued', 'sent', 'opened', 'unreachable', 'held');
CREATE INDEX proposal_of_item ON proposal (item_id, item_version, state);
CREATE TABLE proposal_offer (
  party_key text NOT NULL,
  proposal_id uuid NOT NULL,
  person_key text NOT NULL,
  tag text NOT NULL,
  PRIMARY KEY (party_key, proposal_id, person_key)
);
CREATE INDEX proposal_offer_of_person ON proposal_offer (person_key);
CREATE TABLE notification (
  party_key text NOT NULL,
  id uuid NOT NULL,
  proposal_id uuid NOT NULL,
  person_key text NOT NULL,
  channel text NOT NULL,
  provider text NOT NULL,
  template text NOT NULL,
  provider_ref text,
  refusal jsonb,
  state text NOT NULL CHECK (state IN ('sending', 'waiting', 'delivered', 'failed', 'refused')),
  tries integer NOT NULL,
  code text NOT NULL,
  at timestamptz NOT NULL,
  reported_at timestamptz,
  PRIMARY KEY (party_key, id)
);
CREATE INDEX notification_of_proposal ON notification (party_key, proposal_id);
CREATE INDEX notification_by_ref ON notification (provider, provider_ref);
CREATE INDEX notification_by_id ON notification (id);

CREATE TABLE confirmation (
  party_key text NOT NULL,
  proposal_id uuid NOT NULL,
  person_key text NOT NULL,
  act_id uuid NOT NULL,
  decision text NOT NULL CHECK (decision IN ('confirmed', 'declined')),
  reason text NOT NULL,
  via text NOT NULL,
  method text NOT NULL,
  interactions integer NOT NULL,
  shown_hash text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (party_key, proposal_id)
);
CREATE TABLE approval_case (
  party_key text NOT NULL,
  case_number text NOT NULL,
  proposal_id uuid NOT NULL,
  act_id uuid NOT NULL,
  item_id text NOT NULL,
  item_version integer NOT NULL,
  district text NOT NULL,
  certificate text NOT NULL,
  base_version integer NOT NULL,
  state jsonb NOT NULL,
  -- Copies of what lists and clocks ask for.
  status text NOT NULL CHECK (status IN ('open', 'held', 'returned', 'closed', 'refused', 'withdrawn')),
  step text NOT NULL,
  sealed text NOT NULL,
  due_on date NOT NULL,
  due_provisional boolean NOT NULL,
  warn_at timestamptz,
  -- When the case goes on by itself; null while it waits for somebody outside.
  wake_at timestamptz,
  escalated integer NOT NULL,
  revision integer NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (party_key, case_number)
);
CREATE INDEX approval_case_by_number ON approval_case (case_number);
CREATE INDEX approval_case_by_act ON approval_case (act_id);
CREATE INDEX approval_case_ready ON approval_case (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX approval_case_open ON approval_case (district, status, due_on);
CREATE TABLE approval_step (
  party_key text NOT NULL,
  case_number text NOT NULL,
  n integer NOT NULL,
  code text NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  what jsonb NOT NULL,
  PRIMARY KEY (party_key, case_number, n)
);
CREATE TABLE staff_task (
  district text NOT NULL,
  id uuid NOT NULL,
  role text NOT NULL,
  kind text NOT NULL,
  item_id text NOT NULL,
  party_key text NOT NULL,
  case_number text,
  proposal_id uuid,
  step text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'claimed', 'done', 'cancelled')),
  assignee text,
  due_on date,
  decision text,
  reason text,
  created_at timestamptz NOT NULL,
  done_at timestamptz,
  PRIMARY KEY (district, id)
);
CREATE INDEX staff_task_open ON staff_task (district, role, created_at) WHERE state IN ('open', 'claimed');
CREATE UNIQUE INDEX staff_task_once ON staff_task (district, party_key, kind, coalesce(case_number, ''), coalesce(proposal_id::text, ''), step) WHERE state IN ('open', 'claimed');
CREATE TABLE delivery (
  party_key text NOT NULL,
  case_number text NOT NULL,
  errand jsonb NOT NULL,
  status text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (party_key, case_number)
);
CREATE TABLE courier_order (
  order_key text PRIMARY KEY,
  party_key text NOT NULL,
  case_number text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('pickup', 'deliver')),
  waybill text,
  state text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX courier_order_by_waybill ON courier_order (waybill);
CREATE TABLE delivery_event (
  order_key text NOT NULL,
  n integer NOT NULL,
  at timestamptz NOT NULL,
  code text NOT NULL,
  report_key text NOT NULL,
  what jsonb NOT NULL,
  PRIMARY KEY (order_key, n),
  UNIQUE (order_key, report_key)
);
CREATE TABLE case_rating (
  party_key text NOT NULL,
  case_number text NOT NULL,
  score integer NOT NULL CHECK (score BETWEEN 1 AND 5),
  reasons jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (party_key, case_number)
);
CREATE TABLE staff_session (
  id text PRIMARY KEY,
  subject text NOT NULL,
  name text NOT NULL,
  roles jsonb NOT NULL,
  districts jsonb NOT NULL,
  csrf text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
`;
