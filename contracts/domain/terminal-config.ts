import { z } from 'zod';
import { terminalId } from './act.ts';
import { localizedText } from './localized.ts';

const serialPort = z.strictObject({ path: z.string().min(1), baudRate: z.int().min(1200).max(921_600) });
const tcpPort = z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) });

/** What one terminal is: site, centre, devices. Read from a signed file at start; a wrong one keeps the terminal out of service. */
export const terminalConfig = z.strictObject({
  terminal: terminalId,
  profile: z.enum(['branch', 'e-station', 'park', 'community']),
  site: z.strictObject({
    name: localizedText,
    /** 青岛市: where certificates say the person is insured. */
    city: localizedText,
    phone: z.string().min(3).max(20),
    district: z.string().max(40),
    nearest: localizedText.optional(),
  }),
  /** `url` for the terminal's own line (mutual TLS); `publicUrl` is what QR codes point to. */
  centre: z.strictObject({ url: z.url(), publicUrl: z.url() }),
  devices: z.strictObject({
    idReader: z.union([serialPort, tcpPort]),
    receiptPrinter: z.union([serialPort, tcpPort]),
    /** CUPS queue name, or a folder that takes the PDFs. */
    docPrinter: z.union([z.strictObject({ queue: z.string().min(1) }), z.strictObject({ folder: z.string().min(1) })]),
    camera: z.strictObject({ label: z.string() }),
    /** Command of the reader maker's photo decoder; absent = photos stay undecoded and a person decides. */
    wltDecoder: z.strictObject({ command: z.array(z.string()).min(1) }).optional(),
  }),
  /** Idle handling, ms. */
  idle: z.strictObject({ warnAfterMs: z.int().min(1000), endAfterMs: z.int().min(1000) }),
  /** Offline acts that one terminal may hold before it stops taking new ones. */
  offlineCaps: z.strictObject({ acts: z.int().min(1), ageHours: z.int().min(1) }),
  /** scrypt record of the staff PIN: `N$r$p$salt$hash`, base64url. */
  staffPin: z.string().min(20),
});
export type TerminalConfig = z.infer<typeof terminalConfig>;

/** Thresholds and model pins of the face decision, in one signed file. No figure of it ever leaves the host. */
export const facePolicy = z.strictObject({
  version: z.string().min(1).max(60),
  models: z.record(z.string(), z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  match: z.strictObject({ pass: z.number().min(-1).max(1), review: z.number().min(-1).max(1) }),
  pad: z.strictObject({ realAtLeast: z.number().min(0).max(1), frames: z.int().min(1).max(10) }),
  continuity: z.strictObject({ cosineAtLeast: z.number().min(-1).max(1) }),
  challenge: z.strictObject({
    turnRatio: z.number().gt(1),
    mouthGain: z.number().gt(0).max(1),
    stepTimeoutMs: z.int().min(1000).max(60_000),
  }),
  tries: z.int().min(1).max(9),
});
export type FacePolicy = z.infer<typeof facePolicy>;

/** A signed file: `payload` is canonical JSON text, `sig` Ed25519 over its UTF-8 bytes, base64url. */
export const signedFile = z.strictObject({ payload: z.string(), keyId: z.string(), sig: z.string() });
