import { z } from 'zod';
import type { Brand } from '../basics/ids.ts';
import { localizedText } from '../domain/localized.ts';

/** `construction.survey-qualification-change`: `<authority>.<what happens>`; the folder's name in `assets/items`. */
export type ApprovalItemId = Brand<string, 'ApprovalItemId'>;

export const approvalItemId = z
  .string()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
  .max(80)
  .transform((id) => id as ApprovalItemId);

/** 行政区划代码, GB/T 2260, six digits: the city is 370200, its ten districts follow. */
export const districtCode = z.string().regex(/^\d{6}$/);

/** 主体类型, one of the codes of `assets/items/party-classes.json`: `construction`, `survey`, …, `person`. */
export const partyClass = z.string().regex(/^[a-z][a-z-]{1,39}$/);

/** 证照类型, a code of `assets/items/certificate-types.json`. */
export const certificateType = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);

/** 材料: what would have had to be handed in. `waived` ones come from `source`, a dataset of a source system, instead. */
export const itemMaterial = z.strictObject({
  /** A code of `assets/items/materials.json`, which has the titles. */
  code: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  waived: z.boolean(),
  /** `<source system>/<dataset>`: `market-regulation/business-licence`; absent where it is not waived. */
  source: z
    .string()
    .regex(/^[a-z-]+\/[a-z-]+$/)
    .optional(),
});

/**
 * 预填字段: one field of the form. `from` is where its value is taken: `party.<fact>`, `certificate.<field>`, `change.before`,
 * `change.after`, `agent.<fact>`; absent = asked. `pointer` = JSON pointer into the form's values.
 */
export const itemField = z.strictObject({
  pointer: z.string().regex(/^\/[A-Za-z0-9]{1,40}$/),
  label: localizedText,
  from: z
    .string()
    .regex(/^(party|certificate|change|agent)\.[A-Za-z0-9]{1,40}$/)
    .optional(),
  editable: z.boolean(),
  /** Shown masked on a screen that others can see. */
  masked: z.boolean().optional(),
});

/** What `from` of a field may name. `certificate.*` also takes what is printed on it: `grade`, `scope`, … */
export const prefillNames = {
  party: [
    'name',
    'uscc',
    'address',
    'legalRepresentative',
    'legalRepresentativeId',
    'unitType',
    'capital',
    'established',
    'idNumber',
    'birth',
  ],
  certificate: ['number', 'issuer', 'issuedOn', 'validFrom', 'validTo'],
  change: ['before', 'after'],
  agent: ['name', 'phone'],
} as const;

/** 实施清单, one place: who carries the item out there, under which implementation code. */
export const itemPlace = z.strictObject({
  district: districtCode,
  /** 实施编码: basic code - district(12) - 000 - agency's USCC - 1 - 00. */
  implementationCode: z.string().regex(/^[0-9A-Z]{14}-\d{12}-000-[0-9A-Z]{18}-\d-\d{2}$/),
  agency: z.strictObject({ name: localizedText, uscc: z.string().regex(/^[0-9A-Z]{18}$/) }),
  from: z.iso.date(),
  to: z.iso.date().optional(),
});

export const staffRole = z.enum(['acceptor', 'reviewer', 'approver', 'issuer', 'caseworker']);
export type StaffRole = z.infer<typeof staffRole>;

/**
 * One step of an item's process. `kind` says what moves it on:
 * auto = checks that the centre makes itself; staff = a person of `role` decides (approve, return, hold); department = the issuing
 * department is asked and answers; issue = the new certificate version is made and the old one superseded; errand = courier or
 * drop-off, as the item's `handover` says; close = the case ends and is rated.
 */
export const processStep = z.strictObject({
  code: z.string().regex(/^[a-z][a-zA-Z0-9]{1,39}$/),
  kind: z.enum(['auto', 'staff', 'department', 'issue', 'errand', 'close']),
  title: localizedText,
  /** In words for the citizen, when the step has been done. */
  done: localizedText,
  role: staffRole.optional(),
  /** Codes of the steps that may follow; the first is the way when all goes well. Empty on the last one. */
  next: z.array(z.string()).max(6),
  /** Working days that this step may take before staff are warned. */
  warnAfterDays: z.int().min(0).max(60).optional(),
});
export type ProcessStep = z.infer<typeof processStep>;

/** Texts that go out about a case or a proposal; `{name}` placeholders are of `params`. */
export const itemTemplate = z.strictObject({
  code: z.enum(['proposal', 'reminder', 'progress', 'done', 'returned']),
  params: z.array(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/)).max(12),
  sms: localizedText,
  title: localizedText,
  body: localizedText,
});

/** JSON Schema 2020-12 with `x-kiosk` hints; checked by the process centre when it is taken in. */
export const jsonSchema = z.record(z.string(), z.unknown());

/**
 * 事项 of the imperceptible approval: decision table (`decision.dmn` beside it), process, form, texts, places and materials, as one
 * version. Data only: the 71st item needs no code. A running case keeps the version it began with.
 */
export const approvalItem = z.strictObject({
  id: approvalItemId,
  version: z.int().min(1),
  /** 基本编码, 14 characters. */
  basicCode: z.string().regex(/^[0-9A-Z]{14}$/),
  title: localizedText,
  summary: localizedText,
  /** 变更, 延续, 新办 (an allowance or a first certificate). */
  type: z.enum(['change', 'renewal', 'grant']),
  serves: z.enum(['organisation', 'person']),
  partyClasses: z.array(partyClass).min(1).max(16),
  certificateType,
  /** One of the first batch of trial items (首批试点). */
  trial: z.boolean(),
  legalBasis: localizedText,
  legalDays: z.int().min(1).max(120),
  promisedDays: z.int().min(1).max(120),
  /** Accepted and approved without a person when every check passes (秒批); staff sample afterwards. */
  autoDecide: z.boolean(),
  handover: z.enum(['collectFirst', 'collectOnDelivery', 'electronicOnly']),
  assurance: z.array(z.enum(['face', 'staff', 'sms'])).min(1),
  /** Offered as a suggestion by what similar parties needed next. */
  suggest: z.boolean(),
  places: z.array(itemPlace).min(1).max(11),
  materials: z.array(itemMaterial).max(12),
  fields: z.array(itemField).min(1).max(40),
  form: jsonSchema,
  process: z.array(processStep).min(2).max(20),
  templates: z.array(itemTemplate).min(1).max(5),
  /** Words for each `reason` that the decision table can give; placeholders of `reasonParams`. */
  reasons: z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/), localizedText),
});
export type ApprovalItem = z.infer<typeof approvalItem>;

/** What reason and message texts may name: `{party}`, `{item}`, `{before}`, `{after}`, `{certificate}`, `{due}`, `{validTo}`, `{source}`. */
export const textParams = ['party', 'item', 'before', 'after', 'certificate', 'due', 'validTo', 'source', 'case'] as const;
