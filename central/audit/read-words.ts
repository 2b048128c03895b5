import type { LocalizedText } from '#contracts/domain/localized.ts';

/** The terminals' queries that show a person's data, each as a person may read it; other reads are named `read.<what>`. */
export const readActions: Readonly<Record<string, LocalizedText>> = {
  contributions: { 'zh-CN': '查询了社保缴费记录', en: 'looked up the social-insurance record' },
  'certificate-copy': {
    'zh-CN': '调取了已出具的证明，用于再次打印',
    en: 'fetched a certificate that was issued, to print it again',
  },
  cases: { 'zh-CN': '查看了办件记录', en: 'looked at the list of cases' },
  prefill: { 'zh-CN': '调取了预留的手机号', en: 'fetched the phone number on record' },
};

const anyRead: LocalizedText = { 'zh-CN': '查看了您的信息', en: 'looked at your data' };
const refused: LocalizedText = { 'zh-CN': '（没有查到）', en: ' (nothing was shown)' };

const actors: Readonly<Record<string, (name: string) => LocalizedText>> = {
  terminal: (name) => ({ 'zh-CN': `自助终端 ${name}`, en: `Terminal ${name}` }),
  staff: (name) => ({ 'zh-CN': `工作人员 ${name}`, en: `Staff member ${name}` }),
  mobile: () => ({ 'zh-CN': '您本人在手机上', en: 'You, on your phone' }),
  system: () => ({ 'zh-CN': '系统自动', en: 'The system by itself' }),
  source: (name) => ({ 'zh-CN': `数据来源单位 ${name}`, en: `The data source ${name}` }),
};

const verifications: Readonly<Record<string, LocalizedText>> = {
  face: { 'zh-CN': '您本人刷脸后，', en: ', after your face was checked,' },
  sms: { 'zh-CN': '您本人输入短信验证码后，', en: ', after you entered a code,' },
  staff: { 'zh-CN': '工作人员核对您本人后，', en: ', after staff checked who you are,' },
};
const withoutPerson: LocalizedText = { 'zh-CN': '', en: '' };

/** One sentence: who, on what ground, did what, for what. @param purpose the item's title, where it has one. */
export function readSentence(
  read: { readonly actor: string; readonly action: string; readonly verification: string; readonly outcome: string },
  purpose: LocalizedText | undefined,
): LocalizedText {
  const [kind = '', ...name] = read.actor.split(':');
  const actor = actors[kind]?.(name.join(':')) ?? { 'zh-CN': read.actor, en: read.actor };
  const verified = verifications[read.verification.split(':')[0] ?? ''] ?? withoutPerson;
  const what = readActions[read.action] ?? anyRead;
  const end = read.outcome === 'ok' ? { 'zh-CN': '', en: '' } : refused;
  const forWhat = purpose ? { 'zh-CN': `，用于办理“${purpose['zh-CN']}”`, en: ` for “${purpose.en}”` } : { 'zh-CN': '', en: '' };
  return {
    'zh-CN': `${actor['zh-CN']}：${verified['zh-CN']}${what['zh-CN']}${forWhat['zh-CN']}${end['zh-CN']}。`,
    en: `${actor.en}${verified.en} ${what.en}${forWhat.en}${end.en}.`,
  };
}
