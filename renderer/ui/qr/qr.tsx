import { create } from 'qrcode';
import { useMemo } from 'react';
import '../base.ts';
import { modulesPath, quietZone } from './modules-path.ts';
import './qr.css';

export interface QrProps {
  readonly data: string;
  /** What the code is for. */
  readonly label: string;
}

/** A QR code drawn as one path: dark on white in every theme, because phones read nothing else surely. */
export function Qr({ data, label }: QrProps) {
  const { size, path } = useMemo(() => {
    const { modules } = create(data, { errorCorrectionLevel: 'M' });
    return { size: modules.size, path: modulesPath(modules.data, modules.size) };
  }, [data]);
  const side = size + 2 * quietZone;
  return (
    <svg className="ui-qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} />
    </svg>
  );
}
