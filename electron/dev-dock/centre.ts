import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureDevPki } from '#central/terminals/index.ts';
import type { HostOptions } from '../host/options.ts';
import { startService } from './children.ts';
import type { Child } from './children.ts';

/** The centre and the outside systems that it talks to, each a process of its own that can be killed and started again. */
export interface RunningCentre {
  port(): number;
  /** Told when the centre came back on another port. */
  onMoved(listener: (port: number) => void): void;
  /** Its server certificate, for somebody who plays it on a bad line. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly terminalTls: HostOptions['tls'];
  readonly publicKeysFile: string;
  readonly databaseUrl: string;
  /** Control ports of the stand-ins, on loopback. */
  readonly department: StandIn;
  readonly sms: StandIn;
  /** As if the power of the centre went: SIGKILL, nothing said. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface StandIn {
  control<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}
