import type { Intent } from '#contracts/ipc/api.ts';
import { Button } from '../../ui/button/button.tsx';
import { useKiosk } from './kiosk-context.ts';

export interface NextButtonProps {
  readonly children: string;
  /** Sent on a press; with `before`, after it. */
  readonly intent: Intent;
  /** What has to be told first: values that are still under the finger. */
  readonly before?: () => void;
  readonly kind?: 'primary' | 'quiet';
  readonly isDisabled?: boolean;
}

/** The one next step. After a press it waits for the view that answers, so that nothing is done twice. */
export function NextButton({ children, intent, before, kind = 'primary', isDisabled = false }: NextButtonProps) {
  const { intend, pending } = useKiosk();
  return (
    <Button
      kind={kind}
      isPending={pending}
      isDisabled={isDisabled}
      onPress={() => {
        before?.();
        intend(intent);
      }}
    >
      {children}
    </Button>
  );
}
