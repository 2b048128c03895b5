/**
 * The facts that a decision table may name, by FEEL name and type. Built for one party, one item and, where the item is about one,
 * one certificate. A fact that a source has not given is absent, and a rule that needs it answers `hold`, never a guess.
 */
export const knownFacts = {
  /** `registrationChanged`, `licenceRevoked`, `personStatusChanged`, `birthday`, or `none` in the nightly run. */
  'event.type': 'string',
  /** What changed, of `name`, `legalRepresentative`, `address`, `capital`, `status`. Empty in the nightly run. */
  'event.changed': 'list<string>',
  /** Local days between the event and now. */
  'event.ageDays': 'number',
  /** `normal`, `abnormal`, `revoked`, `cancelled`, `dead`. */
  'party.status': 'string',
  'party.class': 'string',
  'party.district': 'string',
  /** In the list of abnormal operations (经营异常名录). */
  'party.listedAbnormal': 'boolean',
  /** A case against the party is open (在办案件). */
  'party.openCase': 'boolean',
  /** Completed years of life, for persons. */
  'party.age': 'number',
  /** 户籍 or residence district, for persons. */
  'party.resident': 'boolean',
  'certificate.type': 'string',
  /** `valid`, `superseded`, `expired`, `revoked`. */
  'certificate.status': 'string',
  /** Local days until the last valid day; negative when past. Absent where it never expires. */
  'certificate.daysToExpiry': 'number',
  /** False when what the certificate says differs from what the register says now. */
  'certificate.nameMatches': 'boolean',
  'certificate.legalRepresentativeMatches': 'boolean',
  'certificate.addressMatches': 'boolean',
  'certificate.capitalMatches': 'boolean',
  'certificate.district': 'string',
  /** An open case of the same item for this certificate. */
  'certificate.underWay': 'boolean',
  today: 'date',
} as const;
export type FactName = keyof typeof knownFacts;

export type FactValue = string | number | boolean | readonly string[];
/** Absent members are missing facts. `today` is a day, `YYYY-MM-DD`. */
export type Facts = { readonly [Name in FactName]?: FactValue };

/** The outputs that a decision table must have: what to do, within how many local days from today it should be filed, why. */
export const decisionOutputs = { action: ['propose', 'hold', 'ignore'], dueInDays: 'number', reason: 'string' } as const;
