import type { Clock } from '#contracts/basics/clock.ts';
import type { CodedError, ErrorCode } from '#contracts/basics/error-codes.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { TerminalConfig } from '#contracts/domain/terminal-config.ts';
import type { KioskApi } from '#contracts/ipc/api.ts';
import type { KioskView } from '#contracts/ipc/view.ts';
import { defaultSettings } from '../session/state.ts';

/** A terminal that must not serve: it says so, honestly and calmly, and takes nothing. */
export function closedApi(code: ErrorCode, clock: Clock, config?: TerminalConfig): { api: KioskApi; view: KioskView } {
  const closed: CodedError = { code };
  const view = closedView(code, clock, config);
  const api: KioskApi = {
    'view.get': () => Promise.resolve(ok(view)),
    'session.intend': () => Promise.resolve(ok({ seq: view.seq })),
    'face.frame': () => Promise.resolve(err(closed)),
    'camera.report': () => Promise.resolve(ok(null)),
    'ui.report': () => Promise.resolve(ok(null)),
  };
  return { api, view };
}

function closedView(code: ErrorCode, clock: Clock, config: TerminalConfig | undefined): KioskView {
  const out = { level: 'out' } as const;
  const nearest = config?.site.nearest;
  return {
    seq: 1,
    terminal: {
      id: config?.terminal ?? '',
      siteName: config?.site.name ?? { 'zh-CN': '', en: '' },
      phone: config?.site.phone ?? '12345',
    },
    now: clock.now(),
    network: 'offline',
    devices: { idReader: out, camera: out, receiptPrinter: out, docPrinter: out },
    queued: 0,
    settings: defaultSettings,
    camera: { wantedLabel: '' },
    screen: { name: 'outOfService', code, ...(nearest && { nearest }) },
  };
}
