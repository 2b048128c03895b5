import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Intake } from '../sync/index.ts';

/** What the operators' monitoring reads at `/metrics`. */
export interface Metrics {
  request(route: string, status: number, seconds: number): void;
  batch(counts: Intake['counts']): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/** @param terminals how many have been heard of. */
export function openMetrics(terminals: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'estation_request_seconds',
    help: 'Time to answer, by route and status.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 8, 30],
    registers: [registry],
  });
  const records = new Counter({
    name: 'estation_sync_records_total',
    help: 'Records that terminals sent, by what became of them.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const heard = new Gauge({
    name: 'estation_terminals_heard',
    help: 'Terminals that gave a sign of life since this process began.',
    registers: [registry],
    collect() {
      this.set(terminals());
    },
  });
  heard.set(0);
  return {
    request: (route, status, duration) => seconds.labels(route, String(status)).observe(duration),
    batch(counts) {
      for (const [outcome, count] of Object.entries(counts)) records.labels(outcome).inc(count);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
