import { create as createQr } from 'qrcode';
import { localMinuteOf } from '#contracts/basics/clock.ts';
import type { ContributionRow } from '#contracts/domain/contributions.ts';
import { languages, type Language } from '#contracts/domain/localized.ts';
import { certificateMonths } from '#contracts/domain/certificate.ts';
import type { CertificateContent } from './certificate-content.ts';
import { a4, createPaper, type Box, type Paper, type TextStyle } from './page.ts';
import type { PdfFonts } from './pdf-fonts.ts';
import { noBreakSpace } from './text-layout.ts';
import { fillIn, loadCertificateTexts, type CertificateTexts } from './texts.ts';

const margin = { side: 63, top: 58, bottom: 48 } as const;
const page: Box = { x: margin.side, width: a4.width - 2 * margin.side };
const colours = { ink: '#000000', soft: '#444444', line: '#999999', seal: '#c03030' };

const styles = {
  number: { size: 11, colour: colours.soft, align: 'right' },
  title: { size: 27, weight: 'bold', spacing: 5, align: 'center' },
  titleBelow: { size: 12, colour: colours.soft, align: 'center' },
  body: { size: 14.5, leading: 1.7 },
  bodyBelow: { size: 10.5, colour: colours.soft, leading: 1.5 },
  head: { size: 12, weight: 'bold', leading: 1.4 },
  cell: { size: 12, leading: 1.4 },
  cellBelow: { size: 8.5, colour: colours.soft, leading: 1.3 },
  sealTitle: { size: 13, colour: colours.seal, align: 'center' },
  sealNote: { size: 7.5, colour: colours.seal, align: 'center', leading: 1.3 },
  signature: { size: 13, align: 'right', leading: 1.7 },
  signatureBelow: { size: 9.5, colour: colours.soft, align: 'right' },
  foot: { size: 10.5, colour: colours.soft, leading: 1.6 },
  footBelow: { size: 8.5, colour: colours.soft, leading: 1.5 },
  page: { size: 9, colour: colours.soft, align: 'center' },
} as const satisfies Record<string, TextStyle>;

const qr = { side: 92, gap: 16 } as const;
const footTop = a4.height - margin.bottom - qr.side;
const seal = { radius: 60, centre: { x: a4.width - margin.side - 74, y: footTop - 78 } } as const;

/** Two spaces of a Chinese character: the indent of a paragraph. */
const indent = '\u3000\u3000';

/** What one line says in Chinese and, where the person asked for it, in English below. */
type Say = (pick: (texts: CertificateTexts, language: Language) => string) => {
  readonly zh: string;
  readonly en: string | undefined;
};

/** Renders the certificate on A4 as PDF: fonts embedded as subsets, text as text, nothing fetched. */
export async function renderContributionCertificate(content: CertificateContent, fonts: PdfFonts): Promise<Uint8Array> {
  const texts = Object.fromEntries(languages.map((language) => [language, loadCertificateTexts(language)])) as Texts;
  const facts = {
    title: `${texts['zh-CN'].title} ${content.number}`,
    language: 'zh-CN',
    createdAt: new Date(content.statement.source.at),
  };
  const paper = createPaper(fonts, facts);
  const say: Say = (pick) => ({
    zh: pick(texts['zh-CN'], 'zh-CN'),
    en: content.language === 'en' ? pick(texts.en, 'en') : undefined,
  });
  let y = writeHead(paper, content, texts);
  y = writeStatement(paper, content, say, y + 26);
  y = writeTable(paper, content.statement.rows, say, y + 14);
  writeClosing(paper, content, say, y);
  numberPages(paper, texts['zh-CN']);
  return paper.finish();
}

type Texts = Readonly<Record<Language, CertificateTexts>>;

function writeHead(paper: Paper, content: CertificateContent, texts: Texts): number {
  let y = paper.write(fillIn(texts['zh-CN'].number, { number: content.number }), page, margin.top, styles.number);
  y = paper.write(texts['zh-CN'].title, page, y + 20, styles.title);
  return paper.write(texts.en.title, page, y - 4, styles.titleBelow);
}

function writeStatement(paper: Paper, content: CertificateContent, say: Say, y: number): number {
  const { holder, city } = content;
  const sentence = say((texts, language) =>
    fillIn(texts.statement, {
      name: language === 'en' ? (holder.englishName ?? holder.name) : fullName(holder),
      idKind: texts.idKind[holder.layout],
      idNumber: holder.idNumberMasked,
      city: city[language],
    }),
  );
  return writeBoth(paper, sentence, y);
}

/** Both names of a card that has both: 安娜 MUELLER, ANNA KATHARINA. */
function fullName({ name, englishName }: CertificateContent['holder']): string {
  if (!englishName || englishName === name) return name;
  return name === '' ? englishName : `${name} ${englishName}`;
}

function writeBoth(paper: Paper, sentence: ReturnType<Say>, y: number): number {
  const below = paper.write(indent + sentence.zh, page, y, styles.body);
  return sentence.en === undefined ? below : paper.write(sentence.en, page, below + 4, styles.bodyBelow);
}

function heightOfBoth(paper: Paper, sentence: ReturnType<Say>): number {
  const above = paper.heightOf(indent + sentence.zh, page, styles.body);
  return sentence.en === undefined ? above : above + 4 + paper.heightOf(sentence.en, page, styles.bodyBelow);
}

const columnShares = [0.37, 0.28, 0.2, 0.15] as const;
const cellPadding = 7;

function columnBoxes(): readonly Box[] {
  let x = page.x;
  return columnShares.map((share) => {
    const box = { x: x + 4, width: page.width * share - 8 };
    x += page.width * share;
    return box;
  });
}

type Cell = ReturnType<Say>;

/** Rows go on to the next page, under the head again, where a page ends. */
function writeTable(paper: Paper, rows: readonly ContributionRow[], say: Say, top: number): number {
  const head: Cell[] = (['scheme', 'period', 'months', 'status'] as const).map((name) => say((texts) => texts.column[name]));
  let y = writeRow(paper, head, top, styles.head, 1.2);
  if (rows.length === 0) return writeRow(paper, [say((texts) => texts.noteNoRows)], y, styles.cell);
  for (const row of rows) {
    if (y + 2 * cellPadding + 32 > a4.height - margin.bottom - 20) {
      paper.newPage();
      y = writeRow(paper, head, margin.top, styles.head, 1.2);
    }
    y = writeRow(paper, cellsOf(row, say), y, styles.cell);
  }
  return y;
}

function cellsOf(row: ContributionRow, say: Say): Cell[] {
  return [
    say((texts) => texts.scheme[row.scheme]),
    // Figures read the same in both languages.
    { ...say((texts) => fillIn(texts.period, { from: row.from, to: row.to })), en: undefined },
    { zh: String(row.months), en: undefined },
    say((texts) => texts.status[row.status]),
  ];
}

function writeRow(paper: Paper, cells: readonly Cell[], y: number, style: TextStyle, thickness = 0.6): number {
  const boxes = columnBoxes();
  if (thickness > 1) paper.rule(page, y, colours.ink, thickness);
  const bottoms = cells.map((cell, i) => {
    const box = boxes[i] ?? page;
    const below = paper.write(cell.zh, box, y + cellPadding, style);
    return cell.en === undefined ? below : paper.write(cell.en, box, below, styles.cellBelow);
  });
  const bottom = Math.max(...bottoms) + cellPadding;
  paper.rule(page, bottom, colours.line, 0.6);
  return bottom;
}

function writeClosing(paper: Paper, content: CertificateContent, say: Say, tableEnd: number): void {
  const at = localMinuteOf(Date.parse(content.statement.source.at));
  const provenance = say((texts) => fillIn(texts.provenance, { date: dateText(texts, at.slice(0, 10)), time: at.slice(11) }));
  let y = tableEnd + 18;
  if (y + heightOfBoth(paper, provenance) + 6 > seal.centre.y - seal.radius) {
    paper.newPage();
    y = margin.top;
  }
  writeBoth(paper, provenance, y);
  writeSeal(paper, content, say);
  writeFoot(paper, content, say);
}

/** `2026-01-05` as each language writes a date. */
function dateText(texts: CertificateTexts, iso: string): string {
  const [year = '', month = '', day = ''] = iso.split('-').map((part) => String(Number(part)));
  return fillIn(texts.date, { year, month, day, iso }).replaceAll(' ', noBreakSpace);
}

/**
 * Who issues it and when, with the place of the seal across it as custom has it. The ring says of itself that it is none: a
 * real seal is set there by the authority's own sealing service, and nothing that this program draws may pass for one.
 */
function writeSeal(paper: Paper, content: CertificateContent, say: Say): void {
  const { centre, radius } = seal;
  paper.dashedRing(centre, radius, colours.seal);
  const inside = { x: centre.x - radius, width: 2 * radius };
  const title = say((texts) => texts.seal.title);
  const note = say((texts) => texts.seal.note);
  let y = paper.write(title.zh, inside, centre.y - 47, styles.sealTitle);
  paper.write(
    [note.zh, note.en].filter(Boolean).join(' '),
    { x: inside.x + 12, width: inside.width - 24 },
    y - 2,
    styles.sealNote,
  );

  const department = say((_, language) => content.department[language]);
  const box = { x: page.x, width: page.width };
  y = paper.write(department.zh, box, centre.y - 8, styles.signature);
  if (department.en !== undefined) y = paper.write(department.en, box, y - 4, styles.signatureBelow);
  paper.write(say((texts) => dateText(texts, content.issuedOn)).zh, box, y - 2, styles.signature);
}

function writeFoot(paper: Paper, content: CertificateContent, say: Say): void {
  const { size, data } = createQr(content.qr, { errorCorrectionLevel: 'M' }).modules;
  paper.squares(page.x, footTop, qr.side / size, size, (column, row) => data[row * size + column] === 1);
  const x = page.x + qr.side + qr.gap;
  const box = { x, width: page.width - qr.side - qr.gap };
  const lines = [
    say((texts) => fillIn(texts.verify, { checkCode: content.checkCode })),
    say((texts) => fillIn(texts.validity, { months: String(certificateMonths) })),
  ];
  const height = lines.reduce(
    (total, line) =>
      total +
      paper.heightOf(line.zh, box, styles.foot) +
      (line.en === undefined ? 0 : paper.heightOf(line.en, box, styles.footBelow)),
    0,
  );
  let y = footTop + qr.side - height;
  for (const line of lines) {
    y = paper.write(line.zh, box, y, styles.foot);
    if (line.en !== undefined) y = paper.write(line.en, box, y, styles.footBelow);
  }
}

/** Only where there is more than one: then every page says which it is. */
function numberPages(paper: Paper, texts: CertificateTexts): void {
  const pages = paper.pageCount();
  for (let index = 0; pages > 1 && index < pages; index++) {
    paper.toPage(index);
    paper.write(fillIn(texts.page, { page: String(index + 1), pages: String(pages) }), page, a4.height - 36, styles.page);
  }
}
