import type { CodedError, ErrorCode } from '#contracts/basics/error-codes.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import { kioskInputs, type KioskMethod } from '#contracts/ipc/api.ts';
import { makeRateLimit, type Rate } from './rate-limit.ts';
import { weighs } from './weight.ts';

/** A call that may go on to the host: a known method, an input that its schema accepts, small enough and not too often. */
export interface AdmittedCall {
  readonly method: KioskMethod;
  readonly input: unknown;
}

interface Limits {
  /** Bytes that an input may weigh before its schema is even tried. */
  readonly maxBytes: number;
  readonly rate: Rate;
}

/** A picture is at most 1280 × 960 × 3 bytes; a signature is the largest of the rest. */
const limits: Readonly<Record<KioskMethod, Limits>> = {
  'view.get': { maxBytes: 100, rate: { burst: 50, perSecond: 20 } },
  'session.intend': { maxBytes: 1_000_000, rate: { burst: 100, perSecond: 40 } },
  'face.frame': { maxBytes: 1280 * 960 * 3 + 1_000, rate: { burst: 20, perSecond: 15 } },
  'camera.report': { maxBytes: 2_000, rate: { burst: 20, perSecond: 5 } },
  'ui.report': { maxBytes: 2_000, rate: { burst: 20, perSecond: 2 } },
};

/**
 * Decides about what a page sent, without Electron: the wiring in `ipc.ts` has already refused strangers.
 * Refusals carry IPC-002; `raw` names the method and the schema's paths, never a value.
 */
export function makeGate(clock: Clock): (method: unknown, input: unknown) => Result<AdmittedCall, CodedError> {
  const allows = new Map(methods().map((method) => [method, makeRateLimit(clock, limits[method].rate)]));
  return (method, input) => {
    if (!isKioskMethod(method)) return refuse('IPC-002', 'method');
    if (!(allows.get(method)?.() ?? false)) return refuse('IPC-002', `${method}: rate`);
    if (!weighs(input, limits[method].maxBytes)) return refuse('IPC-002', `${method}: size`);
    const parsed = kioskInputs[method].safeParse(input);
    if (!parsed.success) return refuse('IPC-002', `${method}: ${parsed.error.issues[0]?.path.map(String).join('.') ?? ''}`);
    return ok({ method, input: parsed.data });
  };
}

function methods(): KioskMethod[] {
  return Object.keys(kioskInputs).filter(isKioskMethod);
}

function isKioskMethod(name: unknown): name is KioskMethod {
  return typeof name === 'string' && Object.hasOwn(kioskInputs, name);
}

function refuse(code: ErrorCode, raw: string): Result<never, CodedError> {
  return err({ code, raw });
}
