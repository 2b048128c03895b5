import { useState } from 'react';
import type { RuleLine } from '#contracts/console/inference.ts';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import { useLoaded } from '../api.tsx';
import { percentOf, shortMinuteOf, useNumber } from '../format.tsx';
import { Text } from '../controls.tsx';
import { DataTable, Figure } from '../figures.tsx';
import { Page, Panel, Show } from '../parts.tsx';
import { Link } from '../router.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';

/** C8 智能研判: what each rule version says, and what became of it. */
export function RulesPage() {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const number = useNumber();
  const rules = useLoaded('rules.list');
  const [wanted, setWanted] = useState('');
  return (
    <Page title={say('rules.title')}>
      <Show of={rules}>
        {({ rules: list, runs }) => {
          const sum = (of: (rule: RuleLine) => number): number => list.reduce((total, rule) => total + of(rule), 0);
          const answered = sum(({ funnel }) => funnel.confirmed + funnel.declined);
          const fits = list.filter(({ item }) => wanted === '' || local(item.title).toLowerCase().includes(wanted.toLowerCase()));
          return (
            <>
              <dl className="figures">
                <Figure
                  label={say('rules.live')}
                  value={list.filter(({ isLive }) => isLive).length}
                  note={say('rules.noteLive')}
                />
                <Figure
                  label={say('rules.proposed')}
                  value={sum(({ funnel }) => funnel.judged)}
                  note={say('rules.noteProposed')}
                />
                <Figure label={say('rules.held')} value={sum(({ funnel }) => funnel.held)} note={say('rules.noteHeld')} />
                <Figure
                  label={say('rules.precision')}
                  value={answered === 0 ? say('list.none') : percentOf(sum(({ funnel }) => funnel.confirmed) / answered)}
                  note={say('rules.notePrecision', { n: number(answered) })}
                />
                <Figure
                  label={say('rules.declined')}
                  value={sum(({ funnel }) => funnel.declined)}
                  note={say('rules.noteDeclined')}
                />
              </dl>
              <Panel
                title={say('rules.titleList')}
                wide
                aside={<Text label={say('rules.labelFind')} value={wanted} onChange={setWanted} type="search" />}
              >
                <DataTable<RuleLine>
                  label={say('rules.titleList')}
                  rows={fits}
                  keyOf={({ item }) => `${item.id}@${item.version}`}
                  empty={say('rules.empty')}
                  columns={[
                    {
                      key: 'item',
                      title: say('rules.columnItem'),
                      cell: ({ item, isLive }) => (
                        <>
                          <Link to={`/inference/${item.id}/${item.version}`}>{local(item.title)}</Link>
                          <small>
                            {say('rules.version', { n: item.version })}{' '}
                            {isLive ? word('versionState', 'live') : word('versionState', 'retired')}
                          </small>
                        </>
                      ),
                    },
                    ...(['judged', 'sent', 'opened', 'confirmed', 'declined', 'done', 'held'] as const).map((name) => ({
                      key: name,
                      title: word('funnel', name),
                      isNumber: true,
                      cell: ({ funnel }: RuleLine) => number(funnel[name]),
                    })),
                    {
                      key: 'precision',
                      title: say('rules.columnPrecision'),
                      isNumber: true,
                      cell: ({ precision }) => (precision === undefined ? say('list.none') : percentOf(precision)),
                    },
                  ]}
                />
              </Panel>
              <Panel title={say('rules.titleRuns')} wide>
                <DataTable
                  label={say('rules.titleRuns')}
                  rows={runs}
                  keyOf={({ at }) => at}
                  empty={say('rules.emptyRuns')}
                  columns={[
                    {
                      key: 'kind',
                      title: say('rules.columnRun'),
                      cell: ({ kind }) => <Tag kind="plain">{word('runKind', kind)}</Tag>,
                    },
                    { key: 'at', title: say('list.when'), cell: ({ at }) => shortMinuteOf(at) },
                    { key: 'parties', title: say('rules.columnParties'), isNumber: true, cell: ({ parties }) => number(parties) },
                    {
                      key: 'proposed',
                      title: say('rules.columnProposed'),
                      isNumber: true,
                      cell: ({ proposed }) => number(proposed),
                    },
                    { key: 'held', title: say('rules.columnHeld'), isNumber: true, cell: ({ held }) => number(held) },
                  ]}
                />
              </Panel>
            </>
          );
        }}
      </Show>
    </Page>
  );
}
