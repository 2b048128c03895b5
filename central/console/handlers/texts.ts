import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { ParcelEvent } from '../../logistics/index.ts';

/** Lines that only staff read in a case's timeline; what citizens read comes with the item and the errand. */
const events: Readonly<Record<string, LocalizedText>> = {
  registrationChanged: { 'zh-CN': '登记信息变更', en: 'The registration was changed' },
  licenceRevoked: { 'zh-CN': '营业执照吊销', en: 'The licence was revoked' },
  personStatusChanged: { 'zh-CN': '人口登记信息变更', en: 'The population register was changed' },
  birthday: { 'zh-CN': '到达年龄条件', en: 'An age was reached' },
  certificateChanged: { 'zh-CN': '证照信息变更', en: 'The certificate was changed' },
};

const channels: Readonly<Record<string, LocalizedText>> = {
  sms: { 'zh-CN': '短信', en: 'Text message' },
  wechat: { 'zh-CN': '微信', en: 'WeChat' },
  alipay: { 'zh-CN': '支付宝', en: 'Alipay' },
  app: { 'zh-CN': '城市客户端', en: 'City app' },
  kiosk: { 'zh-CN': '自助终端', en: 'Terminal' },
  staff: { 'zh-CN': '人工联系', en: 'Call by staff' },
};

const states: Readonly<Record<string, LocalizedText>> = {
  sending: { 'zh-CN': '发送中', en: 'being sent' },
  waiting: { 'zh-CN': '已发出，等回执', en: 'sent, no report yet' },
  delivered: { 'zh-CN': '已送达', en: 'delivered' },
  failed: { 'zh-CN': '没有送达', en: 'not delivered' },
  refused: { 'zh-CN': '没有发出', en: 'not sent' },
};

const methods: Readonly<Record<string, LocalizedText>> = {
  face: { 'zh-CN': '刷脸核验', en: 'face check' },
  sms: { 'zh-CN': '短信验证码核验', en: 'code by text message' },
  staff: { 'zh-CN': '工作人员核验', en: 'check by staff' },
};

const parcels: Readonly<Record<string, LocalizedText>> = {
  pickup: { 'zh-CN': '取旧证', en: 'Old certificate' },
  deliver: { 'zh-CN': '送新证', en: 'New certificate' },
};

const moves: Readonly<Record<ParcelEvent, LocalizedText>> = {
  pickedUp: { 'zh-CN': '已取件', en: 'collected' },
  inTransit: { 'zh-CN': '运输中', en: 'under way' },
  outForDelivery: { 'zh-CN': '正在派送', en: 'out for delivery' },
  atStation: { 'zh-CN': '放在代收点', en: 'waits at a parcel station' },
  nobodyHome: { 'zh-CN': '无人在家', en: 'nobody was there' },
  addressProblem: { 'zh-CN': '地址有误', en: 'the address was not found' },
  refused: { 'zh-CN': '拒收', en: 'refused' },
  redirected: { 'zh-CN': '转寄', en: 'redirected' },
  returned: { 'zh-CN': '已退回', en: 'returned' },
  delivered: { 'zh-CN': '已签收', en: 'delivered' },
  lost: { 'zh-CN': '丢失', en: 'lost' },
  damaged: { 'zh-CN': '损坏', en: 'damaged' },
  noted: { 'zh-CN': '有新记录', en: 'a new entry' },
};

const same = (text: string): LocalizedText => ({ 'zh-CN': text, en: text });
const join = (zh: string, en: string): LocalizedText => ({ 'zh-CN': zh, en });

export function eventText(type: string): LocalizedText {
  return events[type] ?? same(type);
}

export function channelName(channel: string): LocalizedText {
  return channels[channel] ?? same(channel);
}

export function judgedText(version: number, row: number): LocalizedText {
  return join(`研判：第 ${version} 版规则第 ${row} 行命中`, `Judged: row ${row} of rule version ${version} met`);
}

export function messageText(channel: LocalizedText, state: string, code: string): LocalizedText {
  const what = states[state] ?? same(state);
  const why = code !== '' && (state === 'failed' || state === 'refused') ? [`（${code}）`, ` (${code})`] : ['', ''];
  return join(`${channel['zh-CN']}${what['zh-CN']}${why[0] ?? ''}`, `${channel.en}: ${what.en}${why[1] ?? ''}`);
}

export function confirmedText(method: string, interactions: number): LocalizedText {
  const how = methods[method] ?? same(method);
  return join(
    `本人确认办理，${how['zh-CN']}（第 ${interactions} 次交互）`,
    `Confirmed by the person, ${how.en} (interaction ${interactions})`,
  );
}

const declines: Readonly<Record<string, LocalizedText>> = {
  notMe: { 'zh-CN': '不是我', en: 'not me' },
  notNow: { 'zh-CN': '暂不办理', en: 'not now' },
  notNeeded: { 'zh-CN': '不需要', en: 'not needed' },
  wrongFacts: { 'zh-CN': '有一项不对', en: 'something is wrong' },
};

export function declinedText(reason: string): LocalizedText {
  const why = declines[reason] ?? same(reason);
  return join(`本人选择“${why['zh-CN']}”`, `The person chose “${why.en}”`);
}

export function parcelText(direction: string, code: string, place: string): LocalizedText {
  const [parcel, move] = [
    parcels[direction] ?? same(direction),
    (moves as Readonly<Record<string, LocalizedText>>)[code] ?? same(code),
  ];
  const where = place === '' ? '' : ` · ${place}`;
  return join(`${parcel['zh-CN']}：${move['zh-CN']}${where}`, `${parcel.en}: ${move.en}${where}`);
}
