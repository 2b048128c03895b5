import { useEffect, useState } from 'react';

interface PictureProps {
  readonly src: string;
  readonly alt: string;
  /** Stands in its place while there is none. */
  readonly missing?: string;
}

const retryMs = 3_000;

/** A picture that may not be there yet: its place is kept, and it is asked for again. */
export function Picture({ src, alt, missing }: PictureProps) {
  const [tries, setTries] = useState(0);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    if (!isMissing) return undefined;
    const timer = setTimeout(() => {
      setTries((before) => before + 1);
      setMissing(false);
    }, retryMs);
    return () => clearTimeout(timer);
  }, [isMissing]);
  if (isMissing) return <span className="dock-missing">{missing}</span>;
  return <img className="dock-picture" src={tries === 0 ? src : `${src}?${tries}`} alt={alt} onError={() => setMissing(true)} />;
}
