/** 双向速递: couriers that fetch the old certificate and bring the new one. */
export type { ContactInput, ContactProblem, CourierContact } from './address.ts';
export { contactProblemTexts, readContact } from './address.ts';
export type { CallbackRequest, CourierKey, CourierPort, GovernmentAccount, ParcelEvent, RouteReport } from './courier-port.ts';
export type { DeliveryEffect, DeliveryEvent } from './delivery-state.ts';
export { isFinal } from './delivery-state.ts';
export { errandTidingTexts, tidingText } from './delivery-texts.ts';
export { demoCourier } from './demo-courier.ts';
export { advance } from './errand.ts';
export type { Errand, ErrandEffect, ErrandEvent, Leg } from './errand-state.ts';
export { hall, planErrand } from './errand-state.ts';
export { districts, isDistrictCode, region } from './regions.ts';
export { sfCourier } from './sf-courier.ts';
