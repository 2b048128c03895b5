/** 手机页: the page that a message opens on a phone: what is offered, a code by SMS, the confirmation, and what became of it. */
export { mobileLimits } from './parts.ts';
export { addMobileRoutes } from './routes.ts';
export { forgetOldVisits } from './visit.ts';
