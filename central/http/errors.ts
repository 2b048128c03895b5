import type { ErrorCode } from '#contracts/basics/error-codes.ts';

/** A request that is refused as a whole: `{code, message}` with this status. The message is for engineers and quotes nothing. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: ErrorCode, message: string, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Status of each code that a query may answer with. */
const statusOfCode = {
  'CAS-002': 404,
  'DEP-001': 503,
  'DEP-002': 404,
  'DEP-003': 502,
  'SMS-001': 403,
  'SMS-002': 403,
  'SMS-003': 404,
  'SMS-004': 503,
  'SMS-005': 429,
} as const satisfies Partial<Record<ErrorCode, number>>;

export type QueryErrorCode = keyof typeof statusOfCode;

export function queryRefusal(code: QueryErrorCode): Refusal {
  return new Refusal(statusOfCode[code], code, messages[code]);
}

const messages: Readonly<Record<QueryErrorCode, string>> = {
  'CAS-002': 'no certificate of this person that may be printed again',
  'DEP-001': 'the department does not answer',
  'DEP-002': 'the department has no record of this person',
  'DEP-003': "the department's answer was refused",
  'SMS-001': 'wrong code, or no code was passed in this visit',
  'SMS-002': 'the code is too old',
  'SMS-003': 'no phone on record',
  'SMS-004': 'the message could not be sent',
  'SMS-005': 'too many codes or tries',
};
