import { useState } from 'react';
import { useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
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
      tools={['help', 'leave']}
      extraTool={
        <Button kind="tool" icon="back" onPress={onBack}>
          {t('common:bar.buttonBack')}
        </Button>
      }
      primary={
        <NextButton intent={{ type: 'confirm' }} isDisabled={!isSigned}>
          {screen.offline ? t('review.buttonStore') : t('review.buttonSubmit')}
        </NextButton>
      }
    >
      {screen.offline && <StoredFirst />}
      <SignaturePad
        label={t('review.labelSignature')}
        placeholder={t('review.placeholderSignature')}
        strokes={strokes}
        onChange={change}
        clearLabel={t('review.buttonClearSignature')}
        undoLabel={t('review.buttonUndoSignature')}
      />
      {isSigned && (
        <p className="centred">
          <Tag kind="ok">{t('review.labelSigned')}</Tag>
        </p>
      )}
    </ScreenFrame>
  );
}
