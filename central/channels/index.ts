/** 渠道: how people are reached, and how they prove that it is them who were reached. */
export type { AliyunSmsParts } from './aliyun-sms.ts';
export { aliyunSms } from './aliyun-sms.ts';
export { demoSmsCredentials } from './demo-credentials.ts';
export type { Contact } from './contacts.ts';
export { findContact, saveContact } from './contacts.ts';
export type { SmsError, SmsMessage, SmsPort } from './sms-port.ts';
export { unconnectedSms } from './sms-port.ts';
export type { CodeError, VerificationCodes } from './verification-codes.ts';
export { codeRules, openVerificationCodes } from './verification-codes.ts';
