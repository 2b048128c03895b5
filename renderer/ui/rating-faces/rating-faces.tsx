import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import '../base.ts';
import './rating-faces.css';

interface RatingOption {
  /** 1 (worst) .. 5 (best). */
  readonly score: number;
  readonly label: string;
}

export interface RatingFacesProps {
  readonly label: string;
  /** In the order in which they are shown. */
  readonly options: readonly RatingOption[];
  /** Nothing is chosen before the person chooses: the rule of 好差评. */
  readonly value?: number | undefined;
  readonly onChange: (score: number) => void;
}

/** Brows and mouth of each score on a 64 × 64 face. */
const features: Readonly<Record<number, string>> = {
  5: 'M17 27q5-6 10 0M37 27q5-6 10 0M17 37h30q-2 14-15 14T17 37z',
  4: 'M22 26v3M42 26v3M19 40q13 12 26 0',
  3: 'M22 26v3M42 26v3M21 43h22',
  2: 'M22 26v3M42 26v3M20 46q12-10 24 0',
  1: 'M16 22l10 5M48 22l-10 5M22 30v2M42 30v2M19 48q13-14 26 0',
};

/** Five drawn faces of one size; the word under each says the same. */
export function RatingFaces({ label, options, value, onChange }: RatingFacesProps) {
  return (
    <RadioGroup
      className="ui-rating"
      orientation="horizontal"
      value={value === undefined ? null : String(value)}
      onChange={(score) => onChange(Number(score))}
    >
      <Label className="ui-rating-label">{label}</Label>
      <div className="ui-rating-faces">
        {options.map((option) => (
          <Radio className="ui-rating-option" key={option.score} value={String(option.score)}>
            <svg className="ui-rating-face" viewBox="0 0 64 64" aria-hidden="true">
              <circle cx="32" cy="32" r="27" />
              <path d={features[option.score]} />
            </svg>
            <span>{option.label}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
