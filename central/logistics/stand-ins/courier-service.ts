import type { z } from 'zod';
import type { ReadRequest, SfCredentials } from '../sf-signature.ts';
import { createMessage, errorCodes, pictureMessage, routesMessage, searchMessage, services, updateMessage } from '../sf-wire.ts';
import type { CreateMessage } from '../sf-wire.ts';
import type { BookedOrder, CourierBook, FilterResult } from './courier-book.ts';

export interface ServiceParts {
  readonly book: CourierBook;
  readonly credentials: SfCredentials;
  readonly monthlyCard: string;
  /** What the next new order's address check says. */
  takeFilter(): FilterResult;
}

/** The inner answer of the five services, as documented; `errorCode` S0000 = done. */
export interface ServiceAnswer {
  readonly success: boolean;
  readonly errorCode: string;
  readonly errorMsg: string;
  readonly msgData: unknown;
}

const done = (msgData: unknown): ServiceAnswer => ({ success: true, errorCode: errorCodes.done, errorMsg: '', msgData });
const no = (errorCode: string, errorMsg: string): ServiceAnswer => ({ success: false, errorCode, errorMsg, msgData: null });
const badForm = no('8196', '信息异常');
const unknownOrder = no('6150', '找不到该订单');

export function answerService(parts: ServiceParts, { serviceCode, msgData }: ReadRequest): ServiceAnswer {
  switch (serviceCode) {
    case services.create:
      return read(createMessage, msgData, (message) => create(parts, message));
    case services.search:
      return read(searchMessage, msgData, ({ orderId }) => search(parts.book.find(orderId)));
    case services.routes:
      return read(routesMessage, msgData, ({ trackingNumber }) => routes(parts.book, trackingNumber));
    case services.update:
      return read(updateMessage, msgData, ({ orderId }) => cancel(parts.book, parts.book.find(orderId)));
    case services.picture:
      return read(pictureMessage, msgData, (message) => registerPicture(parts, message));
    default:
      return badForm;
  }
}

function read<T extends z.ZodType>(schema: T, msgData: string, answer: (message: z.infer<T>) => ServiceAnswer): ServiceAnswer {
  let value: unknown;
  try {
    value = JSON.parse(msgData);
  } catch {
    return badForm;
  }
  const message = schema.safeParse(value);
  return message.success ? answer(message.data) : badForm;
}

function create(parts: ServiceParts, message: CreateMessage): ServiceAnswer {
  const existing = parts.book.find(message.orderId);
  if (existing) {
    existing.creates += 1;
    parts.book.keep();
    return no(errorCodes.duplicateOrder, '重复下单');
  }
  const [sender, receiver] = message.contactInfoList;
  if (sender?.address.trim() === '') return no('1010', '寄件地址不能为空');
  if (receiver === undefined || receiver.address.trim().length < 4) return no('20063', '收方地址不详细');
  if (message.payMethod !== 2 && message.monthlyCard !== parts.monthlyCard) return no('8119', '月结卡号不存在或已失效');
  return done(orderData(parts.book.open(message, parts.takeFilter())));
}

function orderData(order: BookedOrder): object {
  return {
    orderId: order.orderId,
    originCode: '532',
    destCode: '532',
    filterResult: Number(order.filter),
    waybillNoInfoList: order.filter === '3' ? [] : [{ waybillType: 1, waybillNo: order.waybill }],
  };
}

function search(order: BookedOrder | undefined): ServiceAnswer {
  if (!order) return unknownOrder;
  return order.cancelled ? no(errorCodes.alreadyCancelled, '订单已消单') : done(orderData(order));
}

function routes(book: CourierBook, waybills: readonly string[]): ServiceAnswer {
  const routeResps = waybills.map((mailNo) => ({ mailNo, routes: book.findWaybill(mailNo)?.routes ?? [] }));
  return done({ routeResps });
}

function cancel(book: CourierBook, order: BookedOrder | undefined): ServiceAnswer {
  if (!order) return unknownOrder;
  if (order.cancelled) return no(errorCodes.alreadyCancelled, '订单已消单');
  if (order.routes.some(({ opCode }) => opCode === '50')) return no('8168', '订单已生成路由');
  order.cancelled = true;
  book.keep();
  return done({ orderId: order.orderId, resStatus: 2 });
}

function registerPicture(parts: ServiceParts, message: z.infer<typeof pictureMessage>): ServiceAnswer {
  const order = parts.book.findWaybill(message.waybillNo);
  if (!order || message.clientCode !== parts.credentials.partnerId || message.customerAcctCode !== order.monthlyCard)
    return no('8017', '订单号与运单号不匹配');
  order.pictures.push(message.imgType);
  parts.book.keep();
  return done(null);
}
