import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { FaultCard } from '../parts/fault-summary.tsx';
import type { ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { useOfflineBanner } from '../parts/offline-banner.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { Consent, Facts, Materials } from './sections.tsx';

/** S7 办事说明: time, cost, result, what need not be brought, and what beginning agrees to. */
export function ItemScreen({ screen: { item } }: ScreenProps<'item'>) {
  const t = useTexts();
  const language = useLanguage();
  const offline = useOfflineBanner({ isShort: true });
  const canBegin = item.unavailable === undefined;
  return (
    <ScreenFrame
      title={item.title[language]}
      lead={item.summary[language]}
      banner={canBegin ? offline : undefined}
      primary={
        <NextButton intent={{ type: 'beginItem' }} isDisabled={!canBegin}>
          {t('item.buttonBegin')}
        </NextButton>
      }
    >
      {item.unavailable && <FaultCard code={item.unavailable} />}
      <Facts item={item} />
      {canBegin && item.materials.length > 0 && <Materials materials={item.materials} />}
      {canBegin && <Consent lines={item.consent} />}
    </ScreenFrame>
  );
}
