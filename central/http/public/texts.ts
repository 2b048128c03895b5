import type { CaseSummary } from '#contracts/domain/case.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';

type Texts = Readonly<Record<string, LocalizedText>>;

export const verifyTexts = {
  title: { 'zh-CN': '证明验真', en: 'Check a certificate' },
  genuine: { 'zh-CN': '这份证明是真的', en: 'This certificate is genuine' },
  genuineHint: { 'zh-CN': '请核对下面的内容和纸上是否一样。', en: 'Please compare what follows with the paper.' },
  revoked: { 'zh-CN': '这份证明已经作废', en: 'This certificate is no longer valid' },
  revokedHint: { 'zh-CN': '请持证人重新打印一份。', en: 'Ask its holder for a new one.' },
  unknown: { 'zh-CN': '查不到这份证明', en: 'No such certificate' },
  unknownHint: {
    'zh-CN': '编号或校验码不对。请照着纸上再输一次。',
    en: 'The number or the check code is wrong. Please enter both again.',
  },
  kind: { 'zh-CN': '名称', en: 'Certificate' },
  number: { 'zh-CN': '编号', en: 'Number' },
  checkCode: { 'zh-CN': '校验码', en: 'Check code' },
  holder: { 'zh-CN': '持证人', en: 'Holder' },
  department: { 'zh-CN': '出具部门', en: 'Issued by' },
  issued: { 'zh-CN': '出具时间', en: 'Issued at' },
  check: { 'zh-CN': '查一查', en: 'Check' },
} as const satisfies Texts;

export const actTexts = {
  title: { 'zh-CN': '办理进度', en: 'Progress' },
  notArrived: { 'zh-CN': '还没有收到', en: 'Not received yet' },
  notArrivedHint: {
    'zh-CN': '终端离线时，申请先存在终端里。连上网会自动送达。三天后还查不到，请打 12345。',
    en: 'A terminal that is offline keeps what you submitted and sends it once it is back. If nothing shows after three days, call 12345.',
  },
} as const satisfies Texts;

export const logTexts = {
  title: { 'zh-CN': '公开日志', en: 'Public log' },
  pending: {
    'zh-CN': '正在写入公开日志，过一分钟再打开这一页。',
    en: 'It is being written to the public log. Open this page again in a minute.',
  },
  differs: {
    'zh-CN': '日志里的记录和这笔办件对不上。请打 12345。',
    en: 'The log does not agree with this act. Please call 12345.',
  },
  download: { 'zh-CN': '下载证明文件', en: 'Download the proof' },
} as const satisfies Texts;

export const stateTexts: Readonly<Record<CaseSummary['state'], LocalizedText>> = {
  queued: { 'zh-CN': '已收到，正在核验', en: 'Received, being checked' },
  accepted: { 'zh-CN': '已受理', en: 'Accepted' },
  processing: { 'zh-CN': '正在办理', en: 'In progress' },
  done: { 'zh-CN': '已办结', en: 'Done' },
  rejected: { 'zh-CN': '没有受理', en: 'Not accepted' },
  superseded: { 'zh-CN': '已失效', en: 'No longer valid' },
};
