import { createHash } from 'node:crypto';

/** Short hash of a job's key: in a queue's list of jobs or a folder it names the job and nothing of the person. */
export function jobMark(jobKey: string): string {
  return createHash('sha256').update(jobKey).digest('hex').slice(0, 16);
}

/** Pages of a PDF whose page objects are not packed into object streams, as ours are; 0 when it is no PDF. */
export function pageCount(pdf: Uint8Array): number {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  if (!text.startsWith('%PDF-')) return 0;
  return text.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
}
