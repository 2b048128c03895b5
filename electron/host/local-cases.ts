import type { ActKind } from '#contracts/domain/act.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { Parts } from './parts.ts';

const mostCases = 20;

/** Acts that are about another one, which has a case. */
const aboutAnother: ReadonlySet<ActKind> = new Set(['rating.give', 'case.withdraw', 'certificate.reprint']);

/** What this terminal itself still knows of a person's acts: by a keyed hash, because their data are shredded after delivery. */
export function localCases({ journal, items }: Parts, idNumber: string): CaseSummary[] {
  const titles = new Map(items().map((item) => [item.id as string, item.title]));
  return journal
    .actsOfPerson(journal.personKey(idNumber), mostCases)
    .filter(({ kind }) => !aboutAnother.has(kind))
    .flatMap((act) => {
      const title = titles.get(act.itemId);
      if (!title) return [];
      return [{ caseNumber: act.caseNumber, itemId: act.itemId, title, state: stateOf(act.state), at: act.at, steps: [] }];
    });
}

/** The journal's word for an act → what a citizen is told. */
function stateOf(state: 'queued' | 'applied' | 'superseded' | 'rejected' | 'dead'): CaseSummary['state'] {
  switch (state) {
    case 'queued':
    case 'dead':
      return 'queued';
    case 'applied':
      return 'accepted';
    case 'superseded':
    case 'rejected':
      return state;
  }
}
