import { useState } from 'react';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Card } from '../../ui/card/card.tsx';
import { Icon } from '../../ui/icon/icon.tsx';
import { SignaturePad } from '../../ui/signature-pad/signature-pad.tsx';
import { Tag } from '../../ui/tag/tag.tsx';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { StoredFirst } from './stored-first.tsx';

type Strokes = [number, number][][];

/** The signature, and then the one step that cannot be taken back by itself. */
export function SignReview({ screen, onBack }: ScreenProps<'review'> & { readonly onBack: () => void }) {
  const t = useTexts();
  const language = useLanguage();
  const { intend } = useKiosk();
  const [strokes, setStrokes] = useState<Strokes>([]);
  const isSigned = screen.signature === 'given';
  const change = (next: Strokes): void => {
    setStrokes(next);
    intend(next.length > 0 ? { type: 'sign', signature: { strokes: next } } : { type: 'clearSignature' });
  };
  return (
    <ScreenFrame
      title={t('review.titleSignature')}
      lead={t('review.noteSignFirst')}
      banner={screen.offline ? <StoredFirst /> : undefined}
      onBack={onBack}
      primary={
        <NextButton intent={{ type: 'confirm' }} isDisabled={!isSigned}>
          {screen.offline ? t('review.buttonStore') : t('review.buttonSubmit')}
        </NextButton>
      }
    >
      <SignaturePad
        label={t('review.labelSignature')}
        placeholder={t('review.placeholderSignature')}
        strokes={strokes}
        onChange={change}
        clearLabel={t('review.buttonClearSignature')}
        undoLabel={t('review.buttonUndoSignature')}
      />
      <Card title={t('review.titleMeaning')} aside={isSigned ? <Tag kind="ok">{t('review.labelSigned')}</Tag> : undefined}>
        <ul className="checks">
          <li>
            <Icon name="check" />
            <span>{t('review.meaningTrue')}</span>
          </li>
          <li>
            <Icon name="check" />
            <span>{t('review.meaningSend', { department: screen.item.department[language] })}</span>
          </li>
        </ul>
      </Card>
    </ScreenFrame>
  );
}
