import type { DataRow } from '../../ui/data-rows/data-rows.tsx';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { chunks } from '../parts/chunks.ts';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { useIsTight } from '../parts/room.ts';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { StoredFirst } from './stored-first.tsx';

/** Few in a card where room is short, so that the pages fill well. */
const rowsPerCard = { tight: 2, roomy: 9 };

/** Every value in plain words, each open to correction. */
export function RowsReview({ screen, onChecked }: ScreenProps<'review'> & { readonly onChecked: () => void }) {
  const t = useTexts();
  const rows = useRows(screen);
  const perCard = useIsTight() ? rowsPerCard.tight : rowsPerCard.roomy;
  const needsSignature = screen.signature !== 'notNeeded';
  return (
    <ScreenFrame
      title={needsSignature ? t('review.titleSign') : t('review.titleConfirm')}
      lead={t('review.leadSign')}
      banner={screen.offline ? <StoredFirst /> : undefined}
      primary={
        needsSignature ? (
          <Button kind="primary" onPress={onChecked}>
            {t('review.buttonToSign')}
          </Button>
        ) : (
          <NextButton intent={{ type: 'confirm' }}>
            {screen.offline ? t('review.buttonStore') : t('review.buttonSubmit')}
          </NextButton>
        )
      }
    >
      {chunks(rows, perCard).map((some, index) => (
        <Card key={index}>
          <DataRows rows={some} />
        </Card>
      ))}
    </ScreenFrame>
  );
}

function useRows(screen: ScreenProps<'review'>['screen']): readonly DataRow[] {
  const t = useTexts();
  const language = useLanguage();
  const { intend } = useKiosk();
  return screen.rows.map((row) => ({
    name: row.name,
    label: row.label[language],
    value: row.value,
    ...(row.editable && {
      editLabel: t('review.buttonEdit'),
      onEdit: () => intend({ type: 'editField', name: row.name }),
    }),
  }));
}
