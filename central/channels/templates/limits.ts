/** Units of one message, and of each part where there are several: the header of the parts takes three (3GPP TS 23.040, UCS-2). */
const smsUnits = { alone: 70, part: 67 } as const;

/** How many messages a phone network makes, and bills, of a text; its length is in UTF-16 units. */
export function smsSegments(text: string): number {
  return text.length <= smsUnits.alone ? 1 : Math.ceil(text.length / smsUnits.part);
}

interface FieldKind {
  readonly name: RegExp;
  readonly maxLength: number;
  /** undefined = any text. */
  readonly form?: RegExp;
}

/** 订阅消息参数值内容限制说明 of the WeChat mini-program platform. */
const wechatKinds: readonly FieldKind[] = [
  { name: /^thing\d+$/, maxLength: 20 },
  { name: /^number\d+$/, maxLength: 32, form: /^\d+(\.\d+)?$/ },
  { name: /^letter\d+$/, maxLength: 32, form: /^[A-Za-z]+$/ },
  { name: /^symbol\d+$/, maxLength: 5, form: /^[\p{P}\p{S}]+$/u },
  { name: /^character_string\d+$/, maxLength: 32, form: /^[\x21-\x7e]+$/ },
  { name: /^(time|date)\d+$/, maxLength: 24, form: /^[\d年月日:：\-~ ]+$/ },
  { name: /^amount\d+$/, maxLength: 12, form: /^[¥￥]?\d{1,10}(\.\d{1,2})?元?$/ },
  { name: /^phrase\d+$/, maxLength: 5, form: /^\p{Script=Han}+$/u },
  { name: /^name\d+$/, maxLength: 20, form: /^(\p{Script=Han}{1,10}|[A-Za-z ]{1,20})$/u },
];
const alipayKinds: readonly FieldKind[] = [{ name: /^keyword\d+$/, maxLength: 100 }];

export type FieldProblem = 'unknown-field' | 'too-long' | 'wrong-form';

/** Undefined = the platform takes this value in a field of this name. */
export function fieldProblem(channel: 'wechat' | 'alipay', name: string, value: string): FieldProblem | undefined {
  const kind = (channel === 'wechat' ? wechatKinds : alipayKinds).find((known) => known.name.test(name));
  if (!kind) return 'unknown-field';
  if (value.length > kind.maxLength) return 'too-long';
  return kind.form?.test(value) === false ? 'wrong-form' : undefined;
}

/** Greatest lengths in UTF-16 units. `smsParam` is the SMS provider's limit for a variable; `alipayData` for all fields together, as JSON. */
export const textLimits = {
  smsParam: 35,
  alipayData: 2048,
  page: 128,
  app: { title: 30, body: 500 },
  kiosk: { title: 30, body: 500 },
} as const;

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;
const fakeSignature = /[【】]/;

/** Characters that nobody sees or that turn the text around; in an SMS also the brackets that only the signature has. */
export function hasBadCharacter(channel: string, value: string): boolean {
  return unseen.test(value) || (channel === 'sms' && fakeSignature.test(value));
}

const linkLike = /(?:[a-z][a-z0-9+.-]*:\/\/|www\.)|(?:[a-z0-9-]+\.)+(?:[a-z]{2,})(?![a-z])/i;

/** Whether people, or their phone, would take something in it for a link. */
export function looksLikeLink(text: string): boolean {
  return linkLike.test(text.normalize('NFKC'));
}
