import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { Icon } from '../../ui/icon/icon.tsx';
import { Tag } from '../../ui/tag/tag.tsx';
import { FaultSummary } from '../parts/fault-summary.tsx';
import { feeText, resultTimeText } from '../parts/format.ts';
import type { ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { OfflineBanner } from '../parts/offline-banner.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';

/** S7 办事说明: time, cost, result, what need not be brought, and what beginning agrees to. */
export function ItemScreen({ screen: { item } }: ScreenProps<'item'>) {
  const t = useTexts();
  const language = useLanguage();
  const facts = [
    { name: 'result', label: t('item.labelResult'), value: item.result[language] },
    { name: 'resultTime', label: t('item.labelResultTime'), value: resultTimeText(t, item) },
    { name: 'minutes', label: t('item.labelMinutes'), value: t('item.noteMinutes', { count: item.minutes }) },
    { name: 'fee', label: t('item.labelFee'), value: feeText(t, item.feeFen) },
    { name: 'department', label: t('item.labelDepartment'), value: item.department[language] },
  ];
  return (
    <ScreenFrame
      title={item.title[language]}
      lead={item.summary[language]}
      primary={
        <NextButton intent={{ type: 'beginItem' }} isDisabled={item.unavailable !== undefined}>
          {t('item.buttonBegin')}
        </NextButton>
      }
    >
      {item.unavailable ? <FaultSummary code={item.unavailable} /> : <OfflineBanner />}
      <Card title={t('item.titleFacts')}>
        <DataRows rows={facts} />
      </Card>
      {item.materials.length > 0 && <Materials materials={item.materials} />}
      <Card title={t('item.titleConsent')}>
        <ul className="checks">
          {item.consent.map((line) => (
            <li key={line['zh-CN']}>
              <Icon name="shield" />
              <span>{line[language]}</span>
            </li>
          ))}
        </ul>
      </Card>
    </ScreenFrame>
  );
}

function Materials({ materials }: { readonly materials: ScreenProps<'item'>['screen']['item']['materials'] }) {
  const t = useTexts();
  const language = useLanguage();
  return (
    <Card title={t('item.titleMaterials')} aside={<Tag kind="ok">{t('item.labelWaived', { count: materials.length })}</Tag>}>
      <ul className="checks">
        {materials.map(({ title, source }) => (
          <li key={title['zh-CN']}>
            <Icon name="check" />
            <span>
              {title[language]}
              <small>{source[language]}</small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
