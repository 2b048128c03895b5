import type { JSONColumnType } from 'kysely';
import type { ProposalState } from '#contracts/approval/proposal.ts';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { Day, JsonObject, MaybeDay, MaybeWhen, When } from './columns.ts';

/** The tables of imperceptible approval as they are read and written; what each is for stands in `migrations/0002-approval.ts`. */
export interface ApprovalTables {
  subject_key: SubjectKeyTable;
  party: PartyTable;
  party_agent: PartyAgentTable;
  party_contact: PartyContactTable;
  consent: ConsentTable;
  party_certificate: PartyCertificateTable;
  source_cursor: SourceCursorTable;
  domain_event: DomainEventTable;
  approval_item: ApprovalItemTable;
  item_place: ItemPlaceTable;
  item_material: ItemMaterialTable;
  item_field: ItemFieldTable;
  item_suspension: ItemSuspensionTable;
  judgement_run: JudgementRunTable;
  judgement: JudgementTable;
  proposal: ProposalTable;
  proposal_offer: ProposalOfferTable;
  notification: NotificationTable;
  confirmation: ConfirmationTable;
  approval_case: ApprovalCaseTable;
  approval_step: ApprovalStepTable;
  staff_task: StaffTaskTable;
  delivery: DeliveryTable;
  courier_order: CourierOrderTable;
  delivery_event: DeliveryEventTable;
  case_rating: CaseRatingTable;
  staff_session: StaffSessionTable;
  mobile_link: MobileLinkTable;
  mobile_visit: MobileVisitTable;
  mobile_form: MobileFormTable;
  mobile_number: MobileNumberTable;
  next_need: NextNeedTable;
}

interface SubjectKeyTable {
  party_key: string;
  salt: Buffer;
}

interface PartyTable {
  party_key: string;
  kind: 'organisation' | 'person';
  uscc: string | null;
  class: string;
  district: string;
  status: string;
  listed_abnormal: boolean | null;
  open_case: boolean | null;
  facts: JSONColumnType<Record<string, string>, string, string>;
  marks: JSONColumnType<Record<string, string>, string, string>;
  sealed: string;
  record_version: number;
  source: string;
  source_at: When;
}

interface PartyAgentTable {
  party_key: string;
  person_key: string;
  role: 'self' | 'legal-representative' | 'handler';
  sealed: string;
  valid_from: When;
  valid_to: MaybeWhen;
}

interface PartyContactTable {
  party_key: string;
  person_key: string;
  channel: 'sms' | 'wechat' | 'alipay' | 'app';
  sealed: string;
  address_key: string;
  verified_at: MaybeWhen;
  source: string;
  opt_out_at: MaybeWhen;
  quota: number | null;
}

interface ConsentTable {
  person_key: string;
  purpose: string;
  dataset: string;
  given_at: When;
  via: string;
  withdrawn_at: MaybeWhen;
}

interface PartyCertificateTable {
  party_key: string;
  type: string;
  number: string;
  version: number;
  district: string;
  issuer: string;
  issued_on: Day;
  valid_from: Day;
  valid_to: MaybeDay;
  status: 'valid' | 'superseded' | 'expired' | 'revoked';
  fields: JSONColumnType<Record<string, string>, string, string>;
  marks: JSONColumnType<Record<string, string>, string, string>;
  sealed: string;
  source: string;
  source_at: When;
  case_number: string | null;
}

interface SourceCursorTable {
  source: string;
  cursor: number;
  polled_at: MaybeWhen;
  fresh_at: MaybeWhen;
  state: 'ok' | 'down' | 'gap' | 'untrusted';
  detail: string;
}

interface DomainEventTable {
  source: string;
  seq: number;
  party_key: string;
  type: string;
  at: When;
  received_at: When;
  sealed: string;
  key_id: string;
  sig: string;
  sent_at: When;
  state: 'received' | 'judged' | 'stale' | 'aside';
  judged_at: MaybeWhen;
  detail: string;
}

interface ApprovalItemTable {
  item_id: string;
  version: number;
  state: 'draft' | 'tested' | 'approved' | 'live' | 'retired';
  body: JSONColumnType<ApprovalItem, string, string>;
  decision: string;
  sha256: string;
  author: string;
  approver: string | null;
  effective_from: MaybeDay;
  effective_to: MaybeDay;
  backtest: JSONColumnType<object | null, string | null, string | null>;
  key_id: string | null;
  sig: string | null;
  created_at: When;
  changed_at: When;
}

interface ItemPlaceTable {
  item_id: string;
  version: number;
  district: string;
  implementation_code: string;
  agency: JSONColumnType<ApprovalItem['places'][number]['agency'], string, string>;
  valid_from: Day;
  valid_to: MaybeDay;
}

interface ItemMaterialTable {
  item_id: string;
  version: number;
  code: string;
  waived: boolean;
  source: string | null;
}

interface ItemFieldTable {
  item_id: string;
  version: number;
  pointer: string;
  prefill_from: string | null;
  editable: boolean;
}

interface ItemSuspensionTable {
  item_id: string;
  district: string;
  since: When;
  by_whom: string;
  reason: string;
}

interface JudgementRunTable {
  id: string;
  kind: 'event' | 'nightly';
  started_at: When;
  ended_at: MaybeWhen;
  parties: number;
  evaluated: number;
  proposed: number;
  held: number;
}

interface JudgementTable {
  party_key: string;
  id: string;
  run_id: string;
  item_id: string;
  item_version: number;
  certificate: string;
  facts: JsonObject;
  facts_hash: string;
  hits: JsonObject;
  action: 'propose' | 'hold' | 'ignore';
  reason: string;
  missing: JSONColumnType<string[], string, string>;
  due_in_days: number | null;
  at: When;
}

interface ProposalTable {
  party_key: string;
  id: string;
  item_id: string;
  item_version: number;
  district: string;
  judgement_id: string;
  certificate: string;
  base_version: number;
  dedup_key: string;
  sealed: string;
  due_on: Day;
  expires_at: When;
  state: ProposalState;
  detail: string;
  interactions: number;
  score: number;
  created_at: When;
  changed_at: When;
}

interface ProposalOfferTable {
  party_key: string;
  proposal_id: string;
  person_key: string;
  tag: string;
}

interface NotificationTable {
  party_key: string;
  id: string;
  proposal_id: string;
  person_key: string;
  channel: string;
  provider: string;
  template: string;
  provider_ref: string | null;
  refusal: JSONColumnType<object | null, string | null, string | null>;
  state: 'sending' | 'waiting' | 'delivered' | 'failed' | 'refused';
  tries: number;
  code: string;
  at: When;
  reported_at: MaybeWhen;
}

interface ConfirmationTable {
  party_key: string;
  proposal_id: string;
  person_key: string;
  act_id: string;
  decision: 'confirmed' | 'declined';
  reason: string;
  via: string;
  method: string;
  interactions: number;
  shown_hash: string;
  at: When;
}

interface ApprovalCaseTable {
  party_key: string;
  case_number: string;
  proposal_id: string;
  act_id: string;
  item_id: string;
  item_version: number;
  district: string;
  certificate: string;
  base_version: number;
  state: JsonObject;
  status: 'open' | 'held' | 'returned' | 'closed' | 'refused' | 'withdrawn';
  step: string;
  sealed: string;
  due_on: Day;
  due_provisional: boolean;
  warn_at: MaybeWhen;
  wake_at: MaybeWhen;
  escalated: number;
  revision: number;
  opened_at: When;
  closed_at: MaybeWhen;
}

interface ApprovalStepTable {
  party_key: string;
  case_number: string;
  n: number;
  code: string;
  at: When;
  actor: string;
  what: JSONColumnType<LocalizedText, string, string>;
}

interface StaffTaskTable {
  district: string;
  id: string;
  role: string;
  kind: string;
  item_id: string;
  party_key: string;
  case_number: string | null;
  proposal_id: string | null;
  step: string;
  state: 'open' | 'claimed' | 'done' | 'cancelled';
  assignee: string | null;
  due_on: MaybeDay;
  decision: string | null;
  reason: string | null;
  created_at: When;
  done_at: MaybeWhen;
}

interface DeliveryTable {
  party_key: string;
  case_number: string;
  errand: JsonObject;
  status: string;
  changed_at: When;
}

interface CourierOrderTable {
  order_key: string;
  party_key: string;
  case_number: string;
  direction: 'pickup' | 'deliver';
  waybill: string | null;
  state: string;
  at: When;
}

interface DeliveryEventTable {
  order_key: string;
  n: number;
  at: When;
  code: string;
  report_key: string;
  what: JSONColumnType<LocalizedText, string, string>;
}

interface CaseRatingTable {
  party_key: string;
  case_number: string;
  score: number;
  reasons: JSONColumnType<string[], string, string>;
  at: When;
}

interface StaffSessionTable {
  id: string;
  subject: string;
  name: string;
  roles: JSONColumnType<string[], string, string>;
  districts: JSONColumnType<string[], string, string>;
  csrf: string;
  created_at: When;
  seen_at: When;
  expires_at: When;
}

interface MobileLinkTable {
  token_hash: string;
  party_key: string;
  proposal_id: string;
  person_key: string;
  channel: string;
  created_at: When;
  disowned_at: MaybeWhen;
}

interface MobileVisitTable {
  visit_key: string;
  token_hash: string;
  session: string;
  interactions: number;
  challenge: string | null;
  phone_masked: string;
  code_until: MaybeWhen;
  tries_left: number;
  started_at: When;
}

interface MobileFormTable {
  nonce: string;
  used_at: When;
}

interface MobileNumberTable {
  day: Day;
  n: number;
}

interface NextNeedTable {
  class: string;
  after_item: string;
  item: string;
  parties: number;
  followed: number;
  computed_at: When;
}
