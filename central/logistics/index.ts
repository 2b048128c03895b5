/** 双向速递: couriers that fetch the old certificate and bring the new one. */
export type { ContactInput, ContactProblem, ContactProblemCode, CourierContact } from './address.ts';
export { contactProblemTexts, readContact } from './address.ts';
export type {
  Appointment,
  CallbackRefusal,
  CallbackRequest,
  CourierFailure,
  CourierKey,
  CourierOrder,
  CourierPort,
  CourierRefusal,
  GovernmentAccount,
  PlacedOrder,
  RouteReport,
  SearchedOrder,
  Waybill,
} from './courier-port.ts';
export { governmentAccount } from './courier-port.ts';
export { transition } from './delivery.ts';
export type {
  AddressRef,
  Delivery,
  DeliveryEffect,
  DeliveryEvent,
  DeliveryState,
  DeliveryTiding,
  StaffTask,
} from './delivery-state.ts';
export { isFinal, keyOf, planDelivery } from './delivery-state.ts';
export {
  deliveryTexts,
  errandText,
  errandTidingTexts,
  newTexts,
  oldTexts,
  stepText,
  tidingText,
  wayTexts,
} from './delivery-texts.ts';
export { demoCourier } from './demo-courier.ts';
export { advance } from './errand.ts';
export type { Errand, ErrandEffect, ErrandEvent, ErrandPlan, ErrandTiding, ErrandWay, Leg } from './errand-state.ts';
export { planErrand } from './errand-state.ts';
export type { DistrictCode } from './regions.ts';
export { districts, isDistrictCode, region } from './regions.ts';
export { sfCourier } from './sf-courier.ts';
