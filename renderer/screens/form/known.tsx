import type { KnownField } from '#contracts/ipc/view.ts';
import { useLanguage, useTexts, type Texts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { Tag } from '../../ui/tag/tag.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';

type KnownList = readonly KnownField[];

/** What need not be asked, in one card: how much, from where, and a way to see it whole. */
export function Known({ known, onOpen }: { readonly known: KnownList; readonly onOpen: () => void }) {
  const t = useTexts();
  const language = useLanguage();
  if (known.length === 0) return undefined;
  const summary = known.map((field) => `${field.label[language]} ${field.value}`).join(' · ');
  return (
    <Card title={t('form:titleKnown', { count: known.length })} aside={<Tag kind="ok">{sourceOf(t, known)}</Tag>}>
      <div className="known">
        <p className="note one-line">{summary}</p>
        <Button kind="plain" onPress={onOpen} spoken={t('form:titleKnown', { count: known.length })}>
          {t('form:buttonShowKnown')}
        </Button>
      </div>
    </Card>
  );
}

/** The same, row by row, on a page of its own. */
export function KnownInFull({ known, onClose }: { readonly known: KnownList; readonly onClose: () => void }) {
  const t = useTexts();
  const language = useLanguage();
  return (
    <ScreenFrame
      title={t('form:titleKnown', { count: known.length })}
      lead={t('form:leadKnown')}
      onBack={onClose}
      primary={
        <Button kind="quiet" onPress={onClose}>
          {t('form:buttonHideKnown')}
        </Button>
      }
    >
      <Card>
        <DataRows
          rows={known.map((field) => ({
            name: field.name,
            label: field.label[language],
            value: field.value,
            note: field.source === 'card' ? t('common:source.labelCard') : t('common:source.labelCentre'),
          }))}
        />
      </Card>
    </ScreenFrame>
  );
}

function sourceOf(t: Texts, known: KnownList): string {
  const fromCard = known.some((field) => field.source === 'card');
  const fromCentre = known.some((field) => field.source === 'centre');
  if (fromCard && fromCentre) return t('common:source.labelBoth');
  return fromCard ? t('common:source.labelCard') : t('common:source.labelCentre');
}
