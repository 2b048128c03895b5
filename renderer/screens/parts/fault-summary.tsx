import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { Card } from '../../ui/card/card.tsx';
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

/** The same on a sheet of its own, where a whole screen tells it. */
export function FaultCard({ code }: { readonly code: ErrorCode }) {
  return (
    <Card>
      <div className="fault-sheet">
        <FaultSummary code={code} />
      </div>
    </Card>
  );
}
