import type { LocalizedText } from '#contracts/domain/localized.ts';

/** What a citizen reads in a case's history. Plain words, one thought each. */
export const stepTexts = {
  received: { 'zh-CN': '您在自助终端提交了申请。', en: 'You submitted this at a self-service terminal.' },
  accepted: { 'zh-CN': '中心已收到，材料齐全。', en: 'Received. Nothing is missing.' },
  forwarded: { 'zh-CN': '已转给主管部门办理。', en: 'Passed on to the department in charge.' },
  certificateIssued: { 'zh-CN': '证明已出具，可以扫码验真。', en: 'The certificate was issued and can be checked by its code.' },
  printingAsked: {
    'zh-CN': '您在自助终端要求再次打印这份证明。',
    en: 'You asked at a self-service terminal to have the certificate printed again.',
  },
  expired: {
    'zh-CN': '送达太晚，这次申请已失效。请重新办理。',
    en: 'This arrived too late to be valid. Please apply again.',
  },
  refused: { 'zh-CN': '申请内容有问题，没有受理。请到窗口咨询。', en: 'This could not be accepted. Please ask at a counter.' },
} as const satisfies Record<string, LocalizedText>;
