import { localDateOf } from '#contracts/basics/clock.ts';
import type { ScreenOf } from '#contracts/ipc/view.ts';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { Icon } from '../../ui/icon/icon.tsx';
import { chunks } from '../parts/chunks.ts';
import { dayText } from '../parts/format.ts';
import { useKiosk } from '../parts/kiosk-context.ts';
import { ScreenFrame } from '../parts/screen-frame.tsx';

/** Rows that stand together on a card, so that the pages fill well. */
const rowsPerCard = 3;

/** All that was filled in, each value with where and when it is from, and what need not be handed in. */
export function ProposalDetails({
  screen: { offer },
  onBack,
}: {
  readonly screen: ScreenOf<'proposal'>;
  readonly onBack: () => void;
}) {
  const t = useTexts();
  const language = useLanguage();
  const { view } = useKiosk();
  const today = localDateOf(view.now);
  const rows = offer.known.map(({ pointer, label, value, source }) => ({
    name: pointer,
    label: label[language],
    value,
    note: t('proposal.noteSource', {
      system: t(`proposal.system.${systemKey(source.system)}`),
      date: dayText(localDateOf(Date.parse(source.at)), language, today),
    }),
  }));
  return (
    <ScreenFrame
      title={t('proposal.titleDetails')}
      lead={t('proposal.leadDetails')}
      onBack={onBack}
      primary={
        <Button kind="quiet" onPress={onBack}>
          {t('proposal.buttonSeen')}
        </Button>
      }
    >
      {chunks(rows, rowsPerCard).map((some, index) => (
        <Card key={index}>
          <DataRows rows={some} />
        </Card>
      ))}
      <Card title={t('item.titleMaterials')}>
        <ul className="checks">
          {offer.waived.map(({ title, source }) => (
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
    </ScreenFrame>
  );
}

const systems = ['market-regulation', 'construction', 'approval-bureau'] as const;
const keys = {
  'market-regulation': 'marketRegulation',
  construction: 'construction',
  'approval-bureau': 'approvalBureau',
} as const;

function systemKey(system: string): (typeof keys)[keyof typeof keys] | 'other' {
  const known = systems.find((name) => name === system);
  return known ? keys[known] : 'other';
}
