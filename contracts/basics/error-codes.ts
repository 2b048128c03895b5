/**
 * The closed list of what can go wrong, as people meet it. Staff see the code (`PRN-002`), citizens never do: for them each
 * code has four sentences in every language (`assets/locales/<lang>/errors.json`): what happened, what you can do, is my
 * data safe, who comes. A test holds the table and the texts together.
 *
 * `kept` says what the person may rely on: nothing = nothing was submitted or kept; saved = the act is durable on this
 * terminal; unknown = staff must look.
 * `help` says who acts next: self = the person can try again; staff = branch staff; later = come back or wait; counter =
 * another way (counter, 12345); central = central IT or approval staff.
 */
type Row = { readonly kept: 'nothing' | 'saved' | 'unknown'; readonly help: 'self' | 'staff' | 'later' | 'counter' | 'central' };

export const errorCodes = {
  // ID-card reader
  'IDR-001': { kept: 'nothing', help: 'staff' }, // reader absent or gone
  'IDR-002': { kept: 'nothing', help: 'self' }, // card lifted while it was read
  'IDR-003': { kept: 'nothing', help: 'staff' }, // unknown card layout
  'IDR-004': { kept: 'nothing', help: 'staff' }, // SAM not authorised or failed its self-test
  'IDR-005': { kept: 'nothing', help: 'self' }, // card and reader did not authenticate each other
  'IDR-006': { kept: 'nothing', help: 'counter' }, // photo on the card cannot be decoded here
  'IDR-007': { kept: 'nothing', help: 'counter' }, // card has expired
  'IDR-008': { kept: 'nothing', help: 'staff' }, // number on the card fails its own check
  'IDR-009': { kept: 'nothing', help: 'staff' }, // SAM id changed: another reader was put in
  'IDR-010': { kept: 'nothing', help: 'self' }, // card could not be read
  // receipt printer
  'PRN-001': { kept: 'saved', help: 'staff' }, // offline or gone
  'PRN-002': { kept: 'saved', help: 'staff' }, // paper out
  'PRN-003': { kept: 'saved', help: 'staff' }, // cutter or recoverable mechanical fault
  'PRN-004': { kept: 'saved', help: 'staff' }, // cover open
  'PRN-005': { kept: 'saved', help: 'staff' }, // unrecoverable
  'PRN-006': { kept: 'unknown', help: 'staff' }, // outcome unknown: never reprinted by itself
  'PRN-007': { kept: 'saved', help: 'staff' }, // paper near its end
  // document printer (A4)
  'DOC-001': { kept: 'saved', help: 'staff' }, // queue absent, stopped or refusing
  'DOC-002': { kept: 'unknown', help: 'staff' }, // job neither finished nor failed in time
  'DOC-003': { kept: 'saved', help: 'staff' }, // paper or toner out, jam
  // camera
  'CAM-001': { kept: 'nothing', help: 'staff' }, // configured camera absent
  'CAM-002': { kept: 'nothing', help: 'self' }, // camera lost while in use
  'CAM-003': { kept: 'nothing', help: 'staff' }, // camera present but gives no picture
  // face verification and other ways to verify
  'FAC-001': { kept: 'nothing', help: 'self' }, // no face, or not usable
  'FAC-002': { kept: 'nothing', help: 'self' }, // not matched
  'FAC-003': { kept: 'nothing', help: 'self' }, // presentation attack suspected
  'FAC-004': { kept: 'nothing', help: 'staff' }, // tries used up
  'FAC-005': { kept: 'nothing', help: 'self' }, // challenge not done in time
  'FAC-006': { kept: 'nothing', help: 'staff' }, // decision not available
  'FAC-007': { kept: 'nothing', help: 'self' }, // the face changed between the pictures
  'FAC-008': { kept: 'nothing', help: 'staff' }, // between the thresholds: a person decides
  'SMS-001': { kept: 'nothing', help: 'self' }, // wrong code
  'SMS-002': { kept: 'nothing', help: 'self' }, // code expired
  'SMS-003': { kept: 'nothing', help: 'counter' }, // no phone on record
  'SMS-004': { kept: 'nothing', help: 'staff' }, // could not be sent
  'SMS-005': { kept: 'nothing', help: 'staff' }, // tries used up
  'STF-001': { kept: 'nothing', help: 'staff' }, // wrong staff PIN
  'STF-002': { kept: 'nothing', help: 'staff' }, // staff PIN locked
  // journal
  'JRN-001': { kept: 'nothing', help: 'staff' }, // disk full
  'JRN-002': { kept: 'nothing', help: 'staff' }, // disk I/O error
  'JRN-003': { kept: 'unknown', help: 'central' }, // integrity check failed, database quarantined
  'JRN-004': { kept: 'unknown', help: 'central' }, // key missing or unreadable
  'JRN-005': { kept: 'nothing', help: 'later' }, // offline caps (count or age) reached
  // network and centre
  'NET-001': { kept: 'nothing', help: 'later' }, // no connection
  'NET-002': { kept: 'nothing', help: 'later' }, // centre answers with an error
  'NET-003': { kept: 'nothing', help: 'later' }, // no answer in time
  'NET-004': { kept: 'nothing', help: 'central' }, // certificate refused
  'NET-005': { kept: 'nothing', help: 'central' }, // answer not understood
  'SYN-001': { kept: 'saved', help: 'counter' }, // act refused by the centre
  'SYN-002': { kept: 'saved', help: 'later' }, // superseded by newer facts
  'SYN-003': { kept: 'saved', help: 'central' }, // record set aside after repeated failures
  'SYN-004': { kept: 'saved', help: 'central' }, // same id, other content
  'SYN-005': { kept: 'saved', help: 'later' }, // saved here, will be sent later
  // departments
  'DEP-001': { kept: 'nothing', help: 'later' }, // department does not answer
  'DEP-002': { kept: 'nothing', help: 'counter' }, // no record of this person
  'DEP-003': { kept: 'nothing', help: 'central' }, // answer's signature or form is wrong
  // cases
  'CAS-001': { kept: 'saved', help: 'counter' }, // the case can no longer be taken back: ordered, ended, or heard of too late
  'CAS-002': { kept: 'saved', help: 'self' }, // the certificate can no longer be printed again: revoked, its time is over, or another name
  // session
  'SES-001': { kept: 'nothing', help: 'self' }, // idle too long
  'SES-002': { kept: 'nothing', help: 'self' }, // card taken away
  'SES-003': { kept: 'nothing', help: 'self' }, // the machine restarted a part of itself
  'SES-004': { kept: 'nothing', help: 'self' }, // the person left
  'SES-005': { kept: 'saved', help: 'self' }, // restarted after the act was saved
  // form
  'FRM-001': { kept: 'nothing', help: 'self' }, // a field is missing or not valid
  // inner workings
  'IPC-001': { kept: 'nothing', help: 'central' }, // sender refused
  'IPC-002': { kept: 'nothing', help: 'central' }, // input refused by its schema
  'IPC-003': { kept: 'nothing', help: 'later' }, // host not running
  'IPC-004': { kept: 'nothing', help: 'later' }, // host did not answer in time
  'CFG-001': { kept: 'nothing', help: 'central' }, // configuration not valid
  'CFG-002': { kept: 'nothing', help: 'central' }, // configuration's signature is wrong
  'SVC-001': { kept: 'nothing', help: 'staff' }, // taken out of service
  'SVC-002': { kept: 'nothing', help: 'later' }, // this service cannot be done right now
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof errorCodes;

/** The error of a `Result` that reaches people: a code of the table; `raw` is for staff (status word, errno), never personal data. */
export type CodedError = { readonly code: ErrorCode; readonly raw?: string };
