import { instantOf } from '#contracts/basics/clock.ts';
import type { LocalDate } from '#contracts/basics/clock.ts';
import type { ContributionRow } from '#contracts/domain/contributions.ts';
import type { CertificateContent } from '#electron/printing/certificate-content.ts';
import type { ReceiptContent } from '#electron/printing/receipt.ts';

export const sampleReceipt: ReceiptContent = {
  language: 'zh-CN',
  titleKind: 'queued',
  siteName: '政务自助E站 · 即墨蓝村',
  itemTitle: '灵活就业人员参保登记',
  applicantMasked: '王*梅',
  caseNumber: 'QD2026112304267715',
  at: instantOf(Date.UTC(2026, 10, 23, 6, 26)),
  statusLines: ['已登记，等联网后提交。', '结果会发短信到 139****6027。'],
  todoLines: ['不用再来。3 个工作日没有消息，请拨 12345。'],
  qr: 'https://e-station.example/acts/0199?h=0011223344556677',
  terminal: 'E0217',
  receiptNumber: '0001',
};

export const sampleRows: readonly ContributionRow[] = [
  { scheme: 'pension', from: '2009-07', to: '2026-10', months: 208, status: 'active' },
  { scheme: 'unemployment', from: '2009-07', to: '2026-10', months: 207, status: 'paused' },
  { scheme: 'workInjury', from: '2011-01', to: '2026-10', months: 190, status: 'ended' },
];

export const sampleCertificate: CertificateContent = {
  language: 'zh-CN',
  number: '370282-2026-0001-8842',
  checkCode: '7K2M-9QXD',
  qr: 'https://e-station.example/verify?n=370282-2026-0001-8842&c=7K2M-9QXD',
  holder: { name: '王秀梅', layout: 'resident', idNumberMasked: '3702**********0027' },
  city: { 'zh-CN': '青岛市', en: 'Qingdao' },
  department: { 'zh-CN': '青岛市社会保险事业中心', en: 'Qingdao Social Insurance Centre' },
  statement: {
    rows: [...sampleRows],
    source: { system: 'qd-social-insurance', at: instantOf(Date.UTC(2026, 10, 23, 6, 25)), version: '1' },
  },
  issuedOn: '2026-11-23' as LocalDate,
};
