import { lineFault, type LineFault, type LineFaultKind } from './transport.ts';

/** serialport 13 gives open errors without `code` or `errno`: only the text of the message says why. */
const kindByText: readonly (readonly [RegExp, LineFaultKind])[] = [
  [/no such file|cannot find|no such device|file not found/i, 'notFound'],
  [/permission denied|access denied|operation not permitted/i, 'denied'],
  [/cannot lock|resource busy|temporarily unavailable|device or resource busy/i, 'busy'],
  [/bad file descriptor|input\/output error|device not configured|disconnected/i, 'gone'],
  [/port is not open/i, 'closed'],
];

/** Bindings report an Error, sometimes a plain string (node-hid does): both come out as one shape. */
export function serialFault(cause: unknown, otherwise: LineFaultKind = 'failed'): LineFault {
  const text = cause instanceof Error ? cause.message : String(cause);
  const found = kindByText.find(([pattern]) => pattern.test(text));
  return lineFault(found?.[1] ?? otherwise, text);
}
