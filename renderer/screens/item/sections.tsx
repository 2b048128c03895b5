import type { ItemView } from '#contracts/ipc/view.ts';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { Icon, type IconName } from '../../ui/icon/icon.tsx';
import { Tag } from '../../ui/tag/tag.tsx';
import { feeText, resultTimeText } from '../parts/format.ts';

/** The numbers that matter first, then what comes of it and who decides. */
export function Facts({ item }: { readonly item: ItemView }) {
  const t = useTexts();
  const language = useLanguage();
  return (
    <Card>
      <div className="figures-place">
        <dl className="figures">
          <Figure icon="clock" label={t('item.labelMinutes')} value={t('item.noteMinutes', { count: item.minutes })} />
          <Figure icon="calendar" label={t('item.labelResultTime')} value={resultTimeText(t, item)} />
          <Figure icon="coin" label={t('item.labelFee')} value={feeText(t, item.feeFen)} />
        </dl>
      </div>
      <DataRows
        rows={[
          { name: 'result', label: t('item.labelResult'), value: item.result[language] },
          { name: 'department', label: t('item.labelDepartment'), value: item.department[language] },
        ]}
      />
    </Card>
  );
}

function Figure({ icon, label, value }: { readonly icon: IconName; readonly label: string; readonly value: string }) {
  return (
    <div className="figure">
      <dt>
        <Icon name={icon} />
        {label}
      </dt>
      <dd>{value}</dd>
    </div>
  );
}

/** What would have had to be brought, and why it need not be. */
export function Materials({ materials }: { readonly materials: ItemView['materials'] }) {
  const t = useTexts();
  const language = useLanguage();
  return (
    <Card title={t('item.titleMaterials')} aside={<Tag kind="ok">{t('item.labelWaived', { count: materials.length })}</Tag>}>
      <ul className="checks">
        {materials.map(({ title, source }) => (
          <li key={title['zh-CN']}>
            <Icon name="check" />
            <span className="check-pair">
              <span>{title[language]}</span>
              <small>{source[language]}</small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What the person agrees to by beginning: at most three lines. */
export function Consent({ lines }: { readonly lines: ItemView['consent'] }) {
  const t = useTexts();
  const language = useLanguage();
  return (
    <Card title={t('item.titleConsent')}>
      <ul className="checks">
        {lines.map((line) => (
          <li key={line['zh-CN']}>
            <Icon name="shield" />
            <span>{line[language]}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
