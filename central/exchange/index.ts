/** 数据交换: departments, each behind a connector. */
export type { ContributionSource, DepartmentConnector } from './department.ts';
export { centreName, openPartnerClient } from './partner-client.ts';
export { socialInsurance } from './social-insurance.ts';
export { unconnectedDepartment } from './unconnected.ts';
export type { SourceTrust } from './event-envelope.ts';
export { eventHash } from './event-envelope.ts';
export type { EventSource, Pulled } from './event-source.ts';
export { openEventSource, sourceProfiles } from './event-source.ts';
export type { IssueOrder, IssueState } from './certificate-issuer.ts';
export type { PushRequest } from './event-push.ts';
export { followPush, readPush } from './event-push.ts';
