import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { pageCount } from '#drivers/doc-printer/document.ts';
import type { CertificateContent } from '#electron/printing/certificate-content.ts';
import { createCertificateRenderer } from '#electron/printing/certificate-renderer.ts';
import { findFonts } from '#electron/printing/fonts.ts';
import { sampleCertificate, sampleRows } from './people.ts';

const run = promisify(execFile);
const fonts = findFonts();
const noFonts = fonts.ok ? undefined : `fonts are missing: ${fonts.error.join(', ')}`;
const noPoppler = existsSync('/usr/bin/pdftotext') ? undefined : 'poppler-utils is not installed';
const skip = noFonts ?? noPoppler;

describe.skipIf(skip)(skip ? `certificate (skipped: ${skip})` : 'certificate', () => {
  const renderer = createCertificateRenderer();
  afterAll(() => renderer.stop());

  /** The text layer as another program reads it, without white space. */
  async function read(content: CertificateContent): Promise<{ text: string; pages: number; fonts: string }> {
    const pdf = await renderer.render(content);
    const folder = await mkdtemp(join(tmpdir(), 'estation-pdf-'));
    const file = join(folder, 'certificate.pdf');
    await writeFile(file, pdf);
    const [text, used] = await Promise.all([run('pdftotext', [file, '-']), run('pdffonts', [file])]);
    await rm(folder, { recursive: true });
    return { text: text.stdout.replace(/\s+/g, ''), pages: pageCount(pdf), fonts: used.stdout };
  }

  test('says what it must, as text that can be copied', async () => {
    const { text, pages } = await read(sampleCertificate);
    for (const wanted of [
      '证明编号370282-2026-0001-8842',
      '社会保险缴费证明',
      'CertificateofSocialInsuranceContributions',
      '兹证明王秀梅（公民身份号码3702**********0027）在青岛市参加社会保险',
      '企业职工基本养老保险',
      '2009-07至2026-10',
      '暂停缴费',
      '终止缴费',
      '数据时间2026年11月23日14:25',
      '青岛市社会保险事业中心',
      '校验码7K2M-9QXD',
      '演示样张未加盖真章',
    ]) {
      expect(text).toContain(wanted);
    }
    expect(pages).toBe(1);
  });

  test('every font is embedded, as a subset', async () => {
    const { fonts: used } = await read(sampleCertificate);
    const rows = used.trim().split('\n').slice(2);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/yes\s+yes\s+yes\s+\d+\s+\d+$/);
  });

  test.each(['刘䶮', '陈𬀩㛃', '欧阳𰻝', '𠮷野\u{e0100}'])('the name %s is set whole', async (name) => {
    const { text } = await read({ ...sampleCertificate, holder: { ...sampleCertificate.holder, name } });
    for (const letter of name) if (!/\p{M}/u.test(letter)) expect(text).toContain(letter);
  });

  test('a foreigner reads both names and every sentence in English too', async () => {
    const holder = {
      name: '安娜',
      englishName: 'MUELLER, ANNA KATHARINA',
      layout: 'I',
      idNumberMasked: 'DEU1*******2901',
    } as const;
    const { text, pages } = await read({ ...sampleCertificate, language: 'en', holder });
    expect(text).toContain('兹证明安娜MUELLER,ANNAKATHARINA（外国人永久居留身份证号码DEU1*******2901）');
    expect(text).toContain('ThisistocertifythatMUELLER,ANNAKATHARINA(permanentresidencecardnumberDEU1*******2901)');
    expect(text).toContain('Basicpensionforemployees');
    expect(pages).toBe(1);
  });

  test('a record without rows says so', async () => {
    const { text } = await read({ ...sampleCertificate, statement: { ...sampleCertificate.statement, rows: [] } });
    expect(text).toContain('未查询到缴费记录');
  });

  test('a long record goes on to further pages under its head, each numbered', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => sampleRows[i % sampleRows.length]).filter((row) => row !== undefined);
    const { text, pages } = await read({
      ...sampleCertificate,
      language: 'en',
      statement: { ...sampleCertificate.statement, rows },
    });
    expect(pages).toBeGreaterThan(1);
    expect(text.split('实际缴费月数')).toHaveLength(1 + 2);
    expect(text).toContain(`第${pages}页，共${pages}页`);
  });

  test('a character that no font has is refused, and the refusal does not tell the name', async () => {
    const holder = { ...sampleCertificate.holder, name: '王\u{10ffff}梅' };
    await expect(renderer.render({ ...sampleCertificate, holder })).rejects.toThrow(/^no font has a character of this text$/);
  });

  test('the same content gives the same text again, also side by side', async () => {
    const [first, second] = await Promise.all([renderer.render(sampleCertificate), renderer.render(sampleCertificate)]);
    expect(second.length).toBe(first.length);
  });
});

test.skipIf(noFonts)(`after stop() it works again with a new worker${noFonts ? ` (skipped: ${noFonts})` : ''}`, async () => {
  const renderer = createCertificateRenderer();
  const pending = renderer.render(sampleCertificate);
  const refused = expect(pending).rejects.toThrow('stopped');
  await renderer.stop();
  await refused;
  expect(pageCount(await renderer.render(sampleCertificate))).toBe(1);
  await renderer.stop();
});

test('missing fonts are named', () => {
  expect(findFonts(['/nowhere'])).toMatchObject({ ok: false });
  const found = findFonts(['/nowhere']);
  expect(found.ok ? [] : found.error).toContain('HanaMinB.ttf');
});
