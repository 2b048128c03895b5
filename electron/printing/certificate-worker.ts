import { parentPort } from 'node:worker_threads';
import { invariant } from '#contracts/basics/asserts.ts';
import { renderContributionCertificate } from './certificate.ts';
import type { RenderAnswer, RenderRequest } from './certificate-renderer.ts';
import { findFonts } from './fonts.ts';
import { openPdfFonts, type PdfFonts } from './pdf-fonts.ts';

/** Worker thread of `createCertificateRenderer`: opens the fonts once, then renders one certificate after the other. */

invariant(parentPort, 'runs as a worker thread');
const port = parentPort;
let fonts: PdfFonts | undefined;

function openedFonts(): PdfFonts {
  if (fonts) return fonts;
  const found = findFonts();
  if (!found.ok) throw new Error(`fonts are missing: ${found.error.join(', ')}`);
  fonts = openPdfFonts(found.value);
  return fonts;
}

async function answer({ id, content }: RenderRequest): Promise<RenderAnswer> {
  try {
    return { id, pdf: await renderContributionCertificate(content, openedFonts()) };
  } catch (cause) {
    return { id, failed: cause instanceof Error ? cause.message : String(cause) };
  }
}

port.on('message', (request: RenderRequest) => {
  void answer(request).then((result) => port.postMessage(result));
});
