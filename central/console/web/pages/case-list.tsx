import { useState } from 'react';
import type { CaseLine } from '#contracts/console/tracking.ts';
import { caseStatus, dueFilter } from '#contracts/console/tracking.ts';
import { useLoaded } from '../api.tsx';
import { shortMinuteOf } from '../format.tsx';
import { Choice, More, Text } from '../controls.tsx';
import { DataTable } from '../figures.tsx';
import { Page, Panel, Show } from '../parts.tsx';
import { useCodeWord, useSession } from '../session.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';
import { CaseLink, Due, ItemAndParty, StatusTag } from './lines.tsx';
import { reaches } from '#contracts/console/roles.ts';

const any = 'any';

/** 办件: everything that was confirmed, by the promised day. */
export function CaseListPage() {
  const say = useSay();
  const word = useWord();
  const codeWord = useCodeWord();
  const { words, districts } = useSession();
  const [status, setStatus] = useState(any);
  const [due, setDue] = useState(any);
  const [district, setDistrict] = useState(any);
  const [number, setNumber] = useState('');
  const [after, setAfter] = useState<string>();
  const asked = number.replaceAll(' ', '').toUpperCase();
  const cases = useLoaded('cases.list', {
    query: {
      status: caseStatus.safeParse(status).data,
      due: dueFilter.safeParse(due).data,
      district: district === any ? undefined : district,
      number: asked.length >= 10 ? asked : undefined,
      after,
      limit: 12,
    },
  });
  const first = (): void => setAfter(undefined);
  const pick = (set: (value: string) => void) => (value: string) => {
    set(value);
    first();
  };
  const places = Object.keys(words.districts).filter((code) => reaches(districts, code));
  return (
    <Page title={say('cases.title')}>
      <div className="filters">
        <Choice
          label={say('cases.labelStatus')}
          value={status}
          onChange={pick(setStatus)}
          options={[{ id: any, text: say('list.any') }, ...caseStatus.options.map((id) => ({ id, text: word('status', id) }))]}
        />
        <Choice
          label={say('cases.labelDue')}
          value={due}
          onChange={pick(setDue)}
          options={[{ id: any, text: say('list.any') }, ...dueFilter.options.map((id) => ({ id, text: word('due', id) }))]}
        />
        <Choice
          label={say('cases.labelDistrict')}
          value={district}
          onChange={pick(setDistrict)}
          options={[{ id: any, text: say('list.any') }, ...places.map((id) => ({ id, text: codeWord('districts', id) }))]}
        />
        <Text label={say('cases.labelNumber')} value={number} onChange={pick(setNumber)} />
      </div>
      <Show of={cases}>
        {({ cases: rows, next }) => (
          <Panel title={say('cases.titleList')} wide>
            <CaseTable rows={rows} />
            <More next={next} isFirst={after === undefined} onFirst={first} onNext={setAfter} />
          </Panel>
        )}
      </Show>
    </Page>
  );
}

export function CaseTable({ rows }: { readonly rows: readonly CaseLine[] }) {
  const say = useSay();
  const local = useLocal();
  const codeWord = useCodeWord();
  return (
    <DataTable<CaseLine>
      label={say('cases.titleList')}
      rows={rows}
      keyOf={({ number }) => number}
      empty={say('cases.empty')}
      columns={[
        { key: 'number', title: say('cases.columnNumber'), cell: ({ number }) => <CaseLink number={number} /> },
        {
          key: 'what',
          title: say('cases.columnWhat'),
          cell: ({ item, party }) => <ItemAndParty title={local(item.title)} party={party} />,
        },
        {
          key: 'step',
          title: say('cases.columnStep'),
          cell: ({ step, status }) => (
            <>
              <StatusTag status={status} />
              <small>{local(step)}</small>
            </>
          ),
        },
        { key: 'place', title: say('cases.columnPlace'), cell: ({ district }) => codeWord('districts', district) },
        {
          key: 'due',
          title: say('cases.columnDue'),
          cell: ({ dueOn, isLate, openedAt }) => (
            <>
              <Due day={dueOn} isLate={isLate} />
              <small>{say('cases.opened', { at: shortMinuteOf(openedAt) })}</small>
            </>
          ),
        },
      ]}
    />
  );
}
