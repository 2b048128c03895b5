/** 渠道: how people are reached, and how they prove that it is them who were reached. */
export { aliyunSms } from './aliyun-sms.ts';
export { demoSmsCredentials } from './demo-credentials.ts';
export { findContact, saveContact } from './contacts.ts';
export type { SmsPort } from './sms-port.ts';
export { unconnectedSms } from './sms-port.ts';
export type { VerificationCodes } from './verification-codes.ts';
export { openVerificationCodes } from './verification-codes.ts';
