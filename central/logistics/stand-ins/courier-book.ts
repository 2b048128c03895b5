import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Clock } from '#contracts/basics/clock.ts';
import type { CreateMessage, SfRoute } from '../sf-wire.ts';

export type FilterResult = '1' | '2' | '3';
export type BookedRoute = SfRoute & { readonly id: string };

/** One order as the courier keeps it; districts only, a stand-in needs no doors. */
export interface BookedOrder {
  readonly orderId: string;
  readonly waybill: string;
  readonly payMethod: number;
  readonly monthlyCard: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly appointment: string | undefined;
  filter: FilterResult;
  cancelled: boolean;
  /** How often the order was handed over; the parcel is one. */
  creates: number;
  readonly pictures: string[];
  readonly routes: BookedRoute[];
}

/** What can be made to happen to a parcel. `next` = the next thing on the usual way. */
export type Move =
  'next' | 'nobody-home' | 'refuse' | 'bad-address' | 'locker' | 'lose' | 'damage' | 'return' | 'redirect' | 'unknown-code';

interface Step {
  readonly opCode: string;
  readonly remark: string;
  readonly reasonName?: string;
}

const usualWay: readonly Step[] = [
  { opCode: '50', remark: '顺丰速运 已收取快件' },
  { opCode: '30', remark: '快件已装车，准备发往青岛集散中心' },
  { opCode: '31', remark: '快件到达青岛集散中心' },
  { opCode: '44', remark: '正在派送途中，请您准备签收' },
  { opCode: '80', remark: '已签收，签收人：本人' },
  { opCode: '8000', remark: '在官网“运单资料&签收图”可查看签收人信息' },
];

const incidents: Readonly<Record<Exclude<Move, 'next'>, Step>> = {
  'nobody-home': { opCode: '70', remark: '由于客户不在 派件不成功', reasonName: '客户不在' },
  refuse: { opCode: '70', remark: '由于客户拒收 派件不成功', reasonName: '拒收' },
  'bad-address': { opCode: '70', remark: '由于地址不详 派件不成功', reasonName: '地址不详' },
  locker: { opCode: '125', remark: '快件已派至丰巢' },
  lose: { opCode: '72', remark: '标记异常', reasonName: '快件遗失' },
  damage: { opCode: '72', remark: '标记异常', reasonName: '快件破损' },
  return: { opCode: '648', remark: '快件已退回' },
  redirect: { opCode: '99', remark: '应客户要求，快件正在转寄中' },
  'unknown-code': { opCode: '9999', remark: '信息记录' },
};

/** After these nothing follows by itself. */
const ends = new Set(['8000', '72', '648']);

export interface CourierBook {
  find(orderId: string): BookedOrder | undefined;
  findWaybill(waybill: string): BookedOrder | undefined;
  open(message: CreateMessage, filter: FilterResult): BookedOrder;
  /** Undefined when the parcel's way has ended, was cancelled, or was not accepted. */
  move(order: BookedOrder, move: Move): BookedRoute | undefined;
  list(): readonly BookedOrder[];
  keep(): void;
}

/** @param file keeps the book over a restart; absent = memory only. */
export function openCourierBook(clock: Clock, file: string | undefined): CourierBook {
  const orders: BookedOrder[] =
    file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BookedOrder[]) : [];

  function keep(): void {
    if (file === undefined) return;
    writeFileSync(`${file}.new`, JSON.stringify(orders), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  /** A second per event at least, as of a person with a scanner. */
  function nextTime(order: BookedOrder): string {
    const last = order.routes.at(-1);
    const earliest = last === undefined ? 0 : Date.parse(`${last.acceptTime.replace(' ', 'T')}+08:00`) + 1_000;
    return shanghaiSecond(Math.max(clock.now(), earliest));
  }

  return {
    find: (orderId) => orders.find((order) => order.orderId === orderId),
    findWaybill: (waybill) => orders.find((order) => order.waybill === waybill),
    open(message, filter) {
      const [from, to] = message.contactInfoList;
      const order: BookedOrder = {
        orderId: message.orderId,
        waybill: `SF${String(7_440_000_000_000 + orders.length + 1)}`,
        payMethod: message.payMethod,
        monthlyCard: message.monthlyCard,
        from: from?.county ?? '',
        to: to?.county ?? '',
        appointment: message.remark,
        filter,
        cancelled: false,
        creates: 1,
        pictures: [],
        routes: [],
      };
      orders.push(order);
      keep();
      return order;
    },
    move(order, move) {
      const step = order.cancelled || order.filter !== '2' ? undefined : stepOf(order, move);
      if (step === undefined) return undefined;
      const id = `${order.waybill.slice(2)}${String(order.routes.length + 1).padStart(3, '0')}`;
      const entry: BookedRoute = { id, acceptTime: nextTime(order), acceptAddress: '青岛市', reasonCode: '', ...step };
      order.routes.push(entry);
      keep();
      return entry;
    },
    list: () => orders,
    keep,
  };
}

function stepOf(order: BookedOrder, move: Move): Step | undefined {
  const last = order.routes.at(-1)?.opCode;
  if (last !== undefined && ends.has(last)) return undefined;
  if (move !== 'next') return incidents[move];
  const done = usualWay.findLastIndex(({ opCode }) => order.routes.some((entry) => entry.opCode === opCode));
  const isFailedVisit = last === '70' && done > 0;
  return usualWay[isFailedVisit ? done : done + 1];
}

/** `2026-11-25 09:30:00` in China. */
function shanghaiSecond(ms: number): string {
  return new Date(ms + 8 * 60 * 60 * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
