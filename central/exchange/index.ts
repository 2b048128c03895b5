/** 数据交换: departments, each behind a connector. */
export type { Application, ApplicationState, ContributionSource, DepartmentConnector, DepartmentError, PersonAsked } from './department.ts';
export type { PartnerClient, PartnerParts } from './partner-client.ts';
export { openPartnerClient } from './partner-client.ts';
export { socialInsurance } from './social-insurance.ts';
export { unconnectedDepartment } from './unconnected.ts';
