import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { ErrorSummary } from '../../ui/error-summary/error-summary.tsx';

/** A fault in its four sentences. The code itself is for staff and the log; a citizen never meets it. */
export function FaultSummary({ code }: { readonly code: ErrorCode }) {
  const t = useTexts();
  return (
    <ErrorSummary
      what={t(`errors:${code}.what`)}
      action={t(`errors:${code}.action`)}
      safety={t(`errors:${code}.safety`)}
      who={t(`errors:${code}.who`)}
    />
  );
}
