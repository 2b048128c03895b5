/** Every span that sync waits, ms. Tests and journeys pass their own. */
export interface SyncDelays {
  /** How often the queue is looked at, whether or not somebody wrote to it. */
  readonly pollMs: number;
  readonly batchTimeoutMs: number;
  /** Bounds of the full-jitter back-off after a failed batch, and between the tries of one record. */
  readonly backoff: { readonly firstMs: number; readonly mostMs: number };
  readonly unansweredMs: number;
  readonly unresolvedMs: number;
  readonly heartbeatMs: number;
  readonly heartbeatTimeoutMs: number;
  /** After an outage of the centre the terminals come back spread over this long, or over the outage's length if that is less. */
  readonly reconnectSpreadMs: number;
  readonly feedMs: number;
  readonly feedTimeoutMs: number;
}

export const syncDelays: SyncDelays = {
  pollMs: 5_000,
  batchTimeoutMs: 30_000,
  backoff: { firstMs: 1_000, mostMs: 5 * 60_000 },
  unansweredMs: 2_000,
  unresolvedMs: 60_000,
  heartbeatMs: 5_000,
  heartbeatTimeoutMs: 5_000,
  reconnectSpreadMs: 60_000,
  feedMs: 10_000,
  feedTimeoutMs: 20_000,
};
