import { z } from 'zod';
import type { Instant } from '#contracts/basics/clock.ts';
import { instantOf, localMinuteOf } from '#contracts/basics/clock.ts';
import type { CourierContact } from './address.ts';
import type { CourierOrder } from './courier-port.ts';
import { districts, region } from './regions.ts';

/**
 * Messages of SF Express's open platform ("速运类API": 下订单, 订单结果查询, 路由查询, 订单取消, 图片注册及推送), as far as we use
 * them. Both sides read them here. Codes of errors and states come from its public documentation and public clients.
 */
export const services = {
  create: 'EXP_RECE_CREATE_ORDER',
  search: 'EXP_RECE_SEARCH_ORDER_RESP',
  routes: 'EXP_RECE_SEARCH_ROUTES',
  update: 'EXP_RECE_UPDATE_ORDER',
  picture: 'EXP_RECE_REGISTER_WAYBILL_PICTURE',
} as const;

/** 月结: a third party pays, by its monthly card. The other documented values are 1 sender and 2 receiver; we never send them. */
export const thirdPartyPays = 3;
/** 顺丰标快. */
const standardExpress = 2;
const cancelDeal = 2;
/** 电子签收 and 派送证明. */
export const pictureTypes = { signature: '5', proof: '15' } as const;

/** Business errors that mean something to us (`errorCode` of the inner answer; S0000 = done). */
export const errorCodes = {
  done: 'S0000',
  duplicateOrder: '8016',
  orderUnknown: ['6150', '8018', '8024'],
  alreadyCancelled: '8037',
  underWay: ['8168', '8252'],
  addressNotUnderstood: ['1010', '1014', '20063'],
  appointmentRefused: ['8051', '8096'],
  accountRefused: ['8114', '8119', '8179'],
  peakControl: '8177',
} as const;

/** `apiResultCode` of the gateway. A1000 = the request was taken; what came of it is in `apiResultData`. */
export const gatewayCodes = {
  taken: 'A1000',
  trouble: ['A1009', 'A1010', 'A1011', 'A1099'],
  limited: 'A1005',
} as const;

const contactMessage = z.object({
  contactType: z.union([z.literal(1), z.literal(2)]),
  contact: z.string(),
  mobile: z.string(),
  country: z.literal('CN'),
  province: z.string(),
  city: z.string(),
  county: z.string(),
  address: z.string(),
});

export const createMessage = z.object({
  language: z.literal('zh-CN'),
  orderId: z.string().min(1).max(64),
  cargoDetails: z.array(z.object({ name: z.string().min(1), count: z.int().min(1) })).min(1),
  contactInfoList: z.array(contactMessage).length(2),
  monthlyCard: z.string().optional(),
  payMethod: z.int().min(1).max(3),
  expressTypeId: z.int(),
  parcelQty: z.int().min(1),
  isDocall: z.union([z.literal(0), z.literal(1)]),
  sendStartTm: z.string().optional(),
  remark: z.string().max(100).optional(),
});
export type CreateMessage = z.infer<typeof createMessage>;

export const searchMessage = z.object({ orderId: z.string(), searchType: z.literal('1'), language: z.literal('zh-CN') });
export const routesMessage = z.object({
  language: z.literal('zh-CN'),
  trackingType: z.literal('1'),
  methodType: z.literal('1'),
  trackingNumber: z.array(z.string()).min(1).max(10),
});
export const updateMessage = z.object({ orderId: z.string(), dealType: z.literal(cancelDeal), language: z.literal('zh-CN') });
export const pictureMessage = z.object({
  clientCode: z.string(),
  customerAcctCode: z.string(),
  waybillNo: z.string(),
  imgType: z.string(),
});

/** Answers. Numbers come as numbers or as text, depending on the service. */
const coded = z.union([z.string(), z.int()]).transform(String);
export const gatewayReply = z.object({ apiResultCode: z.string(), apiResultData: z.string().nullish() });
export const innerReply = z.object({ errorCode: z.string(), msgData: z.unknown().optional() });
export const orderReply = z.object({
  orderId: z.string(),
  filterResult: coded,
  waybillNoInfoList: z.array(z.object({ waybillType: coded, waybillNo: z.string() })).nullish(),
});
export const route = z.object({
  acceptTime: z.string(),
  acceptAddress: z.string().nullish(),
  remark: z.string().nullish(),
  opCode: coded,
  reasonCode: z.string().nullish(),
  reasonName: z.string().nullish(),
});
export type SfRoute = z.infer<typeof route>;
export const routesReply = z.object({ routeResps: z.array(z.object({ mailNo: z.string(), routes: z.array(route) })) });
/** 路由推送: what SF posts to us. */
export const routePush = z.object({
  Body: z.object({ WaybillRoute: z.array(route.extend({ id: z.string(), mailno: z.string(), orderid: z.string() })).max(100) }),
});

/** 筛单结果: 1 a person looks at it, 2 will be carried, 3 will not. */
export const filterStates = { '1': 'manual', '2': 'accepted', '3': 'refused' } as const;

export function createMessageOf(order: CourierOrder): CreateMessage {
  const window = order.appointment;
  return {
    language: 'zh-CN',
    orderId: order.key,
    cargoDetails: [{ name: order.cargo.name, count: order.cargo.count }],
    contactInfoList: [contactOf(1, order.sender), contactOf(2, order.receiver)],
    monthlyCard: order.account,
    payMethod: thirdPartyPays,
    expressTypeId: standardExpress,
    parcelQty: 1,
    isDocall: 1,
    ...(window && order.direction === 'pickup' && { sendStartTm: `${localMinuteOf(Date.parse(window.from))}:00` }),
    ...(window && { remark: `预约${order.direction === 'pickup' ? '取件' : '派送'} ${windowText(window)}` }),
  };
}

function contactOf(contactType: 1 | 2, contact: CourierContact): CreateMessage['contactInfoList'][number] {
  return {
    contactType,
    contact: contact.name,
    mobile: contact.phone,
    country: 'CN',
    province: region.province,
    city: region.city,
    county: districts[contact.district]['zh-CN'],
    address: contact.street,
  };
}

/** `2026-11-26 09:00-11:00`. */
function windowText({ from, until }: { from: Instant; until: Instant }): string {
  return `${localMinuteOf(Date.parse(from))}-${localMinuteOf(Date.parse(until)).slice(11)}`;
}

export const searchMessageOf = (orderId: string): z.infer<typeof searchMessage> => ({
  orderId,
  searchType: '1',
  language: 'zh-CN',
});
export const routesMessageOf = (waybill: string): z.infer<typeof routesMessage> => ({
  language: 'zh-CN',
  trackingType: '1',
  methodType: '1',
  trackingNumber: [waybill],
});
export const cancelMessageOf = (orderId: string): z.infer<typeof updateMessage> => ({
  orderId,
  dealType: cancelDeal,
  language: 'zh-CN',
});

/** `2026-11-25 09:30:00` of the courier's clock in China; undefined when it is no time. */
export function instantOfSfTime(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(ms) ? undefined : instantOf(ms);
}
