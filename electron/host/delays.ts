/** Every waiting time of a visit, ms. Idle times are the site's and come from its configuration. */
export const sessionDelays = {
  /** Find, select and read of the slowest layout with fingerprint at 115200 baud takes under 1.5 s. */
  cardReadMs: 6_000,
  queryMs: 8_000,
  statementMs: 15_000,
  /** How long a person waits for the centre's answer before the screen says "saved, will be sent". */
  answerMs: 12_000,
  receiptMs: 30_000,
  documentMs: 60_000,
  /** A card that was taken away after verification. */
  cardGoneMs: 20_000,
  /** Nobody puts a card down. */
  identifyMs: 60_000,
  /** The goodbye, so that the card is not forgotten. */
  endedMs: 8_000,
  tickMs: 1_000,
} as const;
