import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { Delivery, DeliveryTiding, ToldState } from './delivery-state.ts';
import type { ErrandTiding } from './errand-state.ts';

type StateTexts = Readonly<Record<ToldState, LocalizedText>>;

/** 上门取旧证: what a citizen reads when the pick-up of the old certificate enters a state. */
const pickupTexts: StateTexts = {
  booked: {
    'zh-CN': '已约好快递员上门取旧证，请备好证件。',
    en: 'The courier is booked. Please have your old certificate ready.',
  },
  timeRefused: {
    'zh-CN': '这个时间快递员不能上门，请另选时间。',
    en: 'No courier can come at that time. Please choose another.',
  },
  addressWrong: {
    'zh-CN': '快递员找不到地址，请把地址写得更详细。',
    en: 'The courier cannot find the address. Please describe it better.',
  },
  missed: {
    'zh-CN': '快递员上门时没有取到旧证，请另约时间。',
    en: 'The courier came but could not collect it. Please choose another time.',
  },
  pickedUp: { 'zh-CN': '快递员已取走旧证。', en: 'The courier has collected your old certificate.' },
  outForDelivery: { 'zh-CN': '旧证今天送到审批局。', en: 'Your old certificate reaches the authority today.' },
  atStation: {
    'zh-CN': '旧证在快递站点，等待审批局领取。',
    en: 'Your old certificate waits at a courier station for the authority.',
  },
  refused: { 'zh-CN': '旧证未能送达，正在退回。', en: 'Your old certificate could not be handed in and is coming back.' },
  delivered: { 'zh-CN': '旧证已送到审批局。', en: 'Your old certificate has reached the authority.' },
  returned: { 'zh-CN': '旧证已退回给您。', en: 'Your old certificate has been returned to you.' },
  lost: {
    'zh-CN': '快递公司丢失了旧证。责任不在您，审批局会处理，您不用再跑。',
    en: 'The courier lost your old certificate. This is not your fault; the authority deals with it, you need not come.',
  },
  damaged: {
    'zh-CN': '旧证在路上损坏。责任不在您，审批局会处理。',
    en: 'Your old certificate was damaged on the way. This is not your fault; the authority deals with it.',
  },
  notServed: { 'zh-CN': '快递员到不了这个地址。', en: 'No courier serves this address.' },
  gaveUp: { 'zh-CN': '快递员上门三次都没有取到旧证。', en: 'The courier came three times without collecting it.' },
  cancelled: { 'zh-CN': '上门取件已取消。', en: 'The collection was cancelled.' },
};

/** 送新证上门. */
const deliverTexts: StateTexts = {
  booked: { 'zh-CN': '新证已交快递公司安排，即将寄出。', en: 'Your new certificate is booked with the courier and leaves soon.' },
  timeRefused: { 'zh-CN': '这个时间不能派送，请另选时间。', en: 'It cannot be delivered at that time. Please choose another.' },
  addressWrong: {
    'zh-CN': '快递员找不到地址，请把地址写得更详细。',
    en: 'The courier cannot find the address. Please describe it better.',
  },
  missed: {
    'zh-CN': '快递员送新证时没有遇到您，会再次上门；您也可以另约时间。',
    en: 'The courier came with your new certificate and missed you. They will come again; you may choose a time.',
  },
  pickedUp: { 'zh-CN': '新证已寄出。', en: 'Your new certificate has been sent.' },
  outForDelivery: { 'zh-CN': '新证今天送到，请注意接听电话。', en: 'Your new certificate arrives today. The courier may call.' },
  atStation: {
    'zh-CN': '新证已放在快递柜或驿站，请凭取件码领取。',
    en: 'Your new certificate waits in a locker or shop for you.',
  },
  refused: {
    'zh-CN': '新证没有被签收，正在退回审批局。',
    en: 'Your new certificate was turned away and goes back to the authority.',
  },
  delivered: { 'zh-CN': '新证已送到。', en: 'Your new certificate has been delivered.' },
  returned: { 'zh-CN': '新证已退回审批局。', en: 'Your new certificate is back at the authority.' },
  lost: {
    'zh-CN': '快递公司丢失了新证。审批局会重新制作，您不用办任何手续。',
    en: 'The courier lost your new certificate. The authority makes another; you need not do anything.',
  },
  damaged: {
    'zh-CN': '新证在路上损坏。审批局会重新制作，您不用办任何手续。',
    en: 'Your new certificate was damaged on the way. The authority makes another; you need not do anything.',
  },
  notServed: { 'zh-CN': '快递员到不了这个地址。', en: 'No courier serves this address.' },
  gaveUp: { 'zh-CN': '快递员送了三次都没有送到，新证将退回。', en: 'Three deliveries failed. Your new certificate goes back.' },
  cancelled: { 'zh-CN': '寄件已取消。', en: 'The shipment was cancelled.' },
};

const deliveryTexts: Readonly<Record<Delivery['direction'], StateTexts>> = {
  pickup: pickupTexts,
  deliver: deliverTexts,
};

const tooLateTexts = {
  tooLateToChange: {
    'zh-CN': '快递已经在路上，时间和地址不能再改。',
    en: 'The parcel is already on its way; time and address can no longer be changed.',
  },
  tooLateToStop: { 'zh-CN': '快递已经在路上，不能取消。', en: 'The parcel is already on its way and cannot be stopped.' },
} as const satisfies Record<string, LocalizedText>;

/** What the timeline says of a parcel. */
export function tidingText(direction: Delivery['direction'], tiding: DeliveryTiding): LocalizedText {
  return tiding === 'tooLateToChange' || tiding === 'tooLateToStop' ? tooLateTexts[tiding] : deliveryTexts[direction][tiding];
}

export const errandTidingTexts: Readonly<Record<ErrandTiding, LocalizedText>> = {
  begun: { 'zh-CN': '证件快递开始办理，全程免费。', en: 'The exchange of your certificates has begun, free of charge.' },
  oldArrived: { 'zh-CN': '旧证已送到审批局。', en: 'Your old certificate has reached the authority.' },
  oldScanned: { 'zh-CN': '旧证已收回登记。', en: 'Your old certificate has been taken in.' },
  oldLost: {
    'zh-CN': '旧证在途中遗失或损坏。审批局会宣布它作废，然后寄出新证，您不用办任何手续。',
    en: 'Your old certificate was lost or damaged on the way. The authority declares it void and sends the new one; you need not do anything.',
  },
  oldVoided: {
    'zh-CN': '审批局已宣布旧证作废，不影响您领新证。',
    en: 'Your old certificate was declared void; the new one follows.',
  },
  newLeaves: { 'zh-CN': '新证即将寄出。', en: 'Your new certificate is about to leave.' },
  newLost: {
    'zh-CN': '新证在途中遗失或损坏，正在为您重新制作。',
    en: 'Your new certificate was lost or damaged on the way; another is being made.',
  },
  bringToSite: {
    'zh-CN': '请等新证到您选的地点，再带身份证和旧证去换领。',
    en: 'Once the new certificate is at the place you chose, bring your identity card and the old certificate there.',
  },
  siteToBeAgreed: {
    'zh-CN': '快递员没能办成。工作人员会给您打电话，约定在哪里换领，不收费。',
    en: 'The courier could not do it. Staff will call you to agree where you exchange the certificates, free of charge.',
  },
  readyAtSite: {
    'zh-CN': '新证已到，请带身份证和旧证去换领。',
    en: 'Your new certificate is there. Please bring your identity card and the old certificate.',
  },
  handOverRefused: {
    'zh-CN': '还不能领取：请先交回旧证，并核对身份证和人脸。',
    en: 'It cannot be handed out yet: the old certificate comes first, then card and face are checked.',
  },
  done: { 'zh-CN': '换证完成。', en: 'The exchange is complete.' },
  tooLateToWithdraw: { 'zh-CN': '新证已经发出，不能撤回。', en: 'The new certificate has left; the case cannot be withdrawn.' },
  withdrawn: { 'zh-CN': '已撤回，不再取件和寄件。', en: 'Withdrawn. Nothing more is collected or sent.' },
};
