import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { Completion, StatusOf } from '#contracts/devices/device.ts';

/** SW3 of the reader's replies. Source: softs.im's protocol note (devices.md §4, S2). */
export const sw3 = {
  ok: 0x90,
  noAppendedAddress: 0x91,
  cardFound: 0x9f,
  requestChecksum: 0x10,
  requestLength: 0x11,
  unsupported: 0x21,
  unknownError: 0x24,
  cardRefusedReader: 0x31,
  readerRefusedCard: 0x32,
  informationCheck: 0x33,
  wrongCard: 0x40,
  readFailed: 0x41,
  noRandom: 0x47,
  selfTestFailed: 0x60,
  notAuthorised: 0x66,
  noCard: 0x80,
  selectFailed: 0x81,
} as const;

export interface StatusWordMeaning {
  readonly code: Exclude<Completion, 'success'>;
  readonly errorCode: ErrorCode;
  /** XFS4IoT CardReader's word where it has one. */
  readonly error: string;
  readonly retryable: boolean;
  /** What the word says of the SAM; a word about the card says that the SAM works. */
  readonly sam: StatusOf['idReader']['sam'];
}

function meaning(
  errorCode: ErrorCode,
  code: StatusWordMeaning['code'],
  error: string,
  retryable: boolean,
  sam: StatusWordMeaning['sam'] = 'ok',
): StatusWordMeaning {
  return { code, errorCode, error, retryable, sam };
}

const meanings: ReadonlyMap<number, StatusWordMeaning> = new Map([
  [sw3.requestChecksum, meaning('IDR-010', 'hardwareError', 'requestGarbled', true)],
  [sw3.requestLength, meaning('IDR-010', 'hardwareError', 'requestGarbled', true)],
  [sw3.unsupported, meaning('IDR-010', 'unsupportedCommand', 'unsupportedCommand', false)],
  [sw3.unknownError, meaning('IDR-010', 'hardwareError', 'unknownError', true)],
  [sw3.cardRefusedReader, meaning('IDR-005', 'commandErrorCode', 'securityFail', true)],
  [sw3.readerRefusedCard, meaning('IDR-005', 'commandErrorCode', 'securityFail', true)],
  [sw3.informationCheck, meaning('IDR-010', 'invalidData', 'invalidMedia', true)],
  [sw3.wrongCard, meaning('IDR-003', 'commandErrorCode', 'invalidMedia', false)],
  [sw3.readFailed, meaning('IDR-010', 'commandErrorCode', 'invalidMedia', true)],
  [sw3.noRandom, meaning('IDR-005', 'commandErrorCode', 'securityFail', true)],
  [sw3.selfTestFailed, meaning('IDR-004', 'hardwareError', 'selfTestFailed', false, 'failed')],
  [sw3.notAuthorised, meaning('IDR-004', 'hardwareError', 'notAuthorised', false, 'unauthorised')],
  [sw3.noCard, meaning('IDR-002', 'commandErrorCode', 'noMedia', true)],
  [sw3.selectFailed, meaning('IDR-002', 'commandErrorCode', 'noMedia', true)],
  [sw3.noAppendedAddress, meaning('IDR-010', 'commandErrorCode', 'noData', false)],
]);

const unlisted = meaning('IDR-010', 'hardwareError', 'unknownStatusWord', true);

/** What a reply that is not a success means for people; a word outside the list is a failed read that may be tried again. */
export function meaningOf(word: number): StatusWordMeaning {
  return meanings.get(word) ?? unlisted;
}
