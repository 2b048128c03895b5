import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { FaultCard } from '../parts/fault-summary.tsx';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { ScreenFrame } from '../parts/screen-frame.tsx';

/** S18: an honest stop: why, where else, whom to call. */
export function OutOfServiceScreen({ screen }: ScreenProps<'outOfService'>) {
  const t = useTexts();
  const language = useLanguage();
  const { view } = useKiosk();
  const rows = [
    ...(screen.nearest ? [{ name: 'nearest', label: t('outOfService.labelNearest'), value: screen.nearest[language] }] : []),
    { name: 'phone', label: t('outOfService.labelPhone'), value: view.terminal.phone },
    { name: 'hotline', label: t('outOfService.labelHotline'), value: t('outOfService.noteHotline') },
  ];
  return (
    <ScreenFrame title={t('outOfService.title')} lead={t('outOfService.lead')} tools={['help']}>
      <FaultCard code={screen.code} />
      <Card title={t('outOfService.titleElsewhere')}>
        <DataRows rows={rows} />
      </Card>
    </ScreenFrame>
  );
}
