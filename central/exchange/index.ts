/** 数据交换: departments, each behind a connector. */
export type { ContributionSource, DepartmentConnector } from './department.ts';
export { openPartnerClient } from './partner-client.ts';
export { socialInsurance } from './social-insurance.ts';
export { unconnectedDepartment } from './unconnected.ts';
