/** 渠道: how people are reached, and how they prove that it is them who were reached. */
export type { CallbackRead, CallbackRefusal, CallbackRequest, ChannelPort, OutsideChannel, SendRefusal } from './channel-port.ts';
export { kioskInbox, staffCall } from './channel-port.ts';
export { alipayChannel } from './alipay/alipay-channel.ts';
export { cityAppChannel } from './city-app/city-app-channel.ts';
export { aliyunSmsChannel } from './sms/aliyun-sms.ts';
export { wechatChannel } from './wechat/wechat-channel.ts';
export { withFailover } from './failover.ts';
export { loggedChannel } from './logged-channel.ts';
export { healthAfter, healthStart, restLeftMs } from './provider-health.ts';

export { stateAfterQuery, stateAfterSend } from './dispatch/after-send.ts';
export { planNext } from './dispatch/plan.ts';
export type { DispatchInput, DispatchPolicy, DispatchStep, Notification, PartyContact } from './dispatch/types.ts';
export { defaultPolicy } from './dispatch/types.ts';

export { checkTemplate } from './templates/check-template.ts';
export type { MessageTemplate } from './templates/message-template.ts';
export { messageTemplate, textChannels } from './templates/message-template.ts';
export type { RenderSettings } from './templates/render-message.ts';
export { renderMessage } from './templates/render-message.ts';

export {
  demoAlipayAccount,
  demoCallbackToken,
  demoCityAppAccount,
  demoSmsCredentials,
  demoWechatAccount,
} from './demo-credentials.ts';
export type { Contact } from './contacts.ts';
export { findContact, saveContact } from './contacts.ts';
export type { SmsPort } from './sms-port.ts';
export { aliyunSms, smsPortOver, smsSignature, unconnectedSms } from './sms-port.ts';
export type { VerificationCodes } from './verification-codes.ts';
export { openVerificationCodes } from './verification-codes.ts';
