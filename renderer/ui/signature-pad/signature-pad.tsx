import { useId, useRef } from 'react';
import '../base.ts';
import { Button } from '../button/button.tsx';
import { Icon } from '../icon/icon.tsx';
import './signature-pad.css';
import type { Stroke } from './strokes.ts';
import { usePad } from './use-pad.ts';

export type { Stroke } from './strokes.ts';

export interface SignaturePadProps {
  readonly label: string;
  /** Points of 0..10000 of width and height. */
  readonly strokes: readonly Stroke[];
  readonly onChange: (strokes: [number, number][][]) => void;
  readonly clearLabel: string;
  readonly undoLabel: string;
  /** Written on the empty pad: 请用手指在这里签名. */
  readonly placeholder: string;
  readonly isDisabled?: boolean | undefined;
}

/** A sheet to sign on with a finger. Who cannot write takes the other way that the screen offers. */
export function SignaturePad(props: SignaturePadProps) {
  const { label, strokes, onChange, clearLabel, undoLabel, placeholder, isDisabled = false } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const labelId = useId();
  const tell = (after: readonly Stroke[]): void => onChange(after.map((stroke) => stroke.map(([x, y]) => [x, y])));
  usePad({ canvas, strokes, isDisabled, onChange: tell });
  const isEmpty = strokes.length === 0;
  return (
    <section className={isDisabled ? 'ui-signature ui-signature-off' : 'ui-signature'} aria-labelledby={labelId}>
      <div className="ui-signature-head">
        <span className="ui-signature-label" id={labelId}>
          {label}
        </span>
        <Button kind="plain" icon="back" onPress={() => tell(strokes.slice(0, -1))} isDisabled={isEmpty || isDisabled}>
          {undoLabel}
        </Button>
        <Button kind="plain" icon="eraser" onPress={() => tell([])} isDisabled={isEmpty || isDisabled}>
          {clearLabel}
        </Button>
      </div>
      <div className="ui-signature-sheet">
        {isEmpty && (
          <p className="ui-signature-placeholder">
            <Icon name="pen" />
            {placeholder}
          </p>
        )}
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <img> cannot be drawn on */}
        <canvas className="ui-signature-canvas" ref={canvas} role="img" aria-label={label} />
      </div>
    </section>
  );
}
