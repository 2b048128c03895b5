import '../base.ts';
import './hero.css';

/** Red roofs by the sea. Says nothing, so it is silent to a screen reader. */
export function Hero() {
  return (
    <svg className="ui-hero" viewBox="0 0 1080 724" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <rect className="ui-hero-sky" width="1080" height="724" />
    </svg>
  );
}
