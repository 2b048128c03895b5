import { localMinuteOf, type Instant } from '#contracts/basics/clock.ts';
import { groupedCaseNumber } from '#contracts/basics/ids.ts';
import type { ReceiptLine } from '#contracts/devices/printers.ts';
import type { Language } from '#contracts/domain/localized.ts';
import { columnsOf, withoutRareCharacters, type TextLine } from './rare-characters.ts';
import { printableText, wrapText } from './text-layout.ts';
import { fillIn, type ReceiptTexts } from './texts.ts';

/** 回执: what a person takes along. All texts are in the person's language already. */
export interface ReceiptContent {
  readonly language: Language;
  /** done 办结 · accepted 受理 · queued saved on this terminal, not sent yet · refused by the centre. */
  readonly titleKind: 'done' | 'accepted' | 'queued' | 'withdrawn' | 'refused';
  readonly siteName: string;
  readonly itemTitle: string;
  /** 王*梅: a slip may be left lying. */
  readonly applicantMasked: string;
  readonly caseNumber: string;
  readonly at: Instant;
  /** What is true now, a sentence each. */
  readonly statusLines: readonly string[];
  /** What the person still has to do; empty leaves the part out. */
  readonly todoLines: readonly string[];
  /** Text of the QR code: the address where slip and progress can be checked. */
  readonly qr: string;
  /** `E0217`. */
  readonly terminal: string;
  /** `0001`. */
  readonly receiptNumber: string;
}

const paperColumns = 48;
const labelGap = 3;
const minLabelColumns = 12;
const qrModuleDots = 6;

/**
 * Lays a receipt out for 80 mm paper: every line fits its 48 half-width columns, values hang behind their labels, and lines
 * with characters that a printer may lack come as pictures.
 */
export function composeReceipt(content: ReceiptContent, texts: ReceiptTexts): ReceiptLine[] {
  const plain = content.language === 'en' ? asciiMarks : printableText;
  const wrap = (text: string, columns = paperColumns): string[] => wrapText(plain(text), columns, columnsOf);
  const centred = (text: string): TextLine[] => wrap(text).map((line) => ({ kind: 'text', text: line, align: 'center' }));
  const section = (title: string, sentences: readonly string[]): ReceiptLine[] =>
    sentences.length === 0 ? [] : [...heading(wrap(title)), ...sentences.flatMap((sentence) => wrap(sentence)).map(textLine)];
  const row = (label: string, value: string, bold: boolean): TextLine[] =>
    hangingRow(plain(label), wrap(value, paperColumns - labelColumns), bold, labelColumns);
  const labelColumns = Math.max(minLabelColumns, ...Object.values(texts.label).map((label) => columnsOf(label) + labelGap));
  const title = wrap(texts.title[content.titleKind], paperColumns / 2);

  const lines: ReceiptLine[] = [
    ...title.map((line): ReceiptLine => ({ kind: 'text', text: line, align: 'center', bold: true, scale: 2 })),
    ...centred(content.siteName),
    { kind: 'rule', style: 'solid' },
    ...row(texts.label.item, content.itemTitle, true),
    ...row(texts.label.applicant, content.applicantMasked, false),
    ...row(texts.label.number, groupedCaseNumber(content.caseNumber), true),
    ...row(texts.label.time, localMinuteOf(Date.parse(content.at)), false),
    { kind: 'rule', style: 'dashed' },
    ...section(texts.section.status, content.statusLines),
    ...(content.todoLines.length > 0 ? [gap(14)] : []),
    ...section(texts.section.todo, content.todoLines),
    { kind: 'rule', style: 'dashed' },
    { kind: 'qr', data: content.qr, moduleDots: qrModuleDots },
    ...centred(texts.noteQr),
    { kind: 'rule', style: 'solid' },
    ...centred(fillIn(texts.footer, { terminal: content.terminal, number: content.receiptNumber })),
    { kind: 'cut' },
  ];
  return lines.map((line) => (line.kind === 'text' || line.kind === 'spans' ? withoutRareCharacters(line) : line));
}

const textLine = (text: string): ReceiptLine => ({ kind: 'text', text });
const heading = (lines: readonly string[]): ReceiptLine[] => lines.map((text) => ({ kind: 'text', text, bold: true }));

/** Less than a line of white paper: a picture with nothing on it. */
function gap(heightDots: number): ReceiptLine {
  return { kind: 'raster', widthDots: 8, heightDots, bits: new Uint8Array(heightDots) };
}

function hangingRow(label: string, values: readonly string[], bold: boolean, labelColumns: number): TextLine[] {
  return values.map((value, i) => {
    const head = i === 0 ? label : '';
    return { kind: 'spans', spans: [{ text: head + ' '.repeat(labelColumns - columnsOf(head)) }, { text: value, bold }] };
  });
}

/** A Chinese printer sets typographic marks two columns wide, which tears English words apart. */
const asciiFor: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '·': '-',
};

function asciiMarks(text: string): string {
  return printableText(text).replace(/[‘’“”–—…·]/g, (mark) => asciiFor[mark] ?? mark);
}
