import { useState } from 'react';
import type { Overview, TaskLine } from '#contracts/console/tracking.ts';
import { useLoaded } from '../api.tsx';
import { percentOf, useNumber } from '../format.tsx';
import { Bars, DataTable, Figure } from '../figures.tsx';
import { Page, Panel, Show } from '../parts.tsx';
import { Link } from '../router.tsx';
import { useMay } from '../session.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';
import { Due, TaskTag } from './lines.tsx';
import { TaskPane } from './task-pane.tsx';

/** C9 服务跟踪: the figures of the moment, what waits for me, and why proposals stop on their way. */
export function TrackingPage() {
  const say = useSay();
  const may = useMay();
  const overview = useLoaded('overview.read');
  return (
    <Page title={say('tracking.title')}>
      <Show of={overview}>{(value) => <Figures overview={value} />}</Show>
      {may('tasks.list') && <Tasks onDone={overview.reload} />}
      <Show of={overview}>{(value) => <Way overview={value} />}</Show>
    </Page>
  );
}

function Figures({ overview }: { readonly overview: Overview }) {
  const say = useSay();
  const number = useNumber();
  const { proposals, delivered, confirmed, interactions, done, automatic, pickups, deliveries, dueSoon, dueToday, late } =
    overview;
  return (
    <dl className="figures">
      <Figure
        label={say('tracking.proposals')}
        value={proposals}
        note={say('tracking.noteDelivered', { n: number(delivered) })}
      />
      <Figure
        label={say('tracking.confirmed')}
        value={confirmed}
        note={say('tracking.noteInteractions', { n: number(interactions) })}
      />
      <Figure label={say('tracking.done')} value={done} note={say('tracking.noteAutomatic', { n: number(automatic) })} />
      <Figure
        label={say('tracking.parcels')}
        value={pickups + deliveries}
        note={say('tracking.noteParcels', { pickups: number(pickups), deliveries: number(deliveries) })}
      />
      <Figure
        label={say('tracking.dueSoon')}
        value={dueSoon + late}
        note={say('tracking.noteDue', { today: number(dueToday), late: number(late) })}
        isUrgent={dueSoon + late > 0}
      />
    </dl>
  );
}

function Tasks({ onDone }: { readonly onDone: () => void }) {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const tasks = useLoaded('tasks.list');
  const [chosen, setChosen] = useState<string>();
  const reload = (): void => {
    tasks.reload();
    onDone();
  };
  return (
    <Show of={tasks}>
      {({ tasks: list }) => {
        const task = list.find(({ id }) => id === chosen) ?? list[0];
        return (
          <div className="two-panes">
            <Panel title={say('tasks.title')} aside={<span className="chip">{say('tasks.count', { n: list.length })}</span>}>
              <DataTable<TaskLine>
                label={say('tasks.title')}
                rows={list}
                keyOf={({ id }) => id}
                current={task?.id}
                empty={say('tasks.empty')}
                columns={[
                  {
                    key: 'what',
                    title: say('tasks.columnWhat'),
                    cell: (row) => (
                      <button type="button" className="pick" aria-pressed={row.id === task?.id} onClick={() => setChosen(row.id)}>
                        <span className="strong">{local(row.item.title)}</span>
                        <small>{row.party.name}</small>
                      </button>
                    ),
                  },
                  {
                    key: 'step',
                    title: say('tasks.columnStep'),
                    cell: (row) => (
                      <>
                        <TaskTag task={row} />
                        <small>
                          {row.step && row.kind === 'case-step' ? local(row.step) : ''}
                          {row.assignee === 'nobody' ? '' : ` · ${word('assignee', row.assignee)}`}
                        </small>
                      </>
                    ),
                  },
                  {
                    key: 'due',
                    title: say('tasks.columnDue'),
                    cell: ({ dueOn, isLate }) => (dueOn === undefined ? say('list.none') : <Due day={dueOn} isLate={isLate} />),
                  },
                ]}
              />
            </Panel>
            {task && <TaskPane key={task.id} task={task} onDone={reload} />}
          </div>
        );
      }}
    </Show>
  );
}

function Way({ overview: { funnel, stops } }: { readonly overview: Overview }) {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const number = useNumber();
  const steps = [
    { name: 'judged', value: funnel.judged },
    { name: 'sent', value: funnel.sent },
    { name: 'opened', value: funnel.opened },
    { name: 'confirmed', value: funnel.confirmed },
    { name: 'done', value: funnel.done },
  ];
  return (
    <div className="two-panes">
      <Panel title={say('tracking.titleWay')}>
        <Bars
          bars={steps.map(({ name, value }, index) => {
            const before = steps[index - 1]?.value ?? 0;
            const share = index === 0 || before === 0 ? '' : ` · ${percentOf(value / before)}`;
            return {
              label: word('funnel', name),
              value,
              note: `${number(value)}${share}`,
              kind: name === 'done' ? ('pine' as const) : ('sea' as const),
            };
          })}
        />
      </Panel>
      <Panel title={say('tracking.titleStops')}>
        <DataTable
          label={say('tracking.titleStops')}
          rows={stops}
          keyOf={({ reason, item }) => `${reason} ${item.id}`}
          empty={say('tracking.emptyStops')}
          columns={[
            { key: 'reason', title: say('tracking.columnReason'), cell: ({ reason }) => word('stop', reason) },
            { key: 'count', title: say('tracking.columnCount'), isNumber: true, cell: ({ count }) => number(count) },
            {
              key: 'item',
              title: say('tracking.columnItem'),
              cell: ({ item }) => <Link to={`/inference/${item.id}/${item.version}`}>{local(item.title)}</Link>,
            },
            { key: 'do', title: say('tracking.columnDo'), cell: ({ reason }) => word('stopHelp', reason) },
          ]}
        />
      </Panel>
    </div>
  );
}
