import type { KioskBridge, KioskInput } from '#contracts/ipc/api.ts';

type Report = KioskInput<'ui.report'>;

/** Where a fault was: file and line or directive, never a message, because a message may hold what was on the screen. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const frame = error.stack?.split('\n').find((line) => /:\d+:\d+/.test(line)) ?? '';
  const place = /([\w.-]+:\d+:\d+)\)?$/.exec(frame.trim())?.[1] ?? 'unknown';
  return `${error.name} ${place}`.slice(0, 200);
}

export function reportFault(bridge: KioskBridge, kind: Report['kind'], where: string): void {
  bridge.call('ui.report', { kind, where: where.slice(0, 200) }).catch(() => undefined); // nowhere left to report to
}

export function reportError(bridge: KioskBridge, kind: Report['kind'], error: unknown): void {
  reportFault(bridge, kind, placeOf(error));
}

/** Everything that nobody caught reaches the log, as a place. */
export function watchFaults(bridge: KioskBridge): void {
  window.addEventListener('error', (event) => reportError(bridge, 'error', event.error));
  window.addEventListener('unhandledrejection', (event) => reportError(bridge, 'unhandledRejection', event.reason));
  document.addEventListener('securitypolicyviolation', (event) =>
    reportFault(
      bridge,
      'cspViolation',
      `${event.effectiveDirective} ${event.sourceFile.split('/').at(-1) ?? ''}:${event.lineNumber}`,
    ),
  );
}
