import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import type { ActId } from '#contracts/basics/ids.ts';
import { maskName } from '#contracts/basics/mask.ts';
import type { DeviceResult } from '#contracts/devices/device.ts';
import type { PrintView } from '#contracts/ipc/view.ts';
import type { CertificateContent } from '../../printing/certificate-content.ts';
import { composeReceipt } from '../../printing/receipt.ts';
import { sessionDelays } from '../delays.ts';
import { loadReceiptTexts } from '../../printing/texts.ts';
import { certificateContent } from '../certificate-content.ts';
import { receiptContent } from '../receipt-content.ts';
import type { PrintedMatter } from '../../journal/prints.ts';
import type { Parts } from '../parts.ts';
import type { EffectContext } from './context.ts';

/**
 * Each print is written down as begun before its first byte and as settled after its last, so that a crash in between is known
 * for what it is: an outcome that nobody saw, never a reason to print again.
 */

export async function printReceipt({ parts, dispatch, state }: EffectContext, act: ActId): Promise<void> {
  const { visit, settings } = state();
  const recorded = visit?.flow?.act;
  if (!visit?.flow || recorded?.id !== act) return;
  const refused = begin(parts, act, 'receipt');
  if (refused) return dispatch({ type: 'receiptSettled', act, print: refused });
  const number = parts.journal.nextReceiptNumber();
  const content = receiptContent({
    config: parts.config,
    language: settings.language,
    act: recorded,
    item: visit.flow.item,
    applicant: visit.card && maskName(visit.card.fields.name || (visit.card.fields.englishName ?? '')),
    at: instantOf(parts.clock.now()),
    number: number.ok ? number.value : '',
  });
  const lines = composeReceipt(content, loadReceiptTexts(settings.language));
  const printed = await parts.devices.receiptPrinter.print(lines, { timeoutMs: sessionDelays.receiptMs });
  const print = printView(printed, 'PRN-006');
  settle(parts, act, 'receipt', print, printed.code === 'success' ? printed.value.bytes : undefined);
  dispatch({ type: 'receiptSettled', act, print });
}

export async function printDocument({ parts, dispatch, state }: EffectContext, act: ActId): Promise<void> {
  const { visit, settings } = state();
  const flow = visit?.flow;
  if (!visit?.card || !flow?.statement || flow.act?.id !== act || !flow.act.ref) return;
  const refused = begin(parts, act, 'document');
  if (refused) return dispatch({ type: 'documentSettled', act, print: refused });
  const content = certificateContent({
    config: parts.config,
    language: settings.language,
    ref: flow.act.ref,
    card: visit.card,
    item: flow.item,
    statement: flow.statement,
    issuedOn: flow.reprint?.issuedOn ?? localDateOf(parts.clock.now()),
  });
  const print = await renderAndPrint(parts, act, content);
  settle(parts, act, 'document', print);
  dispatch({ type: 'documentSettled', act, print });
}

/** A certificate that cannot be made never reaches the printer; the number stays the same for the next try. */
async function renderAndPrint(
  { certificates, devices, log }: Parts,
  act: ActId,
  content: CertificateContent,
): Promise<PrintView> {
  const pdf = await certificates.render(content).catch((error: unknown) => {
    log('device.command-failed', { device: 'certificate-renderer', raw: error instanceof Error ? error.message : 'unknown' });
  });
  if (!pdf) return { state: 'failed', code: 'DOC-001' };
  const options = { timeoutMs: sessionDelays.documentMs, jobKey: act, title: content.number };
  const printed = await devices.docPrinter.print(pdf, options);
  pdf.fill(0);
  return printView(printed, 'DOC-002');
}

/** A print that cannot be written down does not begin; the answer is what the screen shows then. */
function begin({ journal }: Parts, act: ActId, what: PrintedMatter): PrintView | undefined {
  const begun = journal.recordPrint({ act, what, outcome: 'printing' });
  return begun.ok ? undefined : { state: 'failed', code: begun.error.code };
}

function settle({ journal, log }: Parts, act: ActId, what: PrintedMatter, { state, code }: PrintView, bytes?: number): void {
  const outcome = state === 'printed' || state === 'failed' ? state : 'unknown';
  const noted = journal.recordPrint({ act, what, outcome, ...(code && { code }) });
  if (!noted.ok) log('journal.refusing', { code: noted.error.code });
  log('print.settled', { act, what, state, ...(code && { code }), ...(bytes !== undefined && { bytes }) });
}

function printView(settled: DeviceResult<unknown>, unknown: 'PRN-006' | 'DOC-002'): PrintView {
  if (settled.code === 'success') return { state: 'printed' };
  if (settled.code === 'outcomeUnknown') return { state: 'unknown', code: unknown };
  return { state: 'failed', code: settled.errorCode };
}
