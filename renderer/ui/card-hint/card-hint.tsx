import '../base.ts';
import './card-hint.css';

export interface CardHintProps {
  /** What the picture shows; without it the words beside it are enough. */
  readonly label?: string | undefined;
}

/** How the card is laid on the reader: it comes down, the light under it answers. Still under reduced motion. */
export function CardHint({ label }: CardHintProps) {
  const spoken = label === undefined ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': label } as const);
  return (
    <svg className="ui-card-hint" viewBox="0 0 640 480" {...spoken}>
      <path className="ui-card-hint-shade" d="M96 400h448l56 48H40z" />
      <path
        className="ui-card-hint-reader"
        d="M112 300h416a24 24 0 0 1 24 20l20 84a24 24 0 0 1-24 28H92a24 24 0 0 1-24-28l20-84a24 24 0 0 1 24-20z"
      />
      <path className="ui-card-hint-plate" d="M150 322h340l18 78H132z" />
      <path className="ui-card-hint-glow" d="M132 400l18-78h340l18 78z" />
      <rect className="ui-card-hint-lamp" x="280" y="412" width="80" height="10" rx="5" />
      <g className="ui-card-hint-card">
        <path
          className="ui-card-hint-body"
          d="M176 116h288a20 20 0 0 1 20 20v148a20 20 0 0 1-20 20H176a20 20 0 0 1-20-20V136a20 20 0 0 1 20-20z"
        />
        <path className="ui-card-hint-band" d="M156 160v-24a20 20 0 0 1 20-20h288a20 20 0 0 1 20 20v24z" />
        <path
          className="ui-card-hint-edge"
          d="M176 116h288a20 20 0 0 1 20 20v148a20 20 0 0 1-20 20H176a20 20 0 0 1-20-20V136a20 20 0 0 1 20-20z"
        />
        <path className="ui-card-hint-lines" d="M188 200h124M188 230h92M188 260h140" />
        <path className="ui-card-hint-face" d="M408 188a24 24 0 1 0 0 48 24 24 0 0 0 0-48M366 284c4-52 80-52 84 0z" />
      </g>
      <path className="ui-card-hint-arrow" d="M320 20v66M290 58l30 30 30-30" />
    </svg>
  );
}
