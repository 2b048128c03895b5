import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { Verification } from '#contracts/domain/act.ts';
import type { Db, Tx } from '../../store/index.ts';
import { mayWithdraw } from './case-machine.ts';
import type { ApprovalCaseRow } from './case-rows.ts';
import { caseStateOf } from './case-rows.ts';
import type { CaseParts } from './outcomes.ts';
import { openSealedCase } from './outcomes.ts';

/** Who looks at a case, and how they were verified. */
export interface CaseReader {
  readonly personKey: string;
  readonly method: Verification['method'];
}

/** 撤回: by who confirmed, verified well enough for the item, until the certificate was ordered. */
export async function mayTakeBack(
  db: Db | Tx,
  { seals, pseudonyms }: Pick<CaseParts, 'seals' | 'pseudonyms'>,
  { row, item }: { readonly row: ApprovalCaseRow; readonly item: ApprovalItem },
  { personKey, method }: CaseReader,
): Promise<boolean> {
  if (!item.assurance.includes(method) || !mayWithdraw(caseStateOf(row))) return false;
  const sealed = await openSealedCase(db, seals, row);
  return sealed !== undefined && pseudonyms.personKey(sealed.person.idNumber) === personKey;
}
