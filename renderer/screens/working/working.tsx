import { useEffect, useState } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { ReceiptHint } from '../../ui/receipt-hint/receipt-hint.tsx';
import { Busy } from '../parts/busy.tsx';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { ScreenFrame } from '../parts/screen-frame.tsx';

const words = {
  fetching: { title: 'working.titleFetching', lead: 'working.leadFetching' },
  submitting: { title: 'working.titleSubmitting', lead: 'working.leadSubmitting' },
  printing: { title: 'working.titlePrinting', lead: 'working.leadPrinting' },
} as const;

const delays = { longMs: 8_000 };

/** Long work: what is being done, whether it can be left, and after a while that it is still going on. */
export function WorkingScreen({ screen }: ScreenProps<'working'>) {
  const t = useTexts();
  const { intend } = useKiosk();
  const isLong = useIsLong();
  const { title, lead } = words[screen.what];
  return (
    <ScreenFrame
      title={t(title)}
      lead={t(lead)}
      tools={['help']}
      isSparse
      primary={
        screen.canCancel ? (
          <Button kind="quiet" onPress={() => intend({ type: 'cancelWork' })}>
            {t('working.buttonCancel')}
          </Button>
        ) : undefined
      }
    >
      {screen.what === 'printing' && (
        <div className="picture">
          <ReceiptHint label={t('working.leadPrinting')} />
        </div>
      )}
      <Busy
        label={isLong ? t('working.labelLong') : t('working.labelSoon')}
        note={screen.canCancel ? t('working.noteMayLeave') : t('working.noteStay')}
      />
    </ScreenFrame>
  );
}

function useIsLong(): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), delays.longMs);
    return () => clearTimeout(timer);
  }, []);
  return isLong;
}
