import { createHash } from 'node:crypto';
import type { CourierKey, ParcelEvent, RouteReport, Signer, Waybill } from './courier-port.ts';
import type { SfRoute } from './sf-wire.ts';
import { instantOfSfTime } from './sf-wire.ts';

/**
 * 路由操作码 of SF Express and what they are to us; codes that are not here only say that the parcel is somewhere. Source: the
 * list of the open platform's appendix as public clients quote it; not tried against the real service.
 */
const opCodes: Readonly<Record<string, ParcelEvent>> = {
  '50': 'pickedUp', // 顺丰已收件
  '54': 'pickedUp', // 上门收件
  '129': 'pickedUp', // 快递员从丰巢收件成功
  '700': 'pickedUp', // 拍照收件
  '950': 'pickedUp', // 快速收件
  '10': 'inTransit',
  '11': 'inTransit',
  '30': 'inTransit', // 已装车
  '31': 'inTransit', // 到达集散中心
  '34': 'inTransit', // 滞留件出仓
  '36': 'inTransit', // 封车
  '302': 'inTransit',
  '304': 'inTransit',
  '3036': 'inTransit',
  '44': 'outForDelivery', // 正在派送途中
  '204': 'outForDelivery', // 派件责任交接
  '880': 'outForDelivery', // 上门派件
  '125': 'atStation', // 派件至丰巢
  '130': 'atStation', // 到达顺丰店/站
  '642': 'atStation', // 门市/顺丰站快件上架
  '678': 'atStation', // 到达驿站
  '80': 'delivered', // 已签收
  '128': 'delivered', // 客户从丰巢取件成功
  '679': 'delivered', // 驿站完成派件
  '33': 'nobodyHome', // 派件异常, its reason decides
  '70': 'nobodyHome', // 由于某原因派件不成功
  '131': 'nobodyHome', // 从丰巢收件失败
  '870': 'nobodyHome', // 非正常派件
  '72': 'noted', // 标记异常, its reason decides
  '99': 'redirected', // 应客户要求转寄中
  '631': 'returned', // 新单退回
  '648': 'returned', // 已退回/转寄, 新单号为
  '660': 'returned', // 合作点退件给客户
};

const decidedByReason = new Set(['33', '70', '72', '131', '870']);

/** No public list says which reason codes there are, so the reason's words are read. The first that fits. */
const reasons: readonly (readonly [RegExp, ParcelEvent])[] = [
  [/拒收|拒签|拒绝/, 'refused'],
  [/遗失|丢失|灭失/, 'lost'],
  [/破损|损坏|损毁/, 'damaged'],
  [/地址(不详|错误|不清|有误|不存在)|找不到地址/, 'addressProblem'],
];

/** Undefined when the entry has no readable time. */
export function reportOfRoute(waybill: string, entry: SfRoute, key?: string): RouteReport | undefined {
  const at = instantOfSfTime(entry.acceptTime);
  if (at === undefined) return undefined;
  const event = eventOf(entry);
  const common = {
    id: reportId(waybill, entry),
    waybill: waybill as Waybill,
    ...(key !== undefined && { key: key as CourierKey }),
    at,
    event,
    place: entry.acceptAddress ?? '',
  };
  return event === 'delivered' ? { ...common, signer: signerOf(entry.remark ?? '') } : common;
}

function eventOf({ opCode, reasonName, remark }: SfRoute): ParcelEvent {
  const plain = opCodes[opCode] ?? 'noted';
  if (!decidedByReason.has(opCode)) return plain;
  const words = `${reasonName ?? ''} ${remark ?? ''}`;
  return reasons.find(([pattern]) => pattern.test(words))?.[1] ?? plain;
}

function signerOf(remark: string): Signer {
  if (/本人/.test(remark)) return 'self';
  return /代收|家人|前台|门卫|同事/.test(remark) ? 'other' : 'unknown';
}

/** Pushes repeat (public users count four times on average) and an asked-for route has no id: what it says is its id. */
function reportId(waybill: string, { opCode, acceptTime, remark }: SfRoute): string {
  return createHash('sha256')
    .update([waybill, opCode, acceptTime, remark ?? ''].join('\n'))
    .digest('hex')
    .slice(0, 32);
}
