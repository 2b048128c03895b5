import type { ConfirmRefusal } from '../tracking/index.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';

type Texts = Readonly<Record<string, LocalizedText>>;

const t = (zh: string, en: string): LocalizedText => ({ 'zh-CN': zh, en });

export const frameTexts = {
  mark: t('政务自助E站', 'E-Station'),
  big: t('大字', 'Larger'),
  normal: t('标准字', 'Smaller'),
  otherLanguage: t('English', '中文'),
  help: t('有疑问请打 12345，人工接听。', 'Questions? Call 12345.'),
  neverAsks: t('我们不会打电话要验证码，也不收钱。', 'We never ask for a code by phone, and never for money.'),
  skip: t('跳到正文', 'Skip to the text'),
} as const satisfies Texts;

export const offerTexts = {
  ready: t('为您准备好了 · 还需 2 步', 'Ready for you · 2 steps left'),
  readyNow: t('为您准备好了 · 还需 1 步', 'Ready for you · 1 step left'),
  readyFace: t('为您准备好了 · 还需刷脸', 'Ready for you · face check left'),
  willBe: t('会改成这样', 'What will change'),
  stays: t('这次要办什么', 'What this is about'),
  before: t('现在', 'Now'),
  after: t('办好后', 'Afterwards'),
  certificate: t('证照', 'Certificate'),
  party: t('谁的', 'Whose'),
  why: t('为什么找到您', 'Why we write to you'),
  from: t('依据', 'Based on'),
  timeAndCost: t('时间和费用', 'Time and cost'),
  until: t('请在哪天前确认', 'Please confirm by'),
  takes: t('办好要多久', 'How long it takes'),
  cost: t('要花多少钱', 'What it costs'),
  free: t('0 元，快递也不收费', 'Nothing; the courier is free as well'),
  freeOnline: t('0 元', 'Nothing'),
  way: t('证照怎么换', 'How it reaches you'),
  collectFirst: t('快递员先上门取旧证，再送新证。', 'A courier collects the old certificate, then brings the new one.'),
  collectOnDelivery: t('快递员送新证时收走旧证。', 'A courier brings the new certificate and takes the old one along.'),
  electronicOnly: t('电子证照自动更新，不用寄。', 'The electronic certificate is updated; nothing is sent.'),
  addressMissing: t('还没有收件地址，请填一个。', 'There is no address yet; please give one.'),
  known: t('已经替您填好', 'Filled in for you'),
  knownHidden: t('输入验证码后能看到内容。', 'You can read them once you have entered the code.'),
  waived: t('不用交的材料', 'What you need not hand in'),
  agree: t('同意办理', 'Agree'),
  getCode: t('同意办理，发验证码', 'Agree: send me a code'),
  getCodeHint: t('验证码发到您登记的手机。', 'The code goes to your phone on record.'),
  lookFirst: t('输入验证码，看我的信息', 'Enter a code to see my data'),
  changeAddress: t('改收件地址', 'Change the address'),
  notNow: t('暂不办理', 'Not now'),
  notNeeded: t('不用办', 'Not needed'),
  wrongFacts: t('信息不对', 'The data are wrong'),
  notMe: t('不是我的事', 'This is not for me'),
  notOurs: t('不是我的单位', 'Not my unit'),
  otherAnswer: t('不想办，或有不对', 'Something else'),
  changedMeanwhile: t('内容刚有更新，请再看一遍。', 'Something was updated just now. Please read it again.'),
  anotherWay: t('不方便用手机？', 'Rather not by phone?'),
} as const satisfies Texts;

export const faceTexts = {
  title: t('这件事要刷脸', 'This takes a face check'),
  body: t(
    '为了保护您，这件事只有本人刷脸后才能办。手机网页上不能代替。',
    'To protect you, this is done only after your face was checked. This page cannot take its place.',
  ),
  terminal: t(
    '到任意一台政务自助E站，放上身份证就能看到它。',
    'Go to any E-Station terminal and lay down your ID card: it is shown first.',
  ),
  app: t('也可以打开“青e办”，在“我的提醒”里刷脸。', 'Or open the city app and do it under “My reminders”.'),
  sites: t('离您近的网点', 'Sites near you'),
} as const satisfies Texts;

export const codeTexts = {
  title: t('请输入验证码', 'Enter the code'),
  field: t('6 位验证码', 'The code of 6 digits'),
  confirm: t('同意办理', 'Agree'),
  look: t('先看我的信息', 'See my data first'),
  next: t('下一步', 'Next'),
  again: t('没收到？再发一次', 'Nothing came? Send another one'),
  wrong: t('验证码不对，请再看一眼短信。', 'That is not the code. Please look at the message again.'),
  format: t('请输入短信里的 6 位数字。', 'Please enter the 6 digits of the message.'),
  late: t('验证码过期了，请再发一次。', 'The code is too old. Please have another one sent.'),
  spent: t(
    '输错了三次，这个验证码不能用了。请再发一次。',
    'Three wrong tries: this code is used up. Please have another one sent.',
  ),
  tooMany: t('验证码发得太多了，请过 10 分钟再试。', 'Too many codes were sent. Please try again in 10 minutes.'),
  notSent: t('短信没发出去，请过一会儿再试。', 'The message could not be sent. Please try again in a while.'),
} as const satisfies Texts;

export const addressTexts = {
  title: t('证照送到哪里', 'Where to bring it'),
  intro: t('快递员按这个地址上门，不收费。', 'The courier comes to this address, free of charge.'),
  name: t('收件人姓名', 'Name'),
  phone: t('电话', 'Phone'),
  district: t('区、市', 'District'),
  choose: t('请选择', 'Please choose'),
  street: t('详细地址', 'Street, number, room'),
  streetHint: t('写到街道、门牌号和房间。', 'With street, number and room.'),
  send: t('用这个地址，同意办理', 'Agree, with this address'),
  siteTitle: t('或者自己去网点换', 'Or exchange it at a site'),
  site: t('网点', 'Site'),
  sendSite: t('在这个网点换，同意办理', 'Agree, at this site'),
  back: t('返回', 'Back'),
  problems: t('有几处要改', 'Please correct'),
} as const satisfies Texts;

export const declineTexts = {
  title: t('这件事不是您的？', 'Is this not for you?'),
  body: t(
    '可能是别人用过这个号码。确认后，这个号码不再收到这件事的消息，您的信息也不会被使用。',
    'Somebody may have had this number before. Once you say so, it gets no more messages about this, and nothing of yours is used.',
  ),
  yes: t('不是我的，别再发了', 'Not mine, stop the messages'),
  back: t('返回', 'Back'),
} as const satisfies Texts;

export const caseTexts = {
  confirmed: t('好了，已经在办', 'Done: it is under way'),
  byOther: t('这件事已经有人确认了', 'Somebody has confirmed this already'),
  byOtherHint: t(
    '是同一家的另一位负责人确认的。您不用再办。',
    'Another person who may act for it did. There is nothing left to do.',
  ),
  closed: t('已办结', 'Finished'),
  refused: t('没有批准', 'Not approved'),
  refusedHint: t('工作人员会告诉您原因。', 'Our staff will tell you why.'),
  withdrawn: t('已撤回', 'Withdrawn'),
  returned: t('有内容要补正', 'Something has to be corrected'),
  returnedHint: t('改好后，点下面的按钮，我们接着办。', 'Once it is corrected, press the button below and we go on.'),
  held: t('暂停办理，正在核实', 'On hold while it is looked into'),
  number: t('受理号', 'Case number'),
  progress: t('办到哪一步了', 'What has happened'),
  receipt: t('回执', 'Receipt'),
  qr: t('回执二维码', 'QR code of the receipt'),
  qrHint: t('给别人扫，只看得到进度，看不到您的信息。', 'Who scans it sees the progress and nothing about you.'),
  open: t('打开进度网页', 'Open the public page'),
  corrected: t('我已改好，接着办', 'Corrected: please go on'),
  withdraw: t('撤回这件事', 'Withdraw this'),
  withdrawHint: t('新证开始做之前都能撤回。', 'This is possible until the certificate is being made.'),
  more: t('撤回、补正、看谁用过我的信息', 'Withdraw, correct, see who read my data'),
  moreHint: t('先收一个短信验证码，确认是您本人。', 'First a code by text message, to be sure that it is you.'),
  getCode: t('发验证码', 'Send me a code'),
  reads: t('谁看过我的信息', 'Who read my data'),
  tooLate: t('已经不能撤回了。新证已经在做。', 'It is too late to withdraw: the certificate is being made.'),
  nothingToCorrect: t('现在没有要补正的内容。', 'There is nothing to correct at present.'),
  suggestions: t('您可能还要办', 'What you may need next'),
  suggestionsHint: t('只是建议。要办请到自助终端或“青e办”。', 'Only a suggestion. Use a terminal or the city app.'),
} as const satisfies Texts;

export const readsTexts = {
  title: t('谁看过我的信息', 'Who read my data'),
  intro: t('每一次都有记录，谁也改不了。', 'Each time is on record, and nobody can alter it.'),
  none: t('还没有人看过您的信息。', 'Nobody has read your data yet.'),
  position: (n: number): LocalizedText => t(`公开日志第 ${n} 条`, `Entry ${n} of the public log`),
  back: t('返回', 'Back'),
} as const;

interface Note {
  readonly title: LocalizedText;
  readonly body: LocalizedText;
}

const note = (zh: string, en: string, zhBody: string, enBody: string): Note => ({ title: t(zh, en), body: t(zhBody, enBody) });

/** Pages that say one thing. */
export const notes = {
  unknown: note(
    '打不开这个链接',
    'This link does not open',
    '请从收到的消息里再点一次。也可以到自助终端查看。',
    'Please open it from the message once more, or look at a terminal.',
  ),
  caseNumber: note(
    '这里不能按受理号查',
    'Not by case number here',
    '请扫回执上的二维码，或到自助终端放上身份证查看。',
    'Please scan the code on your receipt, or lay down your ID card at a terminal.',
  ),
  expired: note(
    '这个链接过期了',
    'This link has ended',
    '如果还要办，我们会再提醒您。也可以到自助终端看看。',
    'If it is still needed we will write again. You can also look at a terminal.',
  ),
  notAgent: note(
    '您现在不是这家的负责人',
    'You do not act for this unit now',
    '只有法定代表人或经办人能确认。有疑问请打 12345。',
    'Only the legal representative or a handler may confirm. Questions? Call 12345.',
  ),
  held: note(
    '正在核实',
    'Being looked into',
    '有一项数据还在核对。您先不用办。',
    'One fact is being checked. There is nothing to do now.',
  ),
  gone: note('这件事不用办了', 'No longer needed', '情况有变，不用再办。', 'Things have changed; there is nothing to do.'),
  superseded: note(
    '有更新的提醒',
    'There is a newer one',
    '您的信息刚有变化，原来的提醒不用了。',
    'Your data have changed; the earlier reminder no longer counts.',
  ),
  declined: note(
    '已按您的意思，不办了',
    'As you wished: not done',
    '我们不会再为这件事打扰您。以后想办，可以到自助终端。',
    'We will not bother you with it again. If you change your mind, use a terminal.',
  ),
  declinedByOther: note(
    '这件事已经有人答复了',
    'Somebody has answered already',
    '同一家的另一位负责人选了不办。',
    'Another person who may act for it chose not to do it.',
  ),
  disowned: note(
    '谢谢，知道了',
    'Thank you',
    '这个号码不再收到这件事的消息。',
    'This number will get no more messages about this.',
  ),
  formOld: note(
    '这一页放得太久了',
    'This page is too old',
    '什么都没有提交。请打开最新的一页再试。',
    'Nothing was submitted. Please open the page anew.',
  ),
  faceOnly: note('这件事要刷脸', 'This takes a face check', '手机网页上不能确认。', 'It cannot be confirmed on this page.'),
  noPhone: note(
    '没有您登记的手机号',
    'No phone of yours on record',
    '发不了验证码。请到自助终端刷脸办理。',
    'No code can be sent. Please use a terminal, by face check.',
  ),
  codeFirst: note('请先输入验证码', 'Enter a code first', '要确认是您本人。', 'To be sure that it is you.'),
  tooOften: note('操作太快了', 'Too many requests', '请过一会儿再试。', 'Please try again in a while.'),
  failed: note(
    '出了点问题',
    'Something went wrong',
    '什么都没有提交。请过一会儿再试。',
    'Nothing was submitted. Please try again in a while.',
  ),
  changed: note(
    '证照刚有变化',
    'The certificate has changed',
    '请等新的提醒，再确认一次。',
    'Please wait for a new reminder and confirm that one.',
  ),
} as const satisfies Readonly<Record<string, Note>>;

export const openAnew = t('打开最新的一页', 'Open the page');
export const openNewer = t('看新的提醒', 'See the newer one');

/** What stands instead of a decision that has no effect. */
export const refusalNotes: Readonly<Record<ConfirmRefusal['detail'], keyof typeof notes>> = {
  'certificate-changed': 'changed',
  'newer-proposal': 'superseded',
  expired: 'expired',
  'decided-already': 'declinedByOther',
  'need-gone': 'gone',
  'unknown-proposal': 'unknown',
  'not-an-agent': 'notAgent',
  assurance: 'faceOnly',
};
