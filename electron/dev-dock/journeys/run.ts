import { createPublicKey, verify } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import pg from 'pg';
import type { ActId } from '#contracts/basics/ids.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { systemClock } from '#contracts/basics/system-clock.ts';
import { receiptSignedText } from '#contracts/sync/signed-text.ts';
import { centralReceipt } from '#contracts/sync/wire.ts';
import type { Rig } from '../rig.ts';
import { startRig } from '../rig.ts';
import type { TerminalApp } from '../terminal-app.ts';
import { startTerminalApp } from '../terminal-app.ts';
import { createVisitor } from '../visitor.ts';
import type { Scene } from './journey.ts';
import { journeys } from './list.ts';

export interface JourneyOptions {
  readonly name: string;
  /** `out/journeys/NAME`: emptied first. */
  readonly out: string;
  /** Working folder of the run, outside the repository. */
  readonly work: string;
  readonly models: string;
  readonly demoFaces: string;
  readonly electron: string;
  readonly shell: string;
  readonly display: string;
  readonly switches: readonly string[];
}

export interface Summary {
  readonly ok: boolean;
  readonly journey: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly interactions: number;
  readonly acts: readonly ActSummary[];
  readonly screens: readonly string[];
  readonly printed: readonly {
    readonly kind: 'receipt' | 'a4';
    readonly png: string;
    readonly outcome: string;
    readonly bytes: number;
  }[];
  readonly centre: { readonly acts: number; readonly effects: number };
  readonly faults: readonly string[];
  readonly error?: string;
}

interface ActSummary {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly receipt?: { readonly code: string; readonly verified: boolean };
}

const size = { width: 1080, height: 1920 };

/** Plays one journey on the real terminal and writes down what became of it, each value read from where it lives. */
export async function runJourney(options: JourneyOptions): Promise<Summary> {
  const { name, out } = options;
  const journey = journeys[name];
  if (!journey) throw new Error(`no journey ${name}; there are ${Object.keys(journeys).join(', ')}`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const began = systemClock.now();
  const rig = await startRig({
    folder: options.work,
    models: options.models,
    demoFaces: options.demoFaces,
    ...(journey.outside === true && { outside: true }),
  });
  const app = await startTerminalApp({ ...options, rig, size });
  const scene: Scene = { rig, app, visitor: createVisitor(app.page, out), faults: [] };
  let error: string | undefined;
  try {
    await journey.play(scene);
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause);
    await scene.visitor.picture('where-it-failed').catch(() => {});
  }
  const summary = await summarise(options, scene, began, error);
  writeFileSync(path.join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  await endAll(app, rig);
  return summary;
}

async function endAll(app: TerminalApp, rig: Rig): Promise<void> {
  await app.close();
  await rig.stop();
}

async function summarise(options: JourneyOptions, scene: Scene, began: number, error: string | undefined): Promise<Summary> {
  const { rig, visitor, faults } = scene;
  const log = readHostLog(rig);
  const centre = await readCentre(rig);
  const acts = log
    .filter((line) => line['event'] === 'journal.act')
    .map((line) => actSummary(line, centre.receipts.get(String(line['act'])), rig));
  const interactions = Math.max(
    0,
    ...log.filter((line) => line['event'] === 'session.ended').map((line) => Number(line['interactions'])),
  );
  return {
    ok: error === undefined && acts.every((act) => act.receipt?.verified === true),
    journey: options.name,
    startedAt: instantOf(began),
    durationMs: systemClock.now() - began,
    interactions,
    acts,
    screens: visitor.pictures,
    printed: printedMatter(options, rig, log),
    centre: { acts: centre.acts, effects: centre.effects },
    faults,
    ...(error !== undefined && { error }),
  };
}

type LogLine = Readonly<Record<string, unknown>>;

function readHostLog(rig: Rig): LogLine[] {
  const text = readFileSync(path.join(rig.folder, 'logs', 'host.log'), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LogLine);
}

/** The centre's own database: what arrived, what it did, and the receipts that it signed. */
async function readCentre(rig: Rig): Promise<{ acts: number; effects: number; receipts: ReadonlyMap<string, string> }> {
  const client = new pg.Client({ connectionString: rig.centre.databaseUrl });
  await client.connect();
  try {
    const inbox = await client.query<{ id: string; receipt: string | null }>('SELECT id, receipt FROM inbox');
    const effects = await client.query<{ n: string }>(
      'SELECT (SELECT count(*) FROM service_case) + (SELECT count(*) FROM rating) + (SELECT count(*) FROM approval_case) AS n',
    );
    const receipts = new Map(inbox.rows.flatMap(({ id, receipt }) => (receipt ? [[id, receipt] as const] : [])));
    return { acts: inbox.rows.length, effects: Number(effects.rows[0]?.n), receipts };
  } finally {
    await client.end();
  }
}

function actSummary(line: LogLine, receiptText: string | undefined, rig: Rig): ActSummary {
  const base = { id: String(line['act']), kind: String(line['kind']) };
  const receipt = receiptText === undefined ? undefined : centralReceipt.parse(JSON.parse(receiptText));
  if (!receipt || receipt.id !== (base.id as ActId)) return { ...base, state: 'queued' };
  const { keys } = JSON.parse(readFileSync(rig.hostOptions.centreKeys, 'utf8')) as {
    keys: { keyId: string; publicKey: string }[];
  };
  const key = keys.find(({ keyId }) => keyId === receipt.keyId)?.publicKey;
  const verified =
    key !== undefined &&
    verify(null, Buffer.from(receiptSignedText(receipt)), createPublicKey(key), Buffer.from(receipt.sig, 'base64url'));
  return { ...base, state: receipt.code, receipt: { code: receipt.code, verified } };
}

/** Receipts as the simulated printer drew them, certificates as pdftoppm draws the PDFs. */
function printedMatter({ out }: JourneyOptions, rig: Rig, log: readonly LogLine[]): Summary['printed'] {
  const settled = (what: string): LogLine[] => log.filter((line) => line['event'] === 'print.settled' && line['what'] === what);
  const receiptStates = settled('receipt');
  const receipts = rig.printer.receipts().map((receipt, i) => {
    const png = `receipt-${i + 1}.png`;
    copyFileSync(receipt.file, path.join(out, png));
    return {
      kind: 'receipt' as const,
      png,
      outcome: outcomeOf(receiptStates[i]),
      bytes: Number(receiptStates[i]?.['bytes'] ?? 0),
    };
  });
  const documentStates = settled('document');
  const documents = readdirSync(rig.documents)
    .filter((file) => file.endsWith('.pdf'))
    .toSorted()
    .map((file, i) => {
      const png = `certificate-${i + 1}`;
      spawnSync('pdftoppm', ['-png', '-r', '130', '-singlefile', path.join(rig.documents, file), path.join(out, png)]);
      const bytes = readFileSync(path.join(rig.documents, file)).length;
      return { kind: 'a4' as const, png: `${png}.png`, outcome: outcomeOf(documentStates[i]), bytes };
    });
  return [...receipts, ...documents];
}

const outcomeOf = (line: LogLine | undefined): string => (typeof line?.['state'] === 'string' ? line['state'] : 'unknown');
