import type { ReactNode } from 'react';
import '../base.ts';
import './paper-preview.css';

export interface PaperPreviewProps {
  /** What the sheet is: 社会保险缴费证明，预览. */
  readonly label: string;
  /** The sheet's own matter; sizes in `em` follow the sheet. */
  readonly children: ReactNode;
}

/** An A4 sheet as it will come out: one `em` is 1/34 of its width, about 6 mm on the paper. */
export function PaperPreview({ label, children }: PaperPreviewProps) {
  return (
    <figure className="ui-paper" aria-label={label}>
      <div className="ui-paper-sheet">{children}</div>
    </figure>
  );
}
