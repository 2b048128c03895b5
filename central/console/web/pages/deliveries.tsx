import { useState } from 'react';
import type { ErrandLine } from '#contracts/console/operations.ts';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import { useLoaded } from '../api.tsx';
import { shortMinuteOf } from '../format.tsx';
import { Choice, More } from '../controls.tsx';
import { DataTable, Figure } from '../figures.tsx';
import { Page, Panel, Show } from '../parts.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';
import { CaseLink, ItemAndParty } from './lines.tsx';

const shows = ['open', 'lost', 'all'] as const;

/** 双向速递: where old and new certificates are, and which parcels went astray. */
export function DeliveriesPage() {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const [show, setShow] = useState<string>('open');
  const [after, setAfter] = useState<string>();
  const found = useLoaded('deliveries.list', { query: { show: shows.find((one) => one === show), after, limit: 12 } });
  return (
    <Page
      title={say('deliveries.title')}
      aside={
        <Choice
          label={say('deliveries.labelShow')}
          value={show}
          onChange={(id) => {
            setShow(id);
            setAfter(undefined);
          }}
          options={shows.map((id) => ({ id, text: word('deliveryShow', id) }))}
        />
      }
    >
      <Show of={found}>
        {({ counts, errands, next }) => (
          <>
            <dl className="figures">
              {counts.map(({ status, count }) => (
                <Figure key={status} label={word('errandState', status)} value={count} isUrgent={status === 'lost'} />
              ))}
            </dl>
            <Panel title={say('deliveries.titleList')} wide>
              <DataTable<ErrandLine>
                label={say('deliveries.title')}
                rows={errands}
                keyOf={({ caseNumber }) => caseNumber}
                empty={say('deliveries.empty')}
                columns={[
                  { key: 'case', title: say('cases.columnNumber'), cell: ({ caseNumber }) => <CaseLink number={caseNumber} /> },
                  {
                    key: 'what',
                    title: say('cases.columnWhat'),
                    cell: ({ item, party }) => <ItemAndParty title={local(item.title)} party={party} />,
                  },
                  {
                    key: 'state',
                    title: say('deliveries.columnState'),
                    cell: ({ status, isLost, waybills }) => (
                      <>
                        <Tag kind={isLost ? 'stop' : status === 'done' ? 'ok' : 'plain'}>
                          {word('errandState', isLost ? 'lost' : status)}
                        </Tag>
                        {waybills.map(({ direction, waybill, state }) => (
                          <small key={direction}>
                            {word('direction', direction)} {word('legState', state)} {waybill ?? ''}
                          </small>
                        ))}
                      </>
                    ),
                  },
                  { key: 'old', title: say('case.labelOld'), cell: ({ old }) => word('oldState', old) },
                  { key: 'fresh', title: say('case.labelFresh'), cell: ({ fresh }) => word('newState', fresh) },
                  {
                    key: 'at',
                    title: say('list.when'),
                    cell: ({ changedAt }) => <span className="number">{shortMinuteOf(changedAt)}</span>,
                  },
                ]}
              />
              <More next={next} isFirst={after === undefined} onFirst={() => setAfter(undefined)} onNext={setAfter} />
            </Panel>
          </>
        )}
      </Show>
    </Page>
  );
}
