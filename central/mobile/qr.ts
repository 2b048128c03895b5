import QRCode from 'qrcode';
import { SafeHtml } from '../http/index.ts';

const quiet = 4;

/** A QR code as one path, so that nothing is loaded. @param label what it is, for who cannot see it. */
export function qrCode(text: string, label: string): SafeHtml {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const side = modules.size;
  const path: string[] = [];
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1)
      if (modules.get(row, column)) path.push(`M${column + quiet} ${row + quiet}h1v1h-1z`);
  const whole = side + 2 * quiet;
  return new SafeHtml(
    `<svg class="qr" role="img" aria-label="${label.replaceAll(/[&<>"']/g, '')}" viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${whole}v${whole}H0z"/><path fill="#10212e" d="${path.join('')}"/></svg>`,
  );
}
