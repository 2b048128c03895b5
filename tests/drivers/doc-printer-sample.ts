import PdfDocument from 'pdfkit';

/** A small real PDF. */
export function samplePdf(pages = 1): Promise<Uint8Array> {
  return new Promise((done) => {
    const document = new PdfDocument({ size: 'A4', autoFirstPage: false });
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => done(Buffer.concat(chunks)));
    for (let page = 1; page <= pages; page++) document.addPage().text(`page ${page}`);
    document.end();
  });
}
