import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { Result } from '#contracts/basics/result.ts';
import type { ContributionStatement } from '#contracts/domain/contributions.ts';
import type { FormValues } from '#contracts/domain/form.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';

/** DEP-001 does not answer · DEP-002 has no record of this person · DEP-003 answer not to be believed. */
export type DepartmentError = Extract<ErrorCode, `DEP-${string}`>;

interface PersonAsked {
  readonly name: string;
  readonly idNumber: string;
}

/** An application as a department takes it. `key` is the act's id: the same key twice has one effect. */
interface Application {
  readonly key: string;
  readonly caseNumber: string;
  readonly itemId: string;
  readonly itemVersion: number;
  readonly person: PersonAsked;
  readonly values: FormValues;
}

/** What has become of an application, in words for the person. */
type ApplicationState = { readonly state: 'pending' } | { readonly state: 'done' | 'rejected'; readonly text: LocalizedText };

/** 部门连接器: what the centre may ask of one department, whatever protocol that department speaks. */
export interface DepartmentConnector {
  /** First part of the ids of the items that it is in charge of: `social-insurance`. */
  readonly name: string;
  submit(application: Application): Promise<Result<void, DepartmentError>>;
  /** By the key under which it was handed over. */
  result(key: string): Promise<Result<ApplicationState, DepartmentError>>;
}

/** A department that keeps contribution records. */
export interface ContributionSource {
  contributions(person: PersonAsked, purpose: string): Promise<Result<ContributionStatement, DepartmentError>>;
}
