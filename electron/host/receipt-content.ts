import type { Instant } from '#contracts/basics/clock.ts';
import type { Language } from '#contracts/domain/localized.ts';
import type { FlowItem } from '#contracts/domain/service-item.ts';
import type { ReceiptContent } from '../printing/receipt.ts';
import { fillIn } from '../printing/texts.ts';
import type { RecordedAct } from '../session/state.ts';
import { outcomeTextsOf } from './outcome-texts.ts';
import type { Parts } from './parts.ts';

interface Input {
  readonly config: Parts['config'];
  readonly language: Language;
  readonly act: RecordedAct;
  readonly item: FlowItem;
  /** Masked; undefined when it was erased already (after a restart). */
  readonly applicant: string | undefined;
  readonly at: Instant;
  readonly number: string;
}

/** A day's grace on top of the promise, so that nobody calls before the answer can be there. */
const graceDays = 1;

/** What a receipt says: never more than is true at this moment. Queued is not submitted, submitted is not approved. */
export function receiptContent({ config, language, act, item, applicant, at, number }: Input): ReceiptContent {
  const texts = outcomeTextsOf(language);
  const values = { phone: config.site.phone, days: String(item.workingDays + graceDays) };
  const { status, todo } = texts[act.outcome === 'queued' && item.flow === 'certificate' ? 'queuedPaper' : act.outcome];
  return {
    language,
    titleKind: act.outcome,
    siteName: config.site.name[language],
    itemTitle: item.title[language],
    applicantMasked: applicant ?? texts.applicantErased,
    caseNumber: act.caseNumber,
    at,
    statusLines: status.map((sentence) => fillIn(sentence, values)),
    todoLines: todo.map((sentence) => fillIn(sentence, values)),
    qr: act.qr,
    terminal: config.terminal,
    receiptNumber: number,
  };
}
