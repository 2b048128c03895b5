import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { PageTurner, usePages } from '../parts/pages.tsx';
import { useIsTight } from '../parts/room.ts';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { StoredFirst } from './stored-first.tsx';

/** Every value in plain words, each open to correction. */
export function RowsReview({ screen, onChecked }: ScreenProps<'review'> & { readonly onChecked: () => void }) {
  const t = useTexts();
  const language = useLanguage();
  const { intend } = useKiosk();
  const pages = usePages(screen.rows, useIsTight() ? 5 : 10);
  const needsSignature = screen.signature !== 'notNeeded';
  const hasMore = pages.current < pages.total;
  return (
    <ScreenFrame
      title={needsSignature ? t('review.titleSign') : t('review.titleConfirm')}
      lead={t('review.leadSign')}
      primary={
        hasMore || needsSignature ? (
          <Button kind="primary" onPress={hasMore ? () => pages.turn(1) : onChecked}>
            {hasMore ? t('common:pages.buttonNext') : t('review.buttonToSign')}
          </Button>
        ) : (
          <NextButton intent={{ type: 'confirm' }}>
            {screen.offline ? t('review.buttonStore') : t('review.buttonSubmit')}
          </NextButton>
        )
      }
    >
      {screen.offline && <StoredFirst />}
      <Card>
        <DataRows
          rows={pages.shown.map((row) => ({
            name: row.name,
            label: row.label[language],
            value: row.value,
            ...(row.editable && {
              editLabel: t('review.buttonEdit'),
              onEdit: () => intend({ type: 'editField', name: row.name }),
            }),
          }))}
        />
      </Card>
      <PageTurner pages={pages} />
    </ScreenFrame>
  );
}
