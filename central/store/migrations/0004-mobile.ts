/**
 * The page on the phone, and what similar parties needed next. A link is a capability: who has the token may see what the message is about; the
 * token itself is only in the message.
 */
export const mobile = `
CREATE TABLE mobile_link (
  -- SHA-256 of the token, hex.
  token_hash text PRIMARY KEY,
  party_key text NOT NULL,
  proposal_id uuid NOT NULL,
  person_key text NOT NULL,
  -- By which channel the token went out.
  channel text NOT NULL,
  created_at timestamptz NOT NULL,
  -- Who opened it said that the message was not for them.
  disowned_at timestamptz
);
CREATE INDEX mobile_link_of_party ON mobile_link (party_key, proposal_id);
CREATE INDEX mobile_link_by_age ON mobile_link (created_at);
-- One browser at one link, from its first touch on. session: its name among verification codes and in the audit log.
CREATE TABLE mobile_visit (
  -- SHA-256 of cookie and token, hex.
  visit_key text PRIMARY KEY,
  token_hash text NOT NULL,
  session uuid NOT NULL,
  interactions integer NOT NULL,
  challenge text,
  phone_masked text NOT NULL,
  code_until timestamptz,
  tries_left integer NOT NULL,
  started_at timestamptz NOT NULL
);
CREATE INDEX mobile_visit_by_age ON mobile_visit (started_at);
-- Forms that were sent: each page's form is taken once.
CREATE TABLE mobile_form (
  nonce text PRIMARY KEY,
  used_at timestamptz NOT NULL
);
CREATE INDEX mobile_form_by_age ON mobile_form (used_at);
-- The last case number of a day that was given out on phones.
CREATE TABLE mobile_number (
  day date PRIMARY KEY,
  n integer NOT NULL
);

-- Of the parties of a class that confirmed after_item: how many, and how many of them confirmed item within 180 days. Made anew every night;
-- has only what is worth saying.
CREATE TABLE next_need (
  class text NOT NULL,
  after_item text NOT NULL,
  item text NOT NULL,
  parties integer NOT NULL,
  followed integer NOT NULL CHECK (followed <= parties),
  computed_at timestamptz NOT NULL,
  PRIMARY KEY (class, after_item, item)
);
`;
