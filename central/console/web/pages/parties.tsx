import { useState } from 'react';
import type { ReplyOf } from '#contracts/console/api.ts';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import { call } from '../api.tsx';
import { Main, Text } from '../controls.tsx';
import { DataTable } from '../figures.tsx';
import { Empty, Page, Panel, Refused } from '../parts.tsx';
import { Link } from '../router.tsx';
import { useCodeWord } from '../session.tsx';
import { useSay, useWord } from '../strings.tsx';

type Found = ReplyOf<'parties.search'>['parties'];

/** 主体与证照: somebody is looked for by code, case number, or the beginning of a name. */
export function PartiesPage() {
  const say = useSay();
  const word = useWord();
  const codeWord = useCodeWord();
  const [q, setQ] = useState('');
  const [found, setFound] = useState<Found>();
  const [refusal, setRefusal] = useState<ConsoleRefusal>();
  const search = async (): Promise<void> => {
    const done = await call('parties.search', { query: { q: q.trim() } });
    setFound(done.ok ? done.value.parties : undefined);
    setRefusal(done.ok ? undefined : done.error);
  };
  return (
    <Page title={say('parties.title')}>
      <Panel title={say('parties.titleFind')} wide>
        <p>{say('parties.lead')}</p>
        <div className="row">
          <Text label={say('parties.labelFind')} value={q} onChange={setQ} type="search" onEnter={() => void search()} />
          <Main isDisabled={q.trim().length < 4} onPress={() => void search()}>
            {say('parties.buttonFind')}
          </Main>
        </div>
        {refusal && <Refused refusal={refusal} />}
      </Panel>
      {found && (
        <Panel title={say('parties.titleFound', { n: found.length })} wide>
          <DataTable
            label={say('parties.title')}
            rows={found}
            keyOf={({ key }) => key}
            empty={say('parties.empty')}
            columns={[
              {
                key: 'name',
                title: say('parties.columnName'),
                cell: ({ key, name }) => <Link to={`/parties/${key}`}>{name}</Link>,
              },
              { key: 'kind', title: say('parties.columnKind'), cell: ({ kind }) => word('partyKind', kind) },
              {
                key: 'uscc',
                title: say('parties.columnCode'),
                cell: ({ uscc }) => (uscc === undefined ? say('list.none') : <code>{uscc}</code>),
              },
              { key: 'place', title: say('parties.columnPlace'), cell: ({ district }) => codeWord('districts', district) },
            ]}
          />
        </Panel>
      )}
      {!found && !refusal && <Empty>{say('parties.hint')}</Empty>}
    </Page>
  );
}
