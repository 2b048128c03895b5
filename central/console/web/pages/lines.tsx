import type { ReactNode } from 'react';
import type { CaseLine, TaskLine } from '#contracts/console/tracking.ts';
import type { PartyLine } from '#contracts/console/shared.ts';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import type { TagKind } from '#renderer/ui/tag/tag.tsx';
import { groupedNumber, shortDayOf } from '../format.tsx';
import { Link } from '../router.tsx';
import { useMay } from '../session.tsx';
import { useSay, useWord } from '../strings.tsx';

const kinds: Readonly<Record<CaseLine['status'], TagKind>> = {
  open: 'plain',
  held: 'wait',
  returned: 'wait',
  closed: 'ok',
  refused: 'stop',
  withdrawn: 'stop',
};

export function StatusTag({ status, children }: { readonly status: CaseLine['status']; readonly children?: ReactNode }) {
  const word = useWord();
  return <Tag kind={kinds[status]}>{children ?? word('status', status)}</Tag>;
}

/** The promised day, with a word when it is past. */
export function Due({ day, isLate }: { readonly day: string; readonly isLate: boolean }) {
  const say = useSay();
  return isLate ? (
    <span className="late">
      {shortDayOf(day)}
      <small>{say('tracking.late')}</small>
    </span>
  ) : (
    <span className="number">{shortDayOf(day)}</span>
  );
}

export function CaseLink({ number }: { readonly number: string }) {
  return (
    <Link to={`/cases/${number}`} className="link number">
      {groupedNumber(number)}
    </Link>
  );
}

/** What is done, and for whom, on two lines. */
export function ItemAndParty({ title, party }: { readonly title: string; readonly party: PartyLine }) {
  return (
    <>
      <span className="strong">{title}</span>
      <small>
        <PartyName party={party} />
      </small>
    </>
  );
}

export function PartyName({ party }: { readonly party: PartyLine }) {
  const may = useMay();
  const say = useSay();
  const name = party.name === '' ? say('party.forgotten') : party.name;
  return may('parties.read') ? <Link to={`/parties/${party.key}`}>{name}</Link> : <>{name}</>;
}

export function TaskTag({ task }: { readonly task: TaskLine }) {
  const word = useWord();
  const kind = task.isLate || task.kind === 'case-overdue' ? 'stop' : task.kind === 'case-step' ? 'plain' : 'wait';
  return <Tag kind={kind}>{word('taskKind', task.kind)}</Tag>;
}
