import { err } from '#contracts/basics/result.ts';
import type { ContributionSource, DepartmentConnector } from './department.ts';

/** Stands where no department is configured: says, as of one that is down, that it does not answer. */
export function unconnectedDepartment(name: string): DepartmentConnector & ContributionSource {
  const silent = () => Promise.resolve(err('DEP-001' as const));
  return { name, contributions: silent, submit: silent, result: silent };
}
