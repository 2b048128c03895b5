import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { MessageTemplate } from '../../channels/index.ts';

export type TemplateCode = ApprovalItem['templates'][number]['code'];

const longest = { maxLength: 120 } as const;
/** Fields of the mini programs take 20 characters: what is longer is said on the page that the message opens. */
const field = 20;

/**
 * An item's template as the channels need it; undefined where the item has none of this code. Mini programs and the app open the phone's page by
 * its token (`linked`), a parameter that no text shows; a text message has no link at all.
 */
export function templateOf(
  item: ApprovalItem,
  code: TemplateCode,
  { smsProviders, linked }: { readonly smsProviders: readonly string[]; readonly linked: boolean },
): MessageTemplate | undefined {
  const found = item.templates.find((template) => template.code === code);
  if (!found) return undefined;
  const approved = `SMS_ESTATION_${code.toUpperCase()}`;
  const mini = (field: string): NonNullable<MessageTemplate['channels']['wechat']> => ({
    templateId: `estation-${code}`,
    page: linked ? 'pages/reminders/index?m={token}' : 'pages/reminders/index',
    fields: { [`${field}1`]: short(item.title), [`${field}2`]: short(miniWords[code]) },
  });
  return {
    code: `${item.id.replaceAll('.', '-')}-${code}`.slice(0, 64),
    version: item.version,
    params: Object.fromEntries([...found.params, ...(linked ? ['token'] : [])].map((name) => [name, longest])),
    channels: {
      sms: {
        providerTemplates: Object.fromEntries(
          smsProviders.map((provider) => [provider, { 'zh-CN': approved, en: `${approved}_EN` }]),
        ),
        text: found.sms,
      },
      wechat: mini('thing'),
      alipay: mini('keyword'),
      app: { title: found.title, body: found.body, link: linked ? '/m/{token}' : '/reminders' },
      kiosk: { title: found.title, body: found.body },
    },
  };
}

type Words = ApprovalItem['title'];

const miniWords: Readonly<Record<TemplateCode, Words>> = {
  proposal: { 'zh-CN': '材料已备好，刷脸确认即可', en: 'Ready: please confirm' },
  reminder: { 'zh-CN': '快到期了，请尽快确认', en: 'Please confirm soon' },
  progress: { 'zh-CN': '正在办理，可随时查询', en: 'Under way' },
  done: { 'zh-CN': '已办结，请评价', en: 'Done: please rate' },
  returned: { 'zh-CN': '有内容需要补正', en: 'Correction needed' },
};

function short(words: Words): Words {
  const cut = (text: string): string => {
    const characters = Array.from(text);
    return characters.length <= field ? text : `${characters.slice(0, field - 1).join('')}…`;
  };
  return { 'zh-CN': cut(words['zh-CN']), en: cut(words.en) };
}
