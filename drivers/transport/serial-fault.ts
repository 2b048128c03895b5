import { lineFault, type LineFault, type LineFaultKind } from './transport.ts';

/** serialport 13 gives open errors without `code` or `errno`: only the text of the message says why. */
const kindByText: readonly (readonly [RegExp, LineFaultKind])[] = [
  [/no such file|cannot find|no such device|file not found/i, 'notFound'],
  [/permission denied|access denied|operation not permitted/i, 'denied'],
  [/cannot lock|resource busy|temporarily unavailable|device or resource busy/i, 'busy'],
  [/bad file descriptor|input\/output error|device not configured|disconnected/i, 'gone'],
  [/port is not open/i, 'closed'],
];

/** A port that does not open because it is something else (a file, /dev/null, a folder) is as good as none. */
export function openFault(cause: unknown): LineFault {
  const fault = serialFault(cause);
  const isOther = fault.kind === 'failed' && /inappropriate ioctl|is a directory/i.test(fault.raw);
  return isOther ? lineFault('notFound', `not a serial port: ${fault.raw}`) : fault;
}

/** Bindings report an Error, sometimes a plain string (node-hid does): both come out as one shape. */
export function serialFault(cause: unknown, otherwise: LineFaultKind = 'failed'): LineFault {
  const text = cause instanceof Error ? cause.message : String(cause);
  const found = kindByText.find(([pattern]) => pattern.test(text));
  return lineFault(found?.[1] ?? otherwise, text);
}
